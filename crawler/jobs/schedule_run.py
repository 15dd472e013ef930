"""The schedule's rounds: one a minute until it is stopped, or one only."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import threading
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from crawler.database import store
from crawler.errors import CrawlFailed, DatabaseLost
from crawler.jobs.alone import sentence, stay_together, together
from crawler.jobs.choice import require_programs
from crawler.jobs.hands import Hands
from crawler.jobs.metrics import note_tick
from crawler.jobs.metrics_server import metrics_served
from crawler.jobs.queue import JobQueue
from crawler.jobs.reporter import Reporter
from crawler.jobs.scheduler import Scheduler, require_plannable
from crawler.jobs.shift import on_shift
from crawler.log_lines import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.jobs.scheduler import Tick

ROUND_SECONDS = 60.0
RETRY_SECONDS = 10.0
LOOK_SECONDS = 2.0  # between looks whether any job is left
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
        self._queue = queue
        self._lock = lock
        self._now = now
        self._scheduler = Scheduler(config, database, queue, now())
        self._lost = False
        self._told = False

    def once(self) -> Tick:
        """Do one round. Raises `DatabaseLost`, or `ScheduleRunning` or `CrawlRunning` where another
        took over while the database was away."""
        with self._database.explained():
            stay_together(self._database)
            self._lock.hold()
            tick = self._scheduler.tick(self._now())
        note_tick(self._now())
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

    def attempt(self) -> Tick | None:
        """Do one round. A database that is away is told of, and None returned."""
        try:
            tick = self.once()
        except DatabaseLost as error:
            if not self._lost:
                self._lost = True
                said = f"{error} The schedule tries again every {RETRY_SECONDS:.0f} seconds."
                event("database_lost", said, level=logging.WARNING)
            return None
        if self._lost:
            self._lost = False
            event("database_found", "The database is back.")
        return tick

    def idle(self) -> bool:
        """Whether no job is left, here or at other workers."""
        try:
            with self._database.explained():
                return not self._queue.counts().open
        except DatabaseLost:
            return False

    def until(self, stopping: threading.Event) -> None:
        """Do one round after the other."""
        while not stopping.is_set():
            stopping.wait(ROUND_SECONDS if self.attempt() is not None else RETRY_SECONDS)


class Place(NamedTuple):
    """Where a schedule works: its rounds, and what it needs to do jobs itself."""

    rounds: Rounds
    database: Database
    locks: tuple[int, ...]


@contextmanager
def at_work(config: Config, now: Callable[[], datetime] = now_utc) -> Iterator[Place]:
    """A schedule on the database of these settings, the only one there. Raises what is wrong with
    the files, `NoContactUrl`, `CrawlRunning`, `ScheduleRunning`, `MetricsPortInUse`, or one of the
    database's errors."""
    require_plannable(config, now())  # said before the database is made
    holder = f"usability schedule, process {os.getpid()} on {socket.gethostname()}"
    with ExitStack() as stack:
        database, locks = stack.enter_context(together(config, _nothing, "`usability schedule`"))
        stack.enter_context(metrics_served(config))
        with database.explained():
            lock = stack.enter_context(store.ScheduleLock(database, holder))
            queue = stack.enter_context(JobQueue(config))
            rounds = Rounds(config, database, queue, lock, now)
        event("schedule_began", "The schedule begins.")
        yield Place(rounds, database, locks)
        event("schedule_ended", "The schedule ended.")


def _nothing() -> None:
    """Who waits for the processes of a crawl that was killed says nothing of it here."""


def run_schedule(config: Config, *, once: bool = False) -> None:
    """Do rounds until SIGTERM or SIGINT, or `once`. Raises as `at_work` does."""
    with _failures(), at_work(config) as place:
        if once:
            place.rounds.once()
            return
        with _stopped_by_signals() as stopping:
            _beside(place.rounds, stopping)


def run_schedule_and_work(config: Config, *, once: bool = False) -> bool:
    """Do rounds, and take jobs in this process, until SIGTERM or SIGINT; with `once`, until no job
    is left. Return whether a signal ended it. Raises as `at_work` does, `NoBrowser`, `NoNode` or
    `MissingPackages`, and what may end a worker."""
    require_programs(config)
    with (
        _failures(),
        at_work(config) as place,
        place.database.explained(),
        on_shift(config, place.database, "schedule") as shift,
    ):
        reporter = Reporter()
        hands = Hands(config, place.database, shift.executor, place.locks, reporter)

        async def until() -> None:
            while True:
                hands.changed.clear()
                # Asked before the round, which then puts down how the last one ended.
                idle = once and not hands.busy and await asyncio.to_thread(place.rounds.idle)
                tick = await asyncio.to_thread(place.rounds.attempt)
                if idle and tick is not None and not tick.enqueued:
                    return
                pause = ROUND_SECONDS if tick is not None else RETRY_SECONDS
                pause = LOOK_SECONDS if once else pause
                with suppress(TimeoutError):
                    await asyncio.wait_for(hands.changed.wait(), pause)

        return shift.work(hands, until, reporter)


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what the system refuses, such as a full disk, into one sentence."""
    try:
        yield
    except OSError as error:
        raise CrawlFailed(detail=sentence(error)) from error


def _beside(rounds: Rounds, stopping: threading.Event) -> None:
    """Do rounds in a thread of their own. A round that waits for a lost database does not hold up
    the end: what it leaves undone, the next start does."""
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
    stopping.wait()
    thread.join(LAST_SECONDS)
    if problems:
        raise problems[0]


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
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
