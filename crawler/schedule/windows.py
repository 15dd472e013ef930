"""The hours in which the schedule hands out websites, by London's clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from crawler.schedule.clock import day_of, first_time, last_time, midnight

DAY_MINUTES = 24 * 60
WEEK = timedelta(days=7)
_NONE = timedelta(0)

Interval = tuple[datetime, datetime]


class Opening(Struct, frozen=True):
    """From `start` to `end` in minutes after the midnight that begins `weekday` (Monday is 0).
    `start` is in the day; `end` is after it, and may be in the next day."""

    weekday: int
    start: int
    end: int


class Windows(Struct, frozen=True):
    """The openings of each week; none means that it is always open. In March an opening loses the
    hour that clocks leave out, and in October it has the doubled hour twice."""

    openings: tuple[Opening, ...] = ()

    @property
    def always(self) -> bool:
        return not self.openings

    def is_open(self, at: datetime) -> bool:
        return self.always or any(start <= at < end for start, end in self._week_of(at))

    def next_open(self, at: datetime) -> datetime:
        """The instant itself while it is open, else the next opening. An opening once a week may
        be left out by the clocks in March, but not two weeks in a row."""
        if self.always:
            return at
        monday = _monday(at)
        for weeks in range(4):
            for start, end in _open_in(self, monday + weeks * WEEK):
                if at < end:
                    return max(at, start)
        raise AssertionError

    def placed(self, at: datetime) -> datetime:
        """The instant's place in the open time of its week: what is spread evenly over weeks comes
        out spread evenly over their open time, in the same order."""
        if self.always:
            return at
        monday = _monday(at)
        begins, ends = midnight(monday), midnight(monday + WEEK)
        opened = self._week_of(at)
        total = sum((end - start for start, end in opened), _NONE)
        if not total:
            return self.next_open(ends)
        left = total * ((at - begins) / (ends - begins))
        for start, end in opened:
            if left < end - start:
                return start + left
            left -= end - start
        return opened[-1][1] - timedelta(microseconds=1)  # by rounding only

    def hours(self, start: datetime, end: datetime) -> float:
        """How many hours are open from `start` to `end`."""
        if self.always:
            return (end - start) / timedelta(hours=1)
        total = _NONE
        monday = _monday(start)
        while midnight(monday) < end:
            for opens, closes in _open_in(self, monday):
                total += max(min(closes, end) - max(opens, start), _NONE)
            monday += WEEK
        return total / timedelta(hours=1)

    def _week_of(self, at: datetime) -> tuple[Interval, ...]:
        return _open_in(self, _monday(at))


def _monday(at: datetime) -> date:
    day = day_of(at)
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=512)
def _open_in(windows: Windows, monday: date) -> tuple[Interval, ...]:
    """The open time of one week in UTC, in order, without what overlaps. Sunday's opening of the
    week before may reach into it."""
    begins, ends = midnight(monday), midnight(monday + WEEK)
    found = []
    for opening in windows.openings:
        for days in (opening.weekday - 7, opening.weekday):
            day = datetime.combine(monday, datetime.min.time()) + timedelta(days=days)
            start = first_time(day + timedelta(minutes=opening.start))
            end = last_time(day + timedelta(minutes=opening.end))
            if start < ends and end > begins:
                found.append((max(start, begins), min(end, ends)))
    marks = sorted({instant for interval in found for instant in interval})
    merged: list[Interval] = []
    for start, end in pairwise(marks):
        if any(opens <= start and end <= closes for opens, closes in found):
            if merged and merged[-1][1] == start:
                merged[-1] = (merged[-1][0], end)
            else:
                merged.append((start, end))
    return tuple(merged)
