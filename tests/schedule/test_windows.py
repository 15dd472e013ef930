"""Time windows by London's clocks, also in the nights when these change."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.schedule.clock import first_time, last_time, local, midnight
from crawler.schedule.week import DAYS, openings
from crawler.schedule.windows import WEEK, Windows
from crawler.strict_csv import Problem

INSTANTS = st.datetimes(
    min_value=datetime(2024, 6, 1),  # noqa: DTZ001 -- the strategy adds the zone
    max_value=datetime(2031, 12, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
HOURS = st.tuples(st.integers(0, 23), st.sampled_from((0, 15, 30)), st.integers(1, 24)).map(
    lambda parts: f"{parts[0]:02}:{parts[1]:02}-{(parts[0] + parts[2]) % 24:02}:05"
)
TABLES = st.dictionaries(
    st.sampled_from((*DAYS, "every-day", "weekdays", "weekend")), HOURS, min_size=1
)


def windows(**table: object) -> Windows:
    return Windows(openings({name.replace("_", "-"): value for name, value in table.items()}))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_open_by_the_clock_on_the_wall_in_winter_and_in_summer() -> None:
    nights = windows(every_day="22:00-06:00")
    assert not nights.is_open(utc("2026-01-15T21:59:59"))
    assert nights.is_open(utc("2026-01-15T22:00:00"))
    assert nights.is_open(utc("2026-01-16T05:59:59"))
    assert not nights.is_open(utc("2026-01-16T06:00:00"))
    assert nights.is_open(utc("2026-07-15T21:00:00"))
    assert not nights.is_open(utc("2026-07-16T05:00:00"))


def test_what_is_due_outside_moves_to_the_next_opening() -> None:
    nights = windows(weekdays="22:00-06:00")
    assert nights.next_open(utc("2026-01-15T12:00:00")) == utc("2026-01-15T22:00:00")
    inside = utc("2026-01-15T23:11:00")
    assert nights.next_open(inside) == inside
    # Friday night's opening reaches into Saturday, and Monday's is the next.
    assert nights.next_open(utc("2026-01-17T05:59:00")) == utc("2026-01-17T05:59:00")
    assert nights.next_open(utc("2026-01-17T06:00:00")) == utc("2026-01-19T22:00:00")


def test_sunday_night_reaches_into_the_next_week() -> None:
    sundays = windows(sunday="22:00-06:00")
    assert sundays.is_open(utc("2026-01-19T05:00:00"))
    assert sundays.hours(utc("2026-01-12T00:00:00"), utc("2026-01-26T00:00:00")) == 6 + 8 + 2


def test_a_day_goes_before_its_group_and_a_day_that_is_not_named_is_closed() -> None:
    table = windows(weekdays="20:00-22:00", friday=["12:00-13:00", "18:00-19:00"], tuesday="closed")
    assert [(each.weekday, each.start // 60) for each in table.openings] == [
        (0, 20),
        (2, 20),
        (3, 20),
        (4, 12),
        (4, 18),
    ]


def test_the_hour_that_is_missing_in_march() -> None:
    """On 29 March 2026 the clocks go from 01:00 to 02:00."""
    morning = windows(every_day="01:30-04:00")
    assert morning.next_open(utc("2026-03-28T12:00:00")) == utc("2026-03-29T01:00:00")
    assert morning.hours(utc("2026-03-28T12:00:00"), utc("2026-03-29T12:00:00")) == 2
    only_then = windows(sunday="01:00-02:00")
    assert only_then.next_open(utc("2026-03-26T12:00:00")) == utc("2026-04-05T00:00:00")
    assert only_then.placed(utc("2026-03-26T12:00:00")) == utc("2026-04-05T00:00:00")
    night = windows(every_day="22:00-06:00")
    assert night.hours(utc("2026-03-28T12:00:00"), utc("2026-03-29T12:00:00")) == 7


def test_the_hour_that_comes_twice_in_october() -> None:
    """On 25 October 2026 the clocks go from 02:00 back to 01:00."""
    hour = windows(every_day="01:00-02:00")
    assert hour.next_open(utc("2026-10-24T12:00:00")) == utc("2026-10-25T00:00:00")
    assert hour.is_open(utc("2026-10-25T01:59:59"))
    assert not hour.is_open(utc("2026-10-25T02:00:00"))
    assert hour.hours(utc("2026-10-24T12:00:00"), utc("2026-10-25T12:00:00")) == 2
    late = windows(every_day="01:30-03:00")
    assert late.next_open(utc("2026-10-24T12:00:00")) == utc("2026-10-25T00:30:00")
    night = windows(every_day="22:00-06:00")
    assert night.hours(utc("2026-10-24T12:00:00"), utc("2026-10-25T12:00:00")) == 9


@given(INSTANTS.map(lambda at: at.replace(second=0, microsecond=0)))
def test_what_a_clock_shows_is_found_again(at: datetime) -> None:
    wall = local(at).replace(tzinfo=None)
    assert at in (first_time(wall), last_time(wall))
    assert first_time(wall) <= last_time(wall)


@given(TABLES, INSTANTS)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    table: dict[str, object], at: datetime
) -> None:
    found = Windows(openings(table))
    opening = found.next_open(at)
    assert at <= opening <= at + 2 * WEEK
    assert found.is_open(opening)
    assert found.is_open(at) == (opening == at)
    if opening > at:
        assert found.hours(at, opening) == 0
        assert not found.is_open(opening - timedelta(seconds=1))


@given(TABLES, st.lists(INSTANTS, min_size=2, max_size=6))
def test_places_are_open_in_the_same_order_and_in_their_week(
    table: dict[str, object], instants: list[datetime]
) -> None:
    found = Windows(openings(table))
    places = [found.placed(at) for at in sorted(instants)]
    assert all(found.is_open(place) for place in places)
    assert all(one <= other for one, other in pairwise(places))
    assert all(
        abs(place - at) <= WEEK + timedelta(hours=1)
        for at, place in zip(sorted(instants), places, strict=True)
    )


@given(INSTANTS)
def test_without_windows_nothing_moves(at: datetime) -> None:
    assert Windows().placed(at) == Windows().next_open(at) == at
    assert Windows().is_open(at)


def test_places_share_the_open_time_evenly() -> None:
    table = windows(weekdays="22:00-06:00", weekend="all day")
    monday = midnight(utc("2026-01-12T12:00:00").date())
    nights = [table.placed(monday + n * WEEK / 1000) for n in range(1000)]
    per_hour = 1000 / table.hours(monday, monday + WEEK)
    for day in range(7):
        start, end = monday + timedelta(days=day), monday + timedelta(days=day + 1)
        found = sum(start <= at < end for at in nights)
        assert abs(found - per_hour * table.hours(start, end)) <= 2


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"mondays": "all day"}, "'mondays' is not known here"),
        ({"monday": "22:00-24:30"}, "monday is '22:00-24:30', with a time that clocks do not show"),
        ({"monday": "24:00-06:00"}, "with a time that clocks do not show"),
        ({"monday": "22:60-23:00"}, "with a time that clocks do not show"),
        ({"monday": "06:00-06:00"}, "which begins when it ends"),
        ({"monday": "10-12"}, "monday is '10-12', which are no hours"),
        ({"monday": 5}, "monday is '5', which are no hours"),
        ({"monday": ["closed", "10:00-12:00"]}, "monday is 'closed', which are no hours"),
        ({"monday": "closed"}, "it is never open"),
        ({}, "it is never open"),
    ],
)
def test_hours_that_cannot_be(table: dict[str, object], said: str) -> None:
    with pytest.raises(Problem, match=re.escape(said)) as caught:
        openings(table)
    assert caught.value.remedy.endswith(".")
