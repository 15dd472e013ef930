"""What of a status needs a person, each with what to do about it. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.records import EndState
from crawler.words import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.jobs.status import Status

UNTRIED_SHARE = 0.1
"""A schedule that is kept leaves nobody out: a few at a time may be between two turns."""
STALE_SHARE = 0.2
"""Results also get old where websites refuse us, which is theirs to say; so many at once is not."""
LATE = timedelta(days=2)
FEW_WEBSITES = 5
"""Fewer tell of those websites, not of us."""
LATELY = timedelta(days=8)
"""A crawl that began earlier says nothing of today."""
LITTLE_ROOM = 2_000_000_000
"""Bytes: several crawls of all councils, with their pictures."""


class Alarm(Struct, frozen=True):
    """Something that needs a person: a name for machines, what is wrong, and what to do."""

    name: str
    what: str
    remedy: str


def alarms(status: Status) -> tuple[Alarm, ...]:
    """Return what needs a person, the most pressing first."""
    return (
        *_nobody_works(status),
        *_silent(status),
        *_disks(status),
        *_failed(status),
        *_late(status),
        *_old(status),
    )


def _nobody_works(status: Status) -> Iterator[Alarm]:
    if status.hands:
        return
    waits, counts = status.queue.waits_since, status.queue.counts
    if counts.running or (waits is not None and status.at - waits > status.grace):
        jobs = counts.waiting + counts.running
        yield Alarm(
            "no-worker",
            f"{_count(jobs, 'job')} {'waits' if jobs == 1 else 'wait'}, and no worker is alive.",
            "Start `usability worker`, or run the crawl's command again: it goes on.",
        )
        return
    for crawl in status.crawls:
        left = crawl.websites - crawl.ended
        if left and not counts.open and status.at - crawl.started_at > status.grace:
            yield Alarm(
                "abandoned-crawl",
                f"Crawl {crawl.id} has {_count(left, 'website')} left, and nobody works on it.",
                "Run the crawl's command again: it goes on, or begins anew where it is too old.",
            )


def _silent(status: Status) -> Iterator[Alarm]:
    for worker in status.workers:
        if not worker.alive:
            minutes = max((status.at - worker.seen_at) // timedelta(minutes=1), 1)
            yield Alarm(
                "silent-worker",
                f"Worker {worker.id} has been silent for {_count(minutes, 'minute')}: its process "
                "or its machine has ended, hangs, or cannot reach the database.",
                "Look at that machine, and start it again there. Workers that are alive take its "
                "jobs over, and remove it from this list.",
            )


def _disks(status: Status) -> Iterator[Alarm]:
    for disk in status.disks:
        if disk.free < LITTLE_ROOM:
            yield Alarm(
                "disk-full",
                f"The disk of {disk.path} is nearly full: {disk.free / 1e9:.1f} GB are free.",
                "Make room, or run `usability prune`, which says what need not be kept.",
            )


def _failed(status: Status) -> Iterator[Alarm]:
    """Judge the newest crawls, also those under way, as many as it takes for enough websites."""
    states: Counter[EndState] = Counter()
    crawls = [(each.started_at, each.states) for each in status.crawls]
    crawls += [(each.started_at, each.states) for each in status.last]
    for began, ended_so in sorted(crawls, key=lambda each: each[0], reverse=True):
        if states.total() < FEW_WEBSITES and status.at - began <= LATELY:
            states.update(ended_so)
    ended = states.total()
    scored = sum(number for state, number in states.items() if state.scored)
    if ended < FEW_WEBSITES or scored >= ended / 2:
        return
    others = sorted(
        ((number, state) for state, number in states.items() if number and not state.scored),
        reverse=True,
    )
    yield Alarm(
        "failed-crawl",
        f"The newest {_count(ended, 'audit')} gave results for only {scored}: "
        + ", ".join(f"{number} {STATES[state].lower()}" for number, state in others)
        + ".",
        "Look into the logs, and run `usability doctor`."
        if others[0][1] is EndState.FAILED
        else "See whether this machine reaches the websites: from its network, in a browser.",
    )


def _late(status: Status) -> Iterator[Alarm]:
    if status.late > LATE:
        yield Alarm(
            "late-schedule",
            f"{_count(status.turns.due, 'website')} {_is(status.turns.due)} due by the schedule, "
            f"one for {_count(status.late.days, 'day')}.",
            "See that `usability schedule` runs, and that there are workers enough: `usability "
            "schedule show` says what the plan needs.",
        )


def _old(status: Status) -> Iterator[Alarm]:
    fresh = status.freshness
    if not status.begun or not fresh.councils:
        return
    if fresh.untried > UNTRIED_SHARE * fresh.councils:
        yield Alarm(
            "untried",
            f"{fresh.untried} of {_count(fresh.councils, 'council')} {_have(fresh.untried)} not "
            "been looked at for two periods.",
            "Run `usability crawl`, or `usability schedule` with workers enough.",
        )
    elif fresh.stale_councils > STALE_SHARE * fresh.councils:
        yield Alarm(
            "stale",
            f"{fresh.stale_councils} of {_count(fresh.councils, 'council')} "
            f"{_have(fresh.stale_councils)} a result older than two periods, though we tried.",
            "See below how the last attempts ended, and whether the websites refuse us.",
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
