"""The schedule's rounds: one a minute until it is stopped, or one only."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.database import store
from crawler.errors import DatabaseLost
from crawler.jobs.alone import together
from crawler.jobs.metrics_server import metrics_served
from crawler.jobs.queue import JobQueue
from crawler.jobs.scheduler import Scheduler
from crawler.log_lines import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.jobs.scheduler import Tick

ROUND_SECONDS = 60.0
RETRY_SECONDS = 10.0
LAST_SECONDS = 10.0  # for the round at work when it is stopped: the next start does the rest


def now_utc() -> datetime:
    return datetime.now(UTC)


class Rounds:
    """What the schedule does, round by round, on a database where no other schedule works."""

    def __init__(
        self,
        config: Config,
        database: Database,
        queue: JobQueue,
        lock: store.ScheduleLock,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self._database = database
        self._lock = lock
        self._now = now
        self._scheduler = Scheduler(config, database, queue, now())
        self._lost = False
        self._told = False

    def once(self) -> Tick:
        """Do one round. Raises `DatabaseLost`, or `ScheduleRunning` where another took over while
        the database was away."""
        with self._database.explained():
            self._lock.hold()
            tick = self._scheduler.tick(self._now())
        self._tell(tick)
        return tick

    def _tell(self, tick: Tick) -> None:
        """The first round is always told, later ones when they did something."""
        if self._told and not (tick.enqueued or tick.taken_back or tick.closed):
            return
        self._told = True
        event(
            "schedule_tick",
            f"{tick.websites} websites, {tick.due} of them due: {tick.enqueued} put into the "
            f"queue, {tick.taken_back} taken back; {len(tick.closed)} crawls closed.",
            websites=tick.websites,
            due=tick.due,
            enqueued=tick.enqueued,
            taken_back=tick.taken_back,
            closed=len(tick.closed),
            next_at=tick.next_at.isoformat() if tick.next_at else None,
        )

    def until(self, stopping: threading.Event) -> None:
        """Do one round after the other. A database that is away is waited for."""
        while not stopping.is_set():
            try:
                self.once()
                if self._lost:
                    self._lost = False
                    event("database_found", "The database is back.")
                pause = ROUND_SECONDS
            except DatabaseLost as error:
                pause = RETRY_SECONDS
                if not self._lost:
                    self._lost = True
                    said = f"{error} The schedule tries again every {RETRY_SECONDS:.0f} seconds."
                    event("database_lost", said, level=logging.WARNING)
            stopping.wait(pause)


@contextmanager
def rounds_of(config: Config, now: Callable[[], datetime] = now_utc) -> Iterator[Rounds]:
    """Rounds on the database of these settings. Raises what is wrong with the files,
    `NoContactUrl`, `CrawlRunning`, `ScheduleRunning`, or one of the database's errors."""
    holder = f"usability schedule, process {os.getpid()} on {socket.gethostname()}"
    with ExitStack() as stack:
        database, _ = stack.enter_context(together(config, _nothing, "`usability schedule`"))
        stack.enter_context(metrics_served(config))
        with database.explained():
            lock = stack.enter_context(store.ScheduleLock(database, holder))
            queue = stack.enter_context(JobQueue(config))
            rounds = Rounds(config, database, queue, lock, now)
        event("schedule_began", "The schedule begins.")
        yield rounds
        event("schedule_ended", "The schedule ended.")


def _nothing() -> None:
    """A schedule loads no pages: it needs not say what it waits for."""


def run_schedule(config: Config) -> None:
    """Do rounds until SIGTERM or SIGINT. Raises as `rounds_of` does."""
    with rounds_of(config) as rounds, stopped_by_signals() as stopping:
        rounds_beside(rounds, stopping, stopping.wait)


def rounds_beside(rounds: Rounds, stopping: threading.Event, work: Callable[[], object]) -> None:
    """Do rounds in a thread of their own while this one does its `work`, which ends once `stopping`
    is set. A round that waits for a lost database does not hold up the end: what it leaves undone,
    the next start does."""
    problems: list[Exception] = []

    def run() -> None:
        try:
            rounds.until(stopping)
        except Exception as problem:  # noqa: BLE001 -- raised again below
            problems.append(problem)
        finally:
            stopping.set()

    thread = threading.Thread(target=run, name="schedule", daemon=True)
    thread.start()
    try:
        work()
    finally:
        stopping.set()
        thread.join(LAST_SECONDS)
    if problems:
        raise problems[0]


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, inside."""
    stopping = threading.Event()
    kept = {
        number: signal.signal(number, lambda *_: stopping.set())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stopping
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
