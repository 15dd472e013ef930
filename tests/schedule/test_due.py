"""Turns of websites: spread evenly, kept over restarts, caught up once, never twice in a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import EndState
from crawler.schedule.clock import local
from crawler.schedule.due import JITTER, RETRIED, Ended, due_after, first_due
from crawler.schedule.windows import WEEK, Windows
from tests.schedule.council import address
from tests.schedule.test_windows import INSTANTS, TABLES, windows

DAY = timedelta(days=1)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URLS = st.integers(0, 10_000).map(lambda number: address(f"council-{number}"))
PERIODS = st.sampled_from((1, 2, 3, 7, 10, 14, 30, 90))
STATES = st.sampled_from([state for state in EndState if state not in RETRIED])


def ended(at: datetime, state: EndState = EndState.AUDITED) -> Ended:
    return Ended(at, state, 1)


def test_first_turns_are_spread_evenly_over_the_period() -> None:
    firsts = sorted(first_due(address(f"c-{n}"), 7, Windows(), NOW) for n in range(382))
    assert firsts[0] >= NOW
    assert firsts[-1] < NOW + WEEK * (1 + 2 * JITTER)
    for day in range(7):
        found = sum(NOW + day * DAY <= at < NOW + (day + 1) * DAY for at in firsts)
        assert 35 <= found <= 75  # of 54.6; evenly by chance is 54.6 +- 6.8
    assert max(other - one for one, other in pairwise(firsts)) < timedelta(hours=5)
    assert len(set(firsts)) == len(firsts)


def test_windows_spread_over_their_open_time() -> None:
    nights = windows(every_day="22:00-06:00")
    firsts = [first_due(address(f"c-{n}"), 7, nights, NOW) for n in range(382)]
    assert all(nights.is_open(at) for at in firsts)
    for hour in (22, 23, 0, 1, 2, 3, 4, 5):
        assert 30 <= sum(local(at).hour == hour for at in firsts) <= 68  # of 47.8


@given(URLS, PERIODS, INSTANTS, INSTANTS)
def test_a_turn_does_not_depend_on_when_it_is_asked_for(
    url: str, days: int, one: datetime, other: datetime
) -> None:
    early, late = sorted((one, other))
    turn = first_due(url, days, Windows(), early)
    if late <= turn:
        assert first_due(url, days, Windows(), late) == turn


@given(URLS, PERIODS, INSTANTS, STATES)
def test_one_that_was_audited_in_time_is_due_a_period_later(
    url: str, days: int, at: datetime, state: EndState
) -> None:
    due = first_due(url, days, Windows(), at)
    audit = Ended(due + timedelta(minutes=9), state, 1)
    later = due_after(url, days, Windows(), audit, None)
    bounded = 2 * JITTER * timedelta(days=days) + timedelta(hours=1, seconds=1)
    assert abs(later - due - timedelta(days=days)) <= bounded


@given(URLS, PERIODS, TABLES, INSTANTS, STATES)
def test_the_next_turn_is_open_and_half_a_period_away_at_least(
    url: str, days: int, table: dict[str, object], at: datetime, state: EndState
) -> None:
    found = windows(**table)
    period = timedelta(days=days)
    due = due_after(url, days, found, Ended(at, state, 1), None)
    assert found.is_open(due)
    assert at + period / 2 <= due <= at + 1.5 * period + 2 * JITTER * period + 2 * WEEK


@given(URLS, PERIODS, INSTANTS, st.floats(0, 10))
def test_what_was_missed_is_caught_up_once(
    url: str, days: int, at: datetime, periods: float
) -> None:
    """However late an audit is, there is one, and the next one keeps to the website's turns."""
    period = timedelta(days=days)
    due = first_due(url, days, Windows(), at)
    late = ended(due + periods * period)
    after = due_after(url, days, Windows(), late, None)
    assert period / 2 <= after - late.at <= 1.5 * period + 2 * JITTER * period + timedelta(hours=1)
    assert first_due(url, days, Windows(), after) == after


@pytest.mark.parametrize("hours", [-11, -5, -1, 1, 5, 11])
@given(url=URLS, at=INSTANTS)
def test_a_clock_that_was_stepped_does_not_bring_a_second_audit(
    url: str, at: datetime, hours: int
) -> None:
    """The audit was due by one clock and ended by another: the turn it served does not come back,
    and the next one is not lost."""
    due = first_due(url, 7, Windows(), at)
    after = due_after(url, 7, Windows(), ended(due + timedelta(hours=hours)), None)
    assert timedelta(days=6.5) <= after - due <= timedelta(days=7.5)


@pytest.mark.parametrize("state", RETRIED)
def test_what_may_pass_is_tried_again_once_after_a_day(state: EndState) -> None:
    url = address("adur")
    due = first_due(url, 7, Windows(), NOW)
    first = ended(due + timedelta(minutes=3), state)
    again = due_after(url, 7, Windows(), first, None)
    assert again == first.at + DAY
    assert due_after(url, 7, Windows(), first, ended(due - WEEK)) == again
    for second in (ended(again, state), ended(again)):
        turn = due_after(url, 7, Windows(), second, first)
        assert timedelta(days=6.5) <= turn - due <= timedelta(days=7.5)
    week_after = ended(due + WEEK, state)
    assert due_after(url, 7, Windows(), week_after, ended(again, state)) > week_after.at + 6 * DAY


@pytest.mark.parametrize("state", [EndState.BLOCKED, EndState.DISALLOWED, EndState.GONE])
def test_a_refusal_is_an_answer(state: EndState) -> None:
    due = first_due(address("adur"), 7, Windows(), NOW)
    assert due_after(address("adur"), 7, Windows(), ended(due, state), None) > due + 6 * DAY


def test_trying_again_keeps_to_the_windows() -> None:
    sundays = windows(sunday="02:00-06:00")
    url = address("adur")
    failed = ended(first_due(url, 28, sundays, NOW), EndState.UNREACHABLE)
    again = due_after(url, 28, sundays, failed, None)
    assert again == sundays.next_open(failed.at + DAY)
    assert again > failed.at + 6 * DAY


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_the_hour_of_the_day_stays_over_a_change_of_the_clocks(change: str) -> None:
    """What is due on a Wednesday evening stays there, whatever clocks do on Sunday."""
    sunday = datetime.fromisoformat(change).replace(tzinfo=UTC)
    for n in range(50):
        url = address(f"c-{n}")
        before = first_due(url, 7, Windows(), sunday - WEEK)
        after = due_after(url, 7, Windows(), ended(before), None)
        shown = [local(at).replace(tzinfo=None) for at in (before, after)]
        assert abs(shown[1] - shown[0] - WEEK) <= 2 * JITTER * WEEK + timedelta(hours=1)
