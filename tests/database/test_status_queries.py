"""How old results are, how far crawls are, and what is due, on both databases."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from crawler.database import models, queries, store
from crawler.records import EndState
from tests.database.samples import MONDAY, SITE, WEEK, council, panel, result, site_score

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crawler.database.session import Database

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOW = MONDAY + 10 * WEEK


def site(name: str) -> str:
    return f"https://www.{name}.example/"


def close(db: Database, crawl: int, url: str, state: EndState, reason: str, at: datetime) -> None:
    key = store.begin_site(db, crawl, url, at - HOUR).site_audit_id
    score = site_score(70.0) if state.scored else None
    store.close_site(db, key, state, reason, score, at)


def due(db: Database, url: str, at: datetime, days: int | None) -> None:
    def work(session: Session) -> None:
        website = session.scalars(select(models.Website.id).filter_by(url=url)).one()
        session.add(models.WebsiteDue(website_id=website, next_due_at=at, days=days))

    db.write(work)


@pytest.fixture
def aged(db: Database) -> Database:
    """Five councils on four websites, whose results have all kinds of ages at `NOW`."""
    names = ("fresh", "old", "walled", "never")
    store.save_register(
        db,
        [
            *(council(name, site(name)) for name in names),
            council("shared", site("old")),
            council("merged", site("merged"), valid_to=(MONDAY - DAY).date()),
        ],
    )
    for weeks in (8, 3, 1):
        crawl = store.begin_crawl(db, started_at=NOW - weeks * WEEK - DAY, register="r").id
        at = NOW - weeks * WEEK
        if weeks == 8:
            close(db, crawl, site("walled"), EndState.AUDITED, "", at)
        if weeks == 3:
            close(db, crawl, site("old"), EndState.PARTIAL, "2 blocked of 12 pages", at)
        if weeks == 1:
            close(db, crawl, site("fresh"), EndState.AUDITED, "", at + DAY)
            close(db, crawl, site("old"), EndState.FAILED, "its process ended", at)
            close(db, crawl, site("walled"), EndState.BLOCKED, "the site refuses us", at)
        store.close_crawl(db, crawl, at)
    return db


def ages(db: Database) -> dict[str, queries.WebsiteAge]:
    found = queries.website_ages(db, today=NOW.date())
    return {each.councils[0].slug: each for each in found}


def test_each_website_has_the_age_of_its_result_and_of_its_last_attempt(aged: Database) -> None:
    found = ages(aged)
    assert list(found) == ["fresh", "never", "old", "walled"]
    assert [each.slug for each in found["old"].councils] == ["old", "shared"]
    assert (found["old"].scored_at, found["old"].tried_at) == (NOW - 3 * WEEK, NOW - WEEK)
    assert found["old"].state is EndState.FAILED
    assert (found["walled"].scored_at, found["walled"].state) == (NOW - 8 * WEEK, EndState.BLOCKED)
    assert (found["never"].scored_at, found["never"].tried_at) == (None, None)
    assert {each.days for each in found.values()} == {7}


def test_the_ages_are_counted_in_councils(aged: Database) -> None:
    fresh = queries.freshness(ages(aged).values(), NOW)
    assert fresh.councils == 5
    assert fresh.ages == (1, 0, 0, 2, 1)
    assert fresh.none == 1
    assert [each.url for each in fresh.stale] == [site("walled"), site("old")]
    assert fresh.stale_councils == 3
    assert fresh.oldest == ages(aged)["walled"]
    # What refused us last week was looked at; what we failed at was not.
    assert fresh.untried == 2
    assert fresh.days == (7,)


def test_the_schedules_period_says_what_is_old(aged: Database) -> None:
    due(aged, site("old"), NOW - DAY, 28)
    due(aged, site("walled"), NOW + DAY, None)
    due(aged, site("never"), NOW - 8 * DAY, 7)
    found = ages(aged)
    assert [found[slug].days for slug in ("old", "walled", "fresh")] == [28, 7, 7]
    fresh = queries.freshness(found.values(), NOW)
    assert fresh.ages == (3, 0, 0, 0, 1)
    assert [each.url for each in fresh.stale] == [site("walled")]
    assert fresh.untried == 1, "its first turn was missed for longer than its period"
    assert fresh.days == (7, 28)


def test_nobody_is_expected_to_look_at_what_a_schedule_leaves_out(aged: Database) -> None:
    due(aged, site("fresh"), NOW + DAY, 7)
    fresh = queries.freshness(ages(aged).values(), NOW)
    assert fresh.untried == 0
    assert fresh.stale_councils == 3


def test_a_result_is_old_only_when_it_is_older_than_two_periods() -> None:
    assert not queries.is_stale(None, 7, NOW)
    assert not queries.is_stale(NOW - 2 * WEEK, 7, NOW)
    assert queries.is_stale(NOW - 2 * WEEK - timedelta(seconds=1), 7, NOW)
    assert not queries.is_stale(NOW + DAY, 7, NOW), "a clock was stepped back"


def test_failures_are_told_by_state_with_their_commonest_reasons(aged: Database) -> None:
    crawl = store.begin_crawl(aged, started_at=NOW, register="r").id
    for name, reason in (
        ("fresh", "there is no address for the name www.fresh.example"),
        ("never", "there is no address for the name www.never.example"),
    ):
        close(aged, crawl, site(name), EndState.UNREACHABLE, reason, NOW)
    close(aged, crawl, site("old"), EndState.PARTIAL, "2 blocked, 1 gone of 12 pages", NOW)
    found = queries.failures_by_state(ages(aged).values())
    assert [(each.state, each.councils, each.reasons) for each in found] == [
        (EndState.PARTIAL, 2, (("some pages blocked, gone", 1),)),
        (EndState.BLOCKED, 1, (("the site refuses us", 1),)),
        (EndState.UNREACHABLE, 2, (("there is no address for the name …", 2),)),
    ]


def test_a_database_without_anything_has_ages_of_nothing(db: Database) -> None:
    assert queries.website_ages(db, today=NOW.date()) == ()
    fresh = queries.freshness((), NOW)
    assert (fresh.councils, fresh.none, fresh.oldest, fresh.days) == (0, 0, None, (7,))
    assert queries.crawls_under_way(db, now=NOW) == ()
    assert queries.turns(db, now=NOW) == queries.Turns(
        websites=0, due=0, within_a_day=0, due_since=None, next_at=None
    )
    assert queries.database_size(db) > 50_000


def test_ages_take_two_queries_however_many_websites_there_are(
    aged: Database, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with count_queries() as statements:
        queries.website_ages(aged, today=NOW.date())
    assert len(statements) == 2


def test_a_crawl_under_way_tells_how_far_it_is_and_how_fast(db: Database) -> None:
    names = [f"site-{number}" for number in range(6)]
    store.save_register(db, [council(name, site(name)) for name in names])
    crawl = store.begin_crawl(db, started_at=NOW - 3 * HOUR, register="r", selection="some")
    terms = {"websites": {site(name): [name] for name in names}, "settings": {"pages": 12}}
    store.save_terms(db, crawl.id, zlib.compress(json.dumps(terms).encode()))
    for name, at in (("site-0", NOW - 2 * HOUR), ("site-1", NOW - HOUR / 2), ("site-2", NOW)):
        close(db, crawl.id, site(name), EndState.AUDITED, "", at)
    claim = store.begin_site(db, crawl.id, site("site-3"), NOW - HOUR / 4, worker="host-1")
    store.save_panel(db, claim.site_audit_id, panel(site=site("site-3")))
    for at in (NOW - 2 * HOUR, NOW - HOUR / 4):
        page = panel(site=site("site-3"))[at > NOW - HOUR]
        store.save_page(db, claim.site_audit_id, result(page, at=at))

    (found,) = queries.crawls_under_way(db, now=NOW)
    assert (found.id, found.websites, found.ended) == (crawl.id, 6, 3)
    assert found.states == {EndState.AUDITED: 3}
    assert found.websites_an_hour == 2
    assert found.ends_at == NOW + 1.5 * HOUR
    assert found.pages_an_hour == 2, "of two pages one was visited in the last half hour"
    (under_way,) = found.under_way
    assert (under_way.url, under_way.worker) == (site("site-3"), "host-1")
    assert (under_way.pages, under_way.planned) == (2, 3)
    assert under_way.since == NOW - HOUR / 4

    store.close_crawl(db, crawl.id, NOW)
    assert queries.crawls_under_way(db, now=NOW) == ()


def test_a_young_crawls_rate_is_of_its_whole_time_and_needs_no_terms(db: Database) -> None:
    store.save_register(db, [council("eastmere")])
    crawl = store.begin_crawl(db, started_at=NOW - HOUR / 5, register="r")
    (found,) = queries.crawls_under_way(db, now=NOW)
    assert (found.websites, found.websites_an_hour, found.ends_at) == (0, None, None)
    close(db, crawl.id, SITE, EndState.GONE, "gone for good", NOW)
    (found,) = queries.crawls_under_way(db, now=NOW)
    assert (found.websites, found.websites_an_hour, found.ends_at) == (1, 5, None)


@pytest.mark.parametrize("scheduled", [False, True])
def test_a_pause_does_not_count_as_slowness(db: Database, scheduled: bool) -> None:
    """Begun yesterday, resumed five minutes ago, and two of six have ended since."""
    names = [f"site-{number}" for number in range(6)]
    store.save_register(db, [council(name, site(name)) for name in names])
    selection = store.scheduled_selection(NOW.date()) if scheduled else "all"
    crawl = store.begin_crawl(db, started_at=NOW - DAY, register="r", selection=selection)
    terms = {"websites": {site(name): [name] for name in names}}
    store.save_terms(db, crawl.id, zlib.compress(json.dumps(terms).encode()))
    close(db, crawl.id, site("site-0"), EndState.AUDITED, "", NOW - DAY + HOUR)
    resumed = NOW - HOUR / 12
    store.begin_site(db, crawl.id, site("site-5"), resumed, worker="host-1")
    for name in ("site-1", "site-2"):
        close(db, crawl.id, site(name), EndState.AUDITED, "", NOW - HOUR / 60)
    (found,) = queries.crawls_under_way(db, now=NOW)
    assert found.websites_an_hour == 24
    assert found.ends_at == (None if scheduled else NOW + HOUR / 8)


def test_turns_say_what_is_due_and_when_the_next_comes(aged: Database) -> None:
    due(aged, site("old"), NOW - DAY, 7)
    due(aged, site("fresh"), NOW + HOUR, 7)
    due(aged, site("walled"), NOW + 2 * DAY, 7)
    assert queries.turns(aged, now=NOW) == queries.Turns(
        websites=3, due=1, within_a_day=1, due_since=NOW - DAY, next_at=NOW + HOUR
    )


def test_what_was_tried_since_its_turn_is_not_due(db: Database) -> None:
    """As where a schedule was given up for crawls by hand: nothing waits for it any more."""
    store.save_register(db, [council("eastmere")])
    due(db, SITE, NOW - 20 * DAY, 7)
    crawl = store.begin_crawl(db, started_at=NOW - 2 * DAY, register="r")
    assert queries.turns(db, now=NOW).due_since == NOW - 20 * DAY
    close(db, crawl.id, SITE, EndState.BLOCKED, "refused", NOW - DAY)
    found = queries.turns(db, now=NOW)
    assert (found.websites, found.due, found.due_since) == (1, 0, None)


def test_the_newest_crawls_can_be_had_alone(aged: Database) -> None:
    every = queries.crawls(aged)
    assert len(every) == 3
    assert queries.crawls(aged, newest=2) == every[:2]
