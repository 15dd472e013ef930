"""When a website is due: its turns lie on a grid of its own, so that no two processes, and no
restart, can disagree about them.

Time is cut into periods of whole days of London's calendar. In each, a website has one turn, at a
share of the period that its address decides, moved a little by chance that its address and the
period decide. So a new website moves no other, and all are spread evenly.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.records import EndState
from crawler.schedule.clock import day_of, midnight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.schedule.windows import Windows

JITTER = 0.01
"""A turn is at most this share of a period away from its place in it."""

RETRIED = (EndState.UNREACHABLE, EndState.FAILED)
"""What may well be over the next day. That a website refuses us is an answer, and stands."""

RETRY_AFTER = timedelta(days=1)

_FIRST_MONDAY = date(2024, 1, 1)


class Ended(Struct, frozen=True):
    """An audit of a website by the schedule: when it ended, how, and in which crawl."""

    at: datetime
    state: EndState
    crawl_id: int


def first_due(url: str, days: int, windows: Windows, now: datetime) -> datetime:
    """A website's first turn from now on, where its period is so many days."""
    return next(turn for turn in _turns(url, days, windows, now) if turn >= now)


def due_after(
    url: str, days: int, windows: Windows, newest: Ended, previous: Ended | None
) -> datetime:
    """When a website is due after its newest audit, with the one before that if there was one.

    This is its first turn half a period or more later: a turn that was missed is caught up, and the
    next one left out where it would come at once. What was unreachable, or our failure, is tried
    again a day later, unless the audit before ended so too.
    """
    earliest = newest.at + timedelta(days=days) / 2
    turn = next(turn for turn in _turns(url, days, windows, earliest) if turn >= earliest)
    again = newest.state in RETRIED and (previous is None or previous.state not in RETRIED)
    return min(turn, windows.next_open(newest.at + RETRY_AFTER)) if again else turn


def _turns(url: str, days: int, windows: Windows, around: datetime) -> Iterator[datetime]:
    """The website's turns in order, from before `around` on."""
    share = _fraction(url)
    earlier = day_of(around) - timedelta(days=8)  # windows move a turn within its week
    for number in count((earlier - _FIRST_MONDAY).days // days):
        start = midnight(_FIRST_MONDAY + timedelta(days=number * days))
        end = midnight(_FIRST_MONDAY + timedelta(days=(number + 1) * days))
        moved = (2 * _fraction(f"{number} {url}") - 1) * JITTER
        turn = start + (end - start) * (JITTER + (1 - 2 * JITTER) * share + moved)
        yield windows.placed(turn).replace(microsecond=0)


def _fraction(text: str) -> float:
    """A number from 0 to below 1 that a text always has, evenly spread over texts."""
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big") / 2**48
