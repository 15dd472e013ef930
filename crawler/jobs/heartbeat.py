"""A worker's heartbeat, and its ear for those of others.

A thread of its own: what the worker does meanwhile, or waits for, must not make it look dead. Time
is taken from this process's own steady clock, for the machine's may be set while it runs.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from crawler.database import store
from crawler.errors import (
    CrawlRunning,
    DatabaseLost,
    DatabaseNewer,
    DatabaseOutdated,
    WorkerReplaced,
)
from crawler.jobs.alone import stay_together
from crawler.jobs.metrics import count_taken_over
from crawler.log_lines import event

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.database.store import WorkerSeen
    from crawler.errors import UsabilityError
    from crawler.jobs.queue import JobQueue
    from crawler.jobs.seat import Seat

LOG = logging.getLogger(__name__)


class Heartbeat:
    """Beats from `with` to its end. `end` is called, in its thread and once, with why the worker
    must end: its row is gone, for others have its jobs, or the database is of another version, or
    another command has it to itself since the server was restarted.
    Where others are silent for too long, their jobs are given back."""

    def __init__(
        self,
        config: Config,
        database: Database,
        queue: JobQueue,
        seat: Seat,
        end: Callable[[UsabilityError], None],
    ) -> None:
        self._every = config.heartbeat
        self._timeout = config.heartbeat_timeout
        self._all_lanes = config.all_lanes
        self._database = database
        self._queue = queue
        self._seat = seat
        self._end_worker = end
        self._ears = Ears(config.heartbeat, config.heartbeat_timeout)
        self._lanes: int | None = None
        self._away = False
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(self._every):
            try:
                if not self._beat():
                    self._end_worker(WorkerReplaced(executor=self._seat.executor))
                    return
                if self._away:
                    self._away = False
                    event("database_found", "The database is back, and hears this worker.")
            except DatabaseLost as error:
                if not self._away:
                    self._away = True
                    event("database_lost", f"No heartbeat: {error}", level=logging.WARNING)
            except (CrawlRunning, DatabaseNewer, DatabaseOutdated) as other:
                self._end_worker(other)
                return
            except Exception:
                # Whatever it is, a worker that beats no more would be taken for dead.
                LOG.exception("The heartbeat failed, and goes on")

    def _beat(self) -> bool:
        with self._database.explained():
            stay_together(self._database)
            if not store.beat(self._database, self._seat.executor, self._seat.token):
                return False
            seen = store.workers_seen(self._database)
            for worker in self._ears.silent(seen, time.monotonic()):
                if worker.id != self._seat.executor and store.bury(self._database, worker):
                    event(
                        "worker_lost",
                        f"The worker {worker.id} is silent: its jobs are given back.",
                        level=logging.WARNING,
                        silent=worker.id,
                    )
            if jobs := give_back_orphans(self._database, self._queue):
                count_taken_over(jobs)
                event("worker_took_over", "Jobs of dead workers wait again.", jobs=jobs)
            self._set_lanes(seen)
            return True

    def _set_lanes(self, seen: tuple[WorkerSeen, ...]) -> None:
        """Let each have as many jobs as the one with the most lanes takes: DBOS knows one number
        for all, and who has fewer lanes lets a job wait."""
        lanes = max((worker.lanes for worker in seen), default=1)
        if lanes != self._lanes:
            self._queue.set_lanes(max(lanes, 1), self._all_lanes)
            self._lanes = lanes


class Ears:
    """Who is silent for too long. A row that does not change is what counts, by our own clock; the
    database's clock only hastens it for those who were silent before we listened. After a while in
    which we could not listen ourselves, everybody has the whole time again: where the database was
    away nobody could beat."""

    def __init__(self, every: float, timeout: float) -> None:
        self._timeout = timeout
        self._soonest = min(2.5 * every, timeout)
        self._heard: dict[str, tuple[WorkerSeen, float]] = {}
        self._listened: float | None = None
        self._patient_until: float | None = None

    def silent(self, seen: tuple[WorkerSeen, ...], now: float) -> list[WorkerSeen]:
        """Those of `seen` that are silent, `now` in seconds of a clock that only runs forward."""
        if self._listened is not None and now - self._listened > self._timeout / 2:
            self._heard.clear()
            self._patient_until = now + self._timeout
        self._listened = now
        patient = self._patient_until is not None and now < self._patient_until
        heard = {}
        silent = []
        for worker in seen:
            last, since = self._heard.get(worker.id, (worker, now))
            if (last.token, last.seen_at) != (worker.token, worker.seen_at):
                since = now
            heard[worker.id] = (worker, since)
            old = worker.silence > timedelta(seconds=self._timeout)
            if now - since >= (self._soonest if old and not patient else self._timeout):
                silent.append(worker)
        self._heard = heard
        return silent


def give_back_orphans(database: Database, queue: JobQueue) -> int:
    """Give back the jobs of executors that have no row, and return how many. They are those of a
    buried worker, also where whoever buried it died before it gave them back."""

    def orphans() -> list[str]:
        rows = {worker.id for worker in store.workers_seen(database)}
        executors = {job.executor for job in queue.jobs() if job.executor is not None}
        return sorted(executors - rows)

    if not orphans():
        return 0

    def work() -> int:
        # Asked again: of two who give back at once, the second must not take a job from the third,
        # who has it at work by then.
        jobs = queue.held_by(orphans())
        queue.give_back(jobs)
        return len(jobs)

    return store.one_at_a_time(database, work)
