"""A plan to look at: what is overdue, and how many websites are due in which hour and on which
day."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.schedule.clock import day_of
from crawler.schedule.plan import Due

if TYPE_CHECKING:
    from collections.abc import Sequence

HOURS = timedelta(hours=24)


class InHour(Struct, frozen=True):
    """How many websites are due in the hour from `start` on."""

    start: datetime
    websites: int


class OnDay(Struct, frozen=True):
    """How many websites are due on a day of London's calendar."""

    day: date
    websites: int


class Outlook(Struct, frozen=True):
    """`hours` are those of the next 24 hours in which something is due, `days` the days after them:
    the first may be a part of one."""

    overdue: tuple[Due, ...]
    hours: tuple[InHour, ...]
    days: tuple[OnDay, ...]


def outlook(planned: Sequence[Due], now: datetime) -> Outlook:
    """Sort a plan, what is due longest first, into what is overdue and when the rest is due."""
    soon = now + HOURS
    hours = Counter(
        due.at.replace(minute=0, second=0, microsecond=0) for due in planned if now < due.at <= soon
    )
    days = Counter(day_of(due.at) for due in planned if due.at > soon)
    return Outlook(
        overdue=tuple(due for due in planned if due.at <= now),
        hours=tuple(InHour(start, number) for start, number in sorted(hours.items())),
        days=tuple(OnDay(day, number) for day, number in sorted(days.items())),
    )
