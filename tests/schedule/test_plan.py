"""What is due now, and what will be when, from what the database remembers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.records import EndState
from crawler.register import websites
from crawler.schedule.due import Ended
from crawler.schedule.plan import Due, Remembered, handed_out, plan
from crawler.schedule.settings import Schedule
from crawler.schedule.windows import WEEK
from tests.schedule.council import address, council, website
from tests.schedule.test_windows import windows

if TYPE_CHECKING:
    from crawler.records import Website

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SITES = tuple(website(f"c-{n}") for n in range(60))


def at_of(planned: tuple[Due, ...]) -> dict[str, datetime]:
    return {due.website.url: due.at for due in planned}


def kept(planned: tuple[Due, ...]) -> dict[str, Remembered]:
    return {url: Remembered(at, None, None) for url, at in at_of(planned).items()}


def test_what_is_due_longest_comes_first() -> None:
    planned = plan(Schedule(), SITES, {}, NOW)
    assert [due.at for due in planned] == sorted(due.at for due in planned)
    assert {due.website for due in planned} == set(SITES)


def test_a_new_website_moves_no_other() -> None:
    before = at_of(plan(Schedule(), SITES[1:], {}, NOW))
    after = at_of(plan(Schedule(), SITES, {}, NOW))
    assert {url: at for url, at in after.items() if url in before} == before


def test_a_plan_stays_as_it_is_until_something_is_due() -> None:
    first = plan(Schedule(), SITES, {}, NOW)
    assert plan(Schedule(), SITES, kept(first), first[0].at) == first
    assert plan(Schedule(), SITES, kept(first), NOW - 5 * timedelta(hours=1)) != ()


def test_what_was_missed_stays_due_until_it_is_audited() -> None:
    first = plan(Schedule(), SITES, {}, NOW)
    later = NOW + 20 * DAY
    assert plan(Schedule(), SITES, kept(first), later) == first
    due = handed_out(Schedule(), first, later, busy=())
    assert due == tuple(each.website for each in first)


def test_a_website_is_due_once_however_many_councils_it_serves() -> None:
    shared = [council("one", url=address("both")), council("two", url=address("both"))]
    gone = council("old", to=date(2026, 3, 31))
    planned = plan(Schedule(), websites([*shared, gone], NOW.date()), {}, NOW)
    assert [due.website.url for due in planned] == [address("both")]


def test_never_is_never() -> None:
    schedule = Schedule(by_website={SITES[0].url: None})
    assert SITES[0].url not in at_of(plan(schedule, SITES, {}, NOW))


def test_a_new_period_counts_at_once() -> None:
    first = plan(Schedule(days=30), SITES, {}, NOW)
    weekly = plan(Schedule(), SITES, kept(first), NOW)
    assert max(due.at for due in weekly) < NOW + 7.2 * DAY
    audited = {url: Remembered(NOW, Ended(NOW, EndState.AUDITED, 1), None) for url in at_of(first)}
    assert max(due.at for due in plan(Schedule(), SITES, audited, NOW)) < NOW + 11 * DAY


def test_nothing_is_handed_out_twice_or_outside_the_windows() -> None:
    planned = plan(Schedule(), SITES, {}, NOW)
    later = NOW + WEEK
    busy = {planned[0].website.url, planned[2].website.url}
    some = handed_out(Schedule(), planned, later, busy=busy)
    assert some[:2] == (planned[1].website, planned[3].website)
    assert len(some) == len(SITES) - 2
    nights = Schedule(windows=windows(every_day="22:00-06:00"))
    assert handed_out(nights, planned, later, busy=()) == ()
    assert handed_out(nights, planned, later + 10 * timedelta(hours=1), busy=()) != ()


def test_a_clock_that_ran_years_ahead_forgets_nothing() -> None:
    ahead = plan(Schedule(), SITES, {}, NOW + 2000 * DAY)
    again = plan(Schedule(), SITES, kept(ahead), NOW)
    assert again == plan(Schedule(), SITES, {}, NOW)


@settings(max_examples=25)
@given(st.sampled_from(SITES), st.lists(st.integers(-12, 12), max_size=40), st.integers(0, 100))
def test_through_any_run_of_the_clock_each_website_is_audited_once_a_period(
    site: Website, steps: list[int], gap: int
) -> None:
    """A scheduler at work for months while its clock is stepped to and fro by up to 12 hours, and
    is stopped for `gap` hours once: as time really passes, no two audits of a website are nearer
    than a third of its period, and none is missed while the scheduler ran."""
    history: list[tuple[datetime, Ended]] = []
    remembered: dict[str, Remembered] = {}
    real, wrong = NOW, 0
    jumps = {3 + 7 * n: hours for n, hours in enumerate(steps)}
    for tick in range(24 * 40):
        real += timedelta(hours=1) if tick != 200 else timedelta(hours=1 + gap)
        wrong = jumps.get(tick, wrong)
        shown = real + timedelta(hours=wrong)
        planned = plan(Schedule(), [site], remembered, shown)
        if handed_out(Schedule(), planned, shown, busy=()):
            history.append((real, Ended(shown, EndState.AUDITED, 1)))
        previous = history[-2][1] if len(history) > 1 else None
        newest = history[-1][1] if history else None
        remembered = {site.url: Remembered(planned[0].at, newest, previous)}
    times = [at for at, _ in history]
    apart = [later - earlier for earlier, later in pairwise(times)]
    assert all(WEEK / 3 <= each <= 1.5 * WEEK + timedelta(hours=gap + 30) for each in apart)
    assert len(times) >= 4
