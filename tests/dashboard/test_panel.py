"""What a council's page says of the pages that stand for it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from crawler.database.queries import PageSummary, PanelChange
from crawler.records import EndState, PageRole, PillarScores, Source
from dashboard.content import panel
from tests.dashboard.hostile import IMAGE, SCRIPT

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SITE = "https://www.northam.example/"
HOST = "planning.supplier.example"


def page(path: str = "", role: PageRole = PageRole.HOME, **more: object) -> PageSummary:
    values: dict[str, object] = {
        "page_audit_id": 1,
        "url": SITE + path,
        "final_url": SITE + path,
        "role": role,
        "task": None,
        "state": EndState.AUDITED,
        "reason": "",
        "visited_at": NOW,
        "scores": PillarScores(accessibility=80.0, speed=60.0, mobile=90.0, total=76.7),
        "metrics": None,
        "network": None,
        "screenshots": {},
        "why": "the link “Home” leads to it",
    }
    return PageSummary(**(values | more))  # type: ignore[arg-type]


def supplied(path: str, accessibility: float | None, **more: object) -> PageSummary:
    scores = PillarScores(accessibility=accessibility, speed=50.0, mobile=70.0)
    values = {"url": f"https://{HOST}/{path}", "supplier": HOST, "scores": scores} | more
    return page(path, PageRole.TASK, task="planning", **values)


def change(**more: object) -> PanelChange:
    values: dict[str, object] = {
        "at": NOW,
        "role": PageRole.TASK,
        "task": "bin-day",
        "url": f"{SITE}old",
        "replaced_by": f"{SITE}new",
        "reason": "it answers with HTTP 404",
    }
    return PanelChange(**(values | more))  # type: ignore[arg-type]


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def tables(html: str) -> dict[str, str]:
    """The tables by caption."""
    parts = re.findall(r"<caption[^>]*>(.*?)</caption>(.*?)</table>", html, re.DOTALL)
    return dict(parts)


def test_every_page_says_how_it_was_found_and_why() -> None:
    found = page(source=Source.SITEMAP, replaces=f"{SITE}gone")
    html = panel.pages([found])
    assert 'Why this page<span class="visually-hidden">: Home page</span></summary>' in html
    said = text(html)
    assert "Source: The sitemap." in said
    assert "The link “Home” leads to it." in said
    assert f"It took the place of {SITE}gone , which is gone." in said


def test_suppliers_pages_are_apart_with_their_own_mean() -> None:
    html = panel.pages([page(), supplied("a", 60.0), supplied("b", 70.0), supplied("c", None)])
    assert list(tables(html)) == ["Pages tested", "Pages run by suppliers"]
    assert HOST not in tables(html)["Pages tested"]
    assert tables(html)["Pages run by suppliers"].count("Run by planning.supplier.example") == 3
    assert "Their mean: accessibility 65.0, speed 50.0, mobile 70.0." in text(html)


def test_suppliers_pages_without_scores_have_no_mean() -> None:
    refused = supplied("a", None, scores=PillarScores(), state=EndState.BLOCKED)
    assert "Their mean" not in panel.pages([refused])


def test_pages_by_lot_are_apart_and_said_not_to_count() -> None:
    lot = page("news/library", PageRole.ROTATING, why="chosen by lot")
    html = panel.pages([page(), lot])
    assert list(tables(html)) == ["Pages tested", "Also looked at this time"]
    assert "Also looked at this time; not in the scores" in html
    assert "/news/library" not in tables(html)["Pages tested"]


def test_an_audit_before_all_this_has_one_table() -> None:
    html = panel.pages([page(), page("contact", PageRole.CONTACT)])
    assert list(tables(html)) == ["Pages tested"]
    assert "suppliers" not in html


def test_nothing_is_said_where_nothing_was_replaced() -> None:
    assert panel.changes((), [page()]) == ""


def test_replaced_pages_are_said_with_date_old_new_and_why() -> None:
    said = text(panel.changes([change(), change(replaced_by=None, task="planning")], [page()]))
    assert "Pages that were replaced" in said
    assert f"Bin day 23 Nov 2026 {SITE}old {SITE}new It answers with HTTP 404." in said
    assert f"Planning 23 Nov 2026 {SITE}old None so far" in said


def test_a_page_that_only_took_another_place_was_not_replaced() -> None:
    moved = change(url=SITE, replaced_by=None)
    assert panel.changes([moved], [page()]) == ""


@pytest.mark.parametrize("hostile", [SCRIPT, IMAGE])
def test_what_a_website_says_stays_text(hostile: str) -> None:
    html = panel.pages(
        [page(why=hostile, supplier=hostile, replaces="javascript:alert(1)", url=SITE + hostile)]
    ) + panel.changes([change(reason=hostile, url="javascript:alert(1)")], [])
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
