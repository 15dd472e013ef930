"""The league table's filters, order and words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from crawler.database.queries import LeagueRow, Summary
from crawler.records import EndState, PillarScores
from dashboard.content import filters, league
from dashboard.content.filters import Filters

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def row(
    slug: str, total: float | None = None, rank: int | None = None, **more: object
) -> LeagueRow:
    values: dict[str, object] = {
        "slug": slug,
        "name": slug.title(),
        "nation": "England",
        "region": "London",
        "type": "district",
        "website": f"https://{slug}.example/",
        "state": EndState.AUDITED,
        "scores": PillarScores(accessibility=total, speed=total, mobile=total, total=total),
        "rank": rank,
        "tested_at": NOW - timedelta(days=2),
        "pages_scored": 8,
        "pages_planned": 10,
    }
    return LeagueRow(**(values | more))  # type: ignore[arg-type]


ROWS = (
    row("alpha", 90.0, 1, change=1.5, findability=50.0),
    row("beta", 80.0, 2, nation="Wales", type="welsh", change=-2.0, findability=87.6),
    row("gamma", 80.0, 2, state=EndState.PARTIAL),
    row("delta", state=EndState.BLOCKED, reason="HTTP 403", pages_scored=0),
    row("epsilon", state=None, tested_at=None),
)


def names(asked: Filters) -> list[str]:
    return [found.slug for found in filters.chosen(ROWS, asked)]


def test_filters_that_are_not_on_offer_are_dropped() -> None:
    asked = {"nation": "Narnia", "type": "<b>", "sort": "evil", "q": "  a" + "b" * 200, "x": "y"}
    found = filters.filters_from(asked, ROWS)
    assert (found.nation, found.type, found.sort) == ("all", "all", "rank")
    assert len(found.q) == filters.LONGEST_SEARCH


def test_an_address_names_only_what_is_not_as_usual() -> None:
    assert Filters().href == "/"
    some = Filters(q="st helens & co", nation="Wales", sort="speed")
    assert some.href == "/?q=st+helens+%26+co&nation=Wales&sort=speed"
    assert filters.filters_from(some.query, ROWS) == some


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Filters(), ["alpha", "beta", "gamma", "delta", "epsilon"]),
        (Filters(q="ALPH"), ["alpha"]),
        (Filters(q="a lp"), ["alpha"]),
        (Filters(nation="Wales"), ["beta"]),
        (Filters(type="welsh"), ["beta"]),
        (Filters(q="zz"), []),
        (Filters(sort="name"), ["alpha", "beta", "delta", "epsilon", "gamma"]),
        (Filters(sort="change"), ["alpha", "beta", "delta", "epsilon", "gamma"]),
        (Filters(sort="speed"), ["alpha", "beta", "gamma", "delta", "epsilon"]),
        (Filters(sort="findability"), ["beta", "alpha", "delta", "epsilon", "gamma"]),
    ],
)
def test_chooses_and_sorts(asked: Filters, expected: list[str]) -> None:
    assert names(asked) == expected


@pytest.mark.parametrize("sort", filters.SORTS)
def test_every_sort_sorts(sort: str) -> None:
    assert sorted(names(Filters(sort=sort))) == sorted(found.slug for found in ROWS)


def test_ties_are_shown_as_ties_and_changes_in_words() -> None:
    shown = league.tables(ROWS, Filters(), NOW)
    assert ">1</td>" in shown
    assert shown.count(">=2</td>") == 2
    assert "+1.5 better" in shown
    assert "−2.0 worse" in shown
    assert ">new</td>" in shown
    changed = league.tables([row("zeta", 70.0, 4, pages_changed=True)], Filters(), NOW)
    assert ">pages changed</td>" in changed
    assert ">new</td>" not in changed
    assert "8 of 10" in shown
    assert "partly audited" in shown
    assert "21 Nov 2026" in shown
    assert "2 days ago" in shown


def test_those_without_scores_are_apart_and_never_nought() -> None:
    ranking, unscored = league.tables(ROWS, Filters(), NOW).split('id="unscored"')
    assert "Delta" not in ranking
    assert "Blocked us" in unscored
    assert "HTTP 403" in unscored
    assert "Not yet tested" in unscored
    assert "0.0" not in unscored


def test_a_search_without_matches_says_so_and_leads_back() -> None:
    shown = league.tables(ROWS, Filters(q="zz"), NOW)
    assert "No council matches" in shown
    assert '<a href="/">Show all 5 councils</a>' in shown
    assert "<table" not in shown


def test_findability_stands_beside_the_total_and_changes_no_rank() -> None:
    shown = league.tables(ROWS, Filters(sort="findability"), NOW)
    assert '<a href="/?sort=findability">Findability, not in the total</a>' in shown
    assert re.findall(r"/council\?council=(\w+)", shown)[:2] == ["beta", "alpha"]
    assert re.findall(r'class="rank number">(=?\d)<', shown) == ["=2", "1", "=2"]
    cells = re.findall(r'<td[^>]*class="findability number"[^>]*>(.*?)</td>', shown)
    assert [re.sub("<[^>]+>", "", cell) for cell in cells] == ["88%", "50%", "–"]


def test_a_table_before_findability_has_no_empty_column() -> None:
    rows = [replace(found, findability=None) for found in ROWS]
    assert "indability" not in league.tables(rows, Filters(), NOW)
    summary = Summary(councils=5, untested=5, newest_crawl=None)
    assert "No crawl so far has measured it" in league.introduction(summary, rows, NOW)
    assert "No crawl so far has measured it" not in league.introduction(summary, ROWS, NOW)


def test_the_introduction_counts_every_state() -> None:
    summary = Summary(
        councils=5,
        untested=1,
        newest_crawl=NOW - timedelta(days=1),
        states={EndState.AUDITED: 2, EndState.PARTIAL: 1, EndState.BLOCKED: 1},
    )
    shown = league.introduction(summary, ROWS, NOW)
    for words in ("22 November 2026 (yesterday)", "5 councils", "Partly audited", "Blocked us"):
        assert words in shown
    assert "<strong>1</strong> Not yet tested" in shown
    assert "Gone" not in shown
