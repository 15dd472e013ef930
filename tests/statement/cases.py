"""Statements of fictional councils as pages, with what is known of each (`cases/expected.toml`)."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from crawler.records import CheckOutcome, PageResult, PageRole, PageScore, PanelPage, PillarScores
from crawler.statement.checklist import AGREEMENT, EXISTS, LINKED
from crawler.statement.checks import CHECKS
from tests.facts import MARKUP, URL, sound_facts

if TYPE_CHECKING:
    from crawler.facts.statement import StatementText

FOLDER = Path(__file__).with_name("cases")
DAY = date(2026, 11, 23)
ADDRESS = f"{URL}accessibility-statement"
ALL = ("exists", "linked", *CHECKS, "agreement")
TITLES = (EXISTS, LINKED, *(title for title, _ in CHECKS.values()), AGREEMENT)


class Case(
    Struct, frozen=True, kw_only=True, rename={"not_met": "not met", "no": "not applicable"}
):
    """What is known of one page. A check that is not named is met."""

    statement: bool = True
    nation: str = "England"
    language: str = "en"
    status: str | None = None
    standard: str | None = None
    prepared: date | None = None
    reviewed: date | None = None
    fix_dates: tuple[date, ...] = ()
    criteria: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    @property
    def outcomes(self) -> dict[str, CheckOutcome]:
        known = dict.fromkeys(ALL, CheckOutcome.MET)
        known |= dict.fromkeys(self.not_met, CheckOutcome.NOT_MET)
        known |= dict.fromkeys(self.unclear, CheckOutcome.UNCLEAR)
        return known | dict.fromkeys(self.no, CheckOutcome.NOT_APPLICABLE)


@lru_cache(maxsize=1)
def cases() -> dict[str, Case]:
    """Every page by its name, without `.html`."""
    read: dict[str, Any] = tomllib.loads((FOLDER / "expected.toml").read_text())
    return {name: msgspec.convert(fields, Case) for name, fields in read.items()}


def result(
    url: str = ADDRESS,
    *,
    statement: StatementText | None = None,
    role: PageRole = PageRole.ACCESSIBILITY_STATEMENT,
    supplier: str | None = None,
    **changes: Any,
) -> PageResult:
    """An audited page without a fault; with `statement`, one that looks like a statement."""
    changes.setdefault("markup", MARKUP)
    return PageResult(
        page=PanelPage(url=url, role=role, reason="r", supplier=supplier),
        facts=sound_facts(url=url, final_url=url, statement=statement, **changes),
        findings=(),
        score=PageScore(method=1, scores=PillarScores()),
    )
