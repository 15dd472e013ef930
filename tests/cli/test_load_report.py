"""What `usability audit` says of a page's weight, and of what a repair would save."""

from __future__ import annotations

import io
from typing import Any

import pytest
from msgspec.structs import replace
from rich.console import Console

from crawler.audits.registry import judge
from crawler.commands.page_json import page_json
from crawler.commands.report import PageReport
from crawler.commands.terminal import savings_of
from crawler.facts.loading import File, Files, Saving
from crawler.records import PageResult, PageRole, PanelPage, Savings
from crawler.scoring.page import score_page
from tests.facts import LOADING, URL, sound_facts

UNPACKED = Files(
    count=1, saves=Saving(37_500, 1_200), worst=(File(url=f"{URL}town.js", bytes=37_500),)
)


def result(**changes: Any) -> PageResult:
    facts = sound_facts(**{"loading": replace(LOADING, uncompressed=UNPACKED)} | changes)
    page = PanelPage(url=URL, role=PageRole.HOME, reason="It is the home page.")
    findings = judge(facts)
    return PageResult(page=page, facts=facts, findings=findings, score=score_page(facts, findings))


def printed(page: PageResult) -> str:
    out = io.StringIO()
    PageReport(Console(file=out, width=110, markup=False)).print(page)
    return out.getvalue()


def test_types_parties_carbon_and_savings_are_printed() -> None:
    report = printed(result())
    assert "Heaviest: pictures 280 kB, scripts 60 kB, style sheets 40 kB" in report
    assert "first party 95%, third parties 5%" in report
    assert "carbon 0.059 g CO2e a view, grade A" in report
    assert (
        "1 file of text could be 38 kB smaller (1 element, mending it saves about 38 kB and 1.2 s)"
        in report
    )


def test_without_a_trace_there_is_carbon_all_the_same() -> None:
    report = printed(result(loading=None))
    assert "Heaviest" not in report
    assert "carbon" in report
    assert "carbon" not in printed(result(loading=None, network=None))


def test_the_contract_has_them() -> None:
    page = page_json(result())
    (finding,) = (each for each in page.findings if each.audit == "uncompressed-text")
    assert finding.saves == Savings(bytes=37_500, ms=1_200)
    assert [each.type for each in page.types] == ["document", "image", "script", "stylesheet"]
    assert page.carbon is not None
    assert (page.carbon.grams, page.carbon.grade) == (0.059, "A")


@pytest.mark.parametrize(
    ("saves", "words"),
    [
        (None, ""),
        (Savings(), ""),
        (Savings(bytes=1_200_000), "mending it saves about 1.2 MB"),
        (Savings(ms=650), "mending it saves about 650 ms"),
    ],
)
def test_savings_in_words(saves: Savings | None, words: str) -> None:
    assert savings_of(saves) == words
