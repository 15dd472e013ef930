"""The page Crawl status, and the remark where a result is old."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from crawler.config import Config
from crawler.database import store
from crawler.database.queries import (
    CouncilName,
    CrawlProgress,
    SiteUnderWay,
    Turns,
    WebsiteAge,
    failures_by_state,
    freshness,
)
from crawler.database.session import open_database
from crawler.records import EndState
from dashboard import data, words
from dashboard.content import council as council_page
from dashboard.content import crawl_status, league
from dashboard.content.crawl_status import Picture
from dashboard.content.filters import Filters
from dashboard.content.freshness import headline
from dashboard.pages import page_at
from tests.dashboard.hostile import HOSTILE
from tests.dashboard.population import NOW, address, council

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def age(
    slug: str, days_old: float | None, state: EndState | None = EndState.AUDITED, days: int = 7
) -> WebsiteAge:
    at = None if days_old is None else NOW - days_old * DAY
    return WebsiteAge(
        url=address(slug),
        councils=(CouncilName(slug, slug.title()),),
        scored_at=at,
        tried_at=None if state is None else NOW - DAY,
        state=state,
        reason="" if state in (None, EndState.AUDITED) else f"what {slug} said",
        days=days,
        next_due_at=None,
    )


def picture(*ages: WebsiteAge, **fields: object) -> Picture:
    whole = Picture(
        ages=ages,
        freshness=freshness(ages, NOW),
        failures=failures_by_state(ages),
        crawls=(),
        under_way=(),
        workers=0,
        turns=Turns(websites=0, due=0, within_a_day=0, due_since=None, next_at=None),
    )
    return replace(whole, **fields)


def said(whole: Picture) -> str:
    return plain(crawl_status.page(whole, NOW))


@pytest.fixture
def shown(filled: Config) -> Iterator[None]:
    data.configure(filled)
    yield
    data.configure(Config())


# --- The headline, which is never silent --------------------------------------------------------


@pytest.mark.parametrize(
    ("ages", "words_of_it"),
    [
        ([age("a", 1), age("b", 14)], "All results are at most two weeks old."),
        (
            [age("a", 1), age("b", 15)],
            "1 of 2 councils has a result older than two periods, which is two weeks.",
        ),
        (
            [age("a", 15), age("b", 99, EndState.BLOCKED), age("c", None, None)],
            "2 of 3 councils have a result older than two periods, which is two weeks.",
        ),
        (
            [age("a", 50, days=28), age("b", 2)],
            "No result is older than two periods of its website.",
        ),
        (
            [age("a", 57, days=28), age("b", 2)],
            "1 of 2 councils has a result older than two periods.",
        ),
        ([age("a", None, EndState.GONE)], "No council has a result yet."),
    ],
)
def test_the_headline_says_whether_results_are_old(
    ages: list[WebsiteAge], words_of_it: str
) -> None:
    assert headline(freshness(ages, NOW)) == words_of_it
    assert words_of_it in said(picture(*ages))


def test_what_could_not_be_renewed_is_told_from_what_nobody_looked_at() -> None:
    walled, forgotten = age("walled", 20, EndState.BLOCKED), age("forgotten", 30)
    whole = said(picture(walled, forgotten, age("new", 1)))
    assert "3 of 3 councils have a result. The oldest is of" in whole
    assert "1 of the old ones could not be renewed: when we last tried, we did not" in whole


def test_the_picture_and_its_table_say_the_same() -> None:
    ages = (age("a", 1), age("b", 8), age("c", 15), age("d", 40), age("e", None, None))
    html = crawl_status.page(picture(*ages), NOW)
    bars = re.findall(r'class="what">([^<]+)</span> <span class="amount">([^<]+)<', html)
    assert bars == [
        ("Less than one week", "1 council"),
        ("One week to two weeks", "1 council"),
        ("Two weeks to three weeks", "1 council"),
        ("Three weeks to four weeks", "0 councils"),
        ("Four weeks and more", "1 council"),
        ("No result", "1 council"),
    ]
    table = html[html.index('<table class="data ages"') : html.index("</table>")]
    rows = re.findall(r"<th scope=\"row\"[^>]*>([^<]+)</th><td[^>]*>(\d+)</td>", table)
    assert [(label, f"{n} council{'' if n == '1' else 's'}") for label, n in rows] == bars
    assert html.count('class="bar" aria-hidden="true"') == len(bars)


def test_ages_of_mixed_periods_are_told_in_periods() -> None:
    whole = said(picture(age("a", 1), age("b", 1, days=28)))
    assert "Less than 1 period" in whole
    assert "4 periods and more" in whole
    assert "from one week to four weeks, by the kind of council" in whole


# --- What runs, and what did not work -----------------------------------------------------------


def test_a_crawl_under_way_names_councils_and_no_machine() -> None:
    crawl = CrawlProgress(
        id=3,
        started_at=NOW - HOUR,
        selection="schedule 2026-11-24",
        websites=40,
        states={EndState.AUDITED: 9, EndState.BLOCKED: 1},
        under_way=(
            SiteUnderWay(
                crawl_id=3, url=address("a"), worker="attic-1", since=NOW, pages=3, planned=12
            ),
            SiteUnderWay(
                crawl_id=3, url=address("x"), worker="attic-1", since=NOW, pages=0, planned=0
            ),
        ),
        pages=111,
        websites_an_hour=10.0,
        pages_an_hour=111.0,
        ends_at=NOW + 3 * HOUR,
    )
    html = crawl_status.page(picture(age("a", 1), under_way=(crawl,), workers=2), NOW)
    whole = plain(html)
    assert "A crawl of the websites that are due began on" in whole
    assert "Websites tried 10 of 40" in whole
    assert "How they ended: Audited 9, Blocked us 1." in whole
    assert "width:25.0%" in html
    assert f"(10 websites an hour), it will end on {words.moment(NOW + 3 * HOUR)}." in whole
    assert "2 workers are running." in whole
    assert '<a href="/council?council=a">A</a>: 3 of 12 pages' in html
    assert f"{address('x')}: its pages are being chosen" in whole
    assert "attic" not in html
    alone = said(picture(age("a", 1), under_way=(crawl,)))
    assert "Nobody is at work on it at this moment" in alone
    assert "Begun, and waiting for a worker" in alone
    assert "it will end on" not in alone


def test_failures_name_the_councils_and_say_what_they_mean() -> None:
    ages = (
        age("calm", 1),
        age("walled", 8, EndState.BLOCKED),
        age("fenced", 20, EndState.BLOCKED),
        age("ours", 8, EndState.FAILED),
        age("new", None, None),
    )
    html = crawl_status.page(picture(*ages), NOW)
    whole = plain(html)
    assert "Blocked us: 2 councils The website refused our visit" in whole
    assert "neither a score of nought nor a fault that we found" in whole
    assert "Our failure: 1 council Something went wrong on our side." in whole
    assert "Not yet tested: 1 council" in whole
    assert '<a href="/council?council=walled">Walled</a>' in html
    assert "What walled said." in whole
    assert "more than two weeks old" in whole, "beside the old result of the fenced one"
    assert "tested every page" in said(picture(age("calm", 1)))


def test_how_it_is_kept_fresh_says_whether_a_schedule_runs() -> None:
    assert "No schedule runs here" in said(picture(age("a", 1)))
    turns = Turns(websites=1, due=0, within_a_day=1, due_since=None, next_at=NOW + HOUR)
    whole = said(picture(age("a", 1), turns=turns))
    assert "Every website has a turn once in a period: one week." in whole
    assert "0 websites are due now, and 1 more within a day." in whole
    assert f"The next website’s turn is on {words.moment(NOW + HOUR)}." in whole


# --- The page at its address --------------------------------------------------------------------


@pytest.mark.usefixtures("shown")
def test_the_first_response_has_it_all() -> None:
    page = page_at("/status", {})
    assert (page.status, page.section) == (200, "/status")
    whole = plain(page.main)
    assert "1 of 16 councils has a result older than two periods" in whole
    assert "Lost Valley Council" in whole
    assert "No website is being tested just now." in whole
    assert "Audited 8, Partly audited 1, Blocked us 1" in whole
    assert "2 hours" in whole
    assert not any(text in page.main for text in HOSTILE if "<" in text)


def test_an_empty_database_says_how_to_begin(tmp_path: Path) -> None:
    config = msgspec.structs.replace(Config(), database=f"sqlite:///{tmp_path / 'usability.db'}")
    opened = open_database(config.database, create=True)
    data.configure(config)
    assert "Nothing has been crawled yet" in page_at("/status", {}).main
    store.save_register(opened, [council("northam")])
    ticket = store.begin_crawl(opened, started_at=NOW - HOUR, register="r")
    store.begin_site(opened, ticket.id, council("northam").website, NOW - HOUR)
    opened.close()
    data.configure(config)
    whole = plain(page_at("/status", {}).main)
    assert "No council has a result yet." in whole
    assert "Northam District Council : its pages are being chosen" in whole
    data.configure(Config())


# --- Where results are shown --------------------------------------------------------------------


@pytest.mark.usefixtures("shown")
def test_an_old_result_is_marked_in_the_league_table_and_on_the_councils_page() -> None:
    rows, later = data.league(), NOW + 13 * DAY
    northam = tuple(row for row in rows if row.slug == "northam")
    for moment, old in ((NOW, False), (later, True)):
        drawn = plain(league.tables(northam, Filters(), moment))
        assert ("more than two weeks old" in drawn) is old
    monthly = tuple(replace(row, days=28) for row in northam)
    assert "more than" not in plain(league.tables(monthly, Filters(), later))

    detail = data.council("northam")
    assert detail is not None
    assert "more than" not in plain(council_page.top(detail, rows, None, NOW))
    top = council_page.top(detail, rows, None, later)
    assert "This result is more than two weeks old , which is older" in plain(top)
    assert 'href="/status"' in top


@pytest.mark.parametrize(
    ("days", "text"),
    [(1, "one day"), (6, "six days"), (7, "one week"), (14, "two weeks"), (84, "12 weeks")],
)
def test_periods_are_said_as_people_say_them(days: int, text: str) -> None:
    assert words.days_long(days) == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=5), "1 minute"),
        (2 * HOUR, "2 hours"),
        (timedelta(hours=30, minutes=1), "30 hours 1 minute"),
    ],
)
def test_how_long_a_crawl_took(length: timedelta, text: str) -> None:
    assert words.span(length) == text
