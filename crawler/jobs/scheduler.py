"""The schedule at work: what is due goes into the crawl of its day, again and again.

Everything it does follows from the tables: which jobs there are, which audits have ended, how, and
when. So a schedule that was killed goes on as if it had not been, and whatever it did half is done
by the next tick.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.config import Config
from crawler.database import queries, store
from crawler.errors import UsabilityError
from crawler.jobs.choice import require_contact
from crawler.jobs.closing import close_left
from crawler.jobs.plan_crawl import plan_crawl
from crawler.jobs.queue import JobState
from crawler.jobs.terms import StoredTerms
from crawler.log_lines import event
from crawler.records import Council
from crawler.register import read_register, websites
from crawler.schedule.clock import day_of
from crawler.schedule.plan import handed_out, plan
from crawler.schedule.settings import Schedule, read_schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import ScheduledCrawl
    from crawler.database.session import Database
    from crawler.jobs.queue import Job, JobQueue
    from crawler.records import Website
    from crawler.schedule.plan import Due

AHEAD = timedelta(days=1)
"""An audit that ended so much later than it is now was written under a wrong clock: it does not
count, or its website might be forgotten for years."""


class Tick(Struct, frozen=True, kw_only=True):
    """What one round did: how many websites the schedule has, how many of them are due now, how
    many jobs were put into the queue or taken back, which crawls were closed, and when a website
    is due next."""

    websites: int
    due: int
    enqueued: int
    taken_back: int
    closed: tuple[int, ...]
    next_at: datetime | None


class Files(Struct, frozen=True):
    """What people wrote: the register and the schedule."""

    councils: tuple[Council, ...]
    schedule: Schedule


def read_files(config: Config) -> Files:
    """Read the register and the schedule. Raises what is wrong with them."""
    councils = read_register(config.register)
    named = config.schedule != Config().schedule
    return Files(councils, read_schedule(config.schedule, councils, named=named))


def require_plannable(config: Config, now: datetime) -> Files:
    """Read both for a schedule that will hand out websites. Raises what is wrong with them, or
    `NoContactUrl`."""
    files = read_files(config)
    require_contact(config, websites(files.councils, day_of(now)))
    return files


def planned_now(database: Database, files: Files, now: datetime) -> tuple[Due, ...]:
    """When each website is due, from what the database remembers; what is due longest first."""
    known = queries.remembered(database, until=now + AHEAD)
    return plan(files.schedule, websites(files.councils, day_of(now)), known, now)


class Scheduler:
    """Keeps what people wrote; all else is read anew for each tick."""

    def __init__(self, config: Config, database: Database, queue: JobQueue, now: datetime) -> None:
        """Raises what is wrong with the files, or `NoContactUrl`."""
        self._config = config
        self._database = database
        self._queue = queue
        self._files = require_plannable(config, now)
        self._saved: Sequence[Council] = ()
        self._refused = ""

    def tick(self, now: datetime) -> Tick:
        """Bring the plan up to date, hand out what is due, and close what has ended. Raises one of
        the database's errors."""
        self._read_again(now)
        self._save_register()
        # Asked before anything else: a job that is not there any more has closed its website.
        jobs = self._queue.jobs()
        planned = planned_now(self._database, self._files, now)
        store.save_due(self._database, planned)
        today = store.scheduled_selection(day_of(now))
        crawls = queries.scheduled_crawls(self._database)
        if self._files.schedule.windows.is_open(now):
            taken_back = 0
            enqueued = self._hand_out(planned, jobs, crawls, today, now)
        else:
            enqueued = 0
            taken_back = self._take_back(jobs, crawls)
        closed = []
        for crawl in crawls:
            if crawl.selection != today:
                again, over = self._settle(crawl, jobs, now)
                enqueued += again
                closed += [crawl.id] if over else []
        return Tick(
            websites=len(planned),
            due=sum(due.at <= now for due in planned),
            enqueued=enqueued,
            taken_back=taken_back,
            closed=tuple(closed),
            next_at=min((due.at for due in planned if due.at > now), default=None),
        )

    def _read_again(self, now: datetime) -> None:
        """People may change the files at any time. What they broke is said once, and what they
        wrote before goes on."""
        try:
            self._files = require_plannable(self._config, now)
            self._refused = ""
        except UsabilityError as error:
            if str(error) != self._refused:
                self._refused = str(error)
                said = f"{error} Until then, what it said before counts."
                event("schedule_tick", said, level=logging.ERROR)

    def _save_register(self) -> None:
        if self._files.councils != self._saved:
            store.save_register(self._database, self._files.councils)
            self._saved = self._files.councils

    def _hand_out(
        self,
        planned: Sequence[Due],
        jobs: Sequence[Job],
        crawls: Sequence[ScheduledCrawl],
        today: str,
        now: datetime,
    ) -> int:
        busy = {job.website for job in jobs}
        # What lies half done in the crawl of an earlier day goes on there.
        busy |= {url for crawl in crawls if crawl.selection != today for url in crawl.open}
        # A crawl has a website once: what is due again on the same day waits for the next one.
        for crawl in crawls:
            if crawl.selection == today:
                states = store.site_states(self._database, crawl.id)
                busy |= {url for url, state in states.items() if state is not None}
        due = handed_out(self._files.schedule, planned, now, busy=busy)
        return self._enqueue(due, today, now) if due else 0

    def _enqueue(self, due: Sequence[Website], selection: str, now: datetime) -> int:
        ticket = plan_crawl(
            self._database,
            self._config,
            self._files.councils,
            due,
            selection=selection,
            at=now,
        )
        return self._queue.enqueue(ticket.id, due)

    def _take_back(self, jobs: Sequence[Job], crawls: Sequence[ScheduledCrawl]) -> int:
        """The windows are closed: what still waits comes back at the next opening. What is at work
        goes on to its end."""
        ours = {crawl.id for crawl in crawls}
        waiting = [
            job for job in jobs if job.crawl_id in ours and job.state is not JobState.RUNNING
        ]
        if waiting:
            self._queue.forget({job.crawl_id for job in waiting}, all_of_them=True)
        return len(waiting)

    def _settle(
        self, crawl: ScheduledCrawl, jobs: Sequence[Job], now: datetime
    ) -> tuple[int, bool]:
        """Bring the crawl of another day to its end: put what lies half done into the queue again,
        or close it when nothing is left. Return how many were put in, and whether it is closed."""
        at_work = {job.website for job in jobs if job.crawl_id == crawl.id}
        lying = self._known(crawl, [url for url in crawl.open if url not in at_work])
        if lying:
            is_open = self._files.schedule.windows.is_open(now)
            return (self._queue.enqueue(crawl.id, lying) if is_open else 0), False
        if at_work:
            return 0, False
        store.close_crawl(self._database, crawl.id, now)
        close_left(self._database)  # of websites whose terms are lost
        self._queue.forget([crawl.id])
        return 0, True

    def _known(self, crawl: ScheduledCrawl, urls: Sequence[str]) -> list[Website]:
        """The websites that a worker could go on with: those that the crawl's terms name."""
        kept = store.terms_of(self._database, crawl.id) if urls else None
        if kept is None:
            return []
        terms = StoredTerms.unpacked(kept.terms)
        return [website for url in urls if (website := terms.website(url)) is not None]
