"""What is due now and what will be when, from what the database remembers. The same input gives the
same plan: nothing is remembered in a process, so one that was killed has missed nothing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.records import Website
from crawler.schedule.due import Ended, due_after, first_due

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from crawler.schedule.settings import Schedule


class Remembered(Struct, frozen=True):
    """What the database knows of a website: when it is due, where that was written, and its newest
    two audits by the schedule."""

    next_due_at: datetime | None
    newest: Ended | None
    previous: Ended | None


class Due(Struct, frozen=True):
    """A website of the schedule, with its period in days."""

    website: Website
    days: int
    at: datetime


NOTHING = Remembered(None, None, None)


def plan(
    schedule: Schedule,
    websites: Iterable[Website],
    remembered: Mapping[str, Remembered],
    now: datetime,
) -> tuple[Due, ...]:
    """When each website is due, what is due longest first. One that is never due is left out."""
    planned = []
    for website in websites:
        days = schedule.days_of(website)
        if days is not None:
            known = remembered.get(website.url, NOTHING)
            planned.append(Due(website, days, _due_at(schedule, website.url, days, known, now)))
    return tuple(sorted(planned, key=lambda due: (due.at, due.website.url)))


def _due_at(schedule: Schedule, url: str, days: int, known: Remembered, now: datetime) -> datetime:
    if known.newest is not None:
        return due_after(url, days, schedule.windows, known.newest, known.previous)
    if known.next_due_at is not None and known.next_due_at <= now:
        return known.next_due_at  # it was missed, and is still due
    return first_due(url, days, schedule.windows, now)


def handed_out(
    schedule: Schedule,
    planned: Sequence[Due],
    now: datetime,
    *,
    busy: Collection[str],
) -> tuple[Website, ...]:
    """The websites to hand out now: due, and not `busy` (by address). None while the windows are
    closed."""
    if not schedule.windows.is_open(now):
        return ()
    due = (each.website for each in planned if each.at <= now)
    return tuple(website for website in due if website.url not in busy)
