"""What the database remembers of the schedule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from crawler.database import models, queries, store
from crawler.database.states import CrawlState
from crawler.records import EndState, Website
from crawler.schedule.due import Ended
from crawler.schedule.plan import NOTHING, Due, Remembered
from tests.database.samples import MONDAY, SITE, WEEK, council

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from crawler.database.session import Database

HOUR = timedelta(hours=1)
COUNCILS = [council(name, f"https://{name}.example/") for name in ("adur", "barnet", "kent")]
ADUR, BARNET, KENT = (Website(url=each.website, councils=(each,)) for each in COUNCILS)


def crawl(db: Database, selection: str, at: datetime = MONDAY) -> int:
    ticket = store.begin_crawl(db, started_at=at, register="councils.csv", selection=selection)
    return ticket.id


def audit(db: Database, crawl_id: int, site: Website, at: datetime, state: EndState | None) -> None:
    begun = store.begin_site(db, crawl_id, site.url, at - HOUR)
    if state is not None:
        store.close_site(db, begun.site_audit_id, state, "why", None, at)


def due_rows(db: Database) -> dict[str, tuple[datetime, int | None]]:
    with db.read() as session:
        rows = session.execute(
            select(models.Website.url, models.WebsiteDue.next_due_at, models.WebsiteDue.days).join(
                models.WebsiteDue, models.WebsiteDue.website_id == models.Website.id
            )
        )
        return {url: (at, days) for url, at, days in rows}


def test_a_plan_is_kept_and_what_left_it_is_gone(
    db: Database, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    store.save_register(db, COUNCILS)
    planned = [Due(ADUR, 7, MONDAY), Due(BARNET, 14, MONDAY + HOUR)]
    assert store.save_due(db, planned) == 2
    assert due_rows(db) == {ADUR.url: (MONDAY, 7), BARNET.url: (MONDAY + HOUR, 14)}
    with count_queries() as statements:
        assert store.save_due(db, planned) == 0
    assert all(statement.startswith("SELECT") for statement in statements)
    assert store.save_due(db, [Due(BARNET, 14, MONDAY + WEEK), Due(KENT, 1, MONDAY)]) == 3
    assert due_rows(db) == {BARNET.url: (MONDAY + WEEK, 14), KENT.url: (MONDAY, 1)}
    assert store.save_due(db, []) == 2
    assert due_rows(db) == {}


def test_a_website_that_the_register_never_had_is_passed_over(db: Database) -> None:
    assert store.save_due(db, [Due(ADUR, 7, MONDAY)]) == 0


def test_the_newest_two_audits_by_the_schedule_are_remembered(db: Database) -> None:
    store.save_register(db, COUNCILS)
    store.save_due(db, [Due(ADUR, 7, MONDAY)])
    days = [crawl(db, store.scheduled_selection((MONDAY + n * WEEK).date())) for n in range(3)]
    for number, state in enumerate((EndState.AUDITED, EndState.UNREACHABLE, EndState.PARTIAL)):
        audit(db, days[number], ADUR, MONDAY + number * WEEK, state)
    audit(db, days[2], BARNET, MONDAY, None)
    by_hand = crawl(db, "adur,kent")
    audit(db, by_hand, ADUR, MONDAY + 5 * WEEK, EndState.AUDITED)
    audit(db, by_hand, KENT, MONDAY + 5 * WEEK, EndState.AUDITED)

    found = queries.remembered(db, until=MONDAY + 9 * WEEK)
    assert found[ADUR.url] == Remembered(
        MONDAY,
        Ended(MONDAY + 2 * WEEK, EndState.PARTIAL, days[2]),
        Ended(MONDAY + WEEK, EndState.UNREACHABLE, days[1]),
    )
    assert found[BARNET.url] == found[KENT.url] == NOTHING
    before = queries.remembered(db, until=MONDAY + WEEK + HOUR)[ADUR.url]
    assert before.newest == Ended(MONDAY + WEEK, EndState.UNREACHABLE, days[1])
    assert before.previous == Ended(MONDAY, EndState.AUDITED, days[0])


def test_crawls_of_the_schedule_and_what_is_open_in_them(db: Database) -> None:
    store.save_register(db, COUNCILS)
    names = [store.scheduled_selection((MONDAY + n * WEEK).date()) for n in range(3)]
    one, two, three = (crawl(db, name, MONDAY + n * HOUR) for n, name in enumerate(names))
    audit(db, one, ADUR, MONDAY, None)
    audit(db, one, BARNET, MONDAY, EndState.AUDITED)
    audit(db, one, KENT, MONDAY, None)
    store.close_crawl(db, two, MONDAY + HOUR)
    audit(db, crawl(db, "kent"), KENT, MONDAY, None)
    found = queries.scheduled_crawls(db)
    assert [(each.id, each.selection, each.open) for each in found] == [
        (one, names[0], (ADUR.url, KENT.url)),
        (three, names[2], ()),
    ]


def test_a_crawl_of_the_schedule_is_never_too_old(db: Database) -> None:
    """On the day with 25 hours, and while its last websites are under way on the next one."""
    selection = store.scheduled_selection(MONDAY.date())
    first = crawl(db, selection)
    by_hand = crawl(db, "adur", MONDAY)
    assert crawl(db, selection, MONDAY + 24.5 * HOUR) == first
    crawl(db, "kent", MONDAY + 30 * HOUR)
    states = {each.id: each.state for each in queries.crawls(db)}
    assert states[first] is CrawlState.RUNNING
    assert states[by_hand] is CrawlState.INTERRUPTED


def test_how_long_audits_took(db: Database) -> None:
    store.save_register(db, COUNCILS)
    for number in range(7):
        crawl_id = crawl(db, f"number {number}", MONDAY + number * WEEK)
        begun = store.begin_site(db, crawl_id, ADUR.url, MONDAY + number * WEEK)
        end = MONDAY + number * WEEK + number * HOUR
        store.close_site(db, begun.site_audit_id, EndState.AUDITED, "", None, end)
    audit(db, crawl_id, BARNET, MONDAY, None)
    audit(db, crawl_id, KENT, MONDAY, EndState.BLOCKED)
    assert queries.audit_times(db) == {
        ADUR.url: tuple(number * HOUR for number in (6, 5, 4, 3, 2)),
        KENT.url: (HOUR,),
    }
    assert SITE not in queries.audit_times(db)
