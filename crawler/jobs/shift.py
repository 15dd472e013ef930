"""A process at work: it has an executor id, beats, takes jobs, and leaves in order.

Whoever ends at once leaves its jobs to others by its silence; whoever is told to end gives them
back.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from crawler.database import store
from crawler.errors import DatabaseLost, WorkerReplaced
from crawler.jobs.engine import engine
from crawler.jobs.heartbeat import Heartbeat
from crawler.jobs.queue import JobQueue
from crawler.jobs.seat import seat
from crawler.log_lines import concern_process, event

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from typing import Any

    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.jobs.hands import Hands
    from crawler.jobs.queue import Job
    from crawler.jobs.reporter import Reporter
    from crawler.jobs.seat import Seat


class Shift:
    """What a process at work has: the database, the queue, and its place among the workers."""

    def __init__(self, config: Config, database: Database, queue: JobQueue, place: Seat) -> None:
        self.config = config
        self.database = database
        self.queue = queue
        self.executor = place.executor
        self._place = place

    def others(self) -> tuple[store.WorkerSeen, ...]:
        """The other processes that take jobs and were heard of lately."""
        return tuple(
            worker
            for worker in store.workers_seen(self.database)
            if worker.id != self.executor
            and worker.lanes
            and worker.silence.total_seconds() <= self.config.heartbeat_timeout
        )

    def work(
        self, hands: Hands, until: Callable[[], Coroutine[Any, Any, None]], reporter: Reporter
    ) -> bool:
        """Take jobs until `until` returns, or SIGINT or SIGTERM says stop; say whether it did.
        Raises what ended the work otherwise, such as `WorkerReplaced` or `DatabaseLost`."""
        self.queue.set_lanes(
            max([self.config.concurrency, *(worker.lanes for worker in self.others())]),
            self.config.all_lanes,
        )
        concern_process(worker=self.executor)
        replaced = False
        try:
            return self._take_jobs(hands, until, reporter)
        except WorkerReplaced as error:
            replaced = True
            event("worker_replaced", str(error), level=logging.ERROR)
            raise
        finally:
            if not replaced:
                event("worker_ended", f"The worker {self.executor} takes no more jobs.")
            concern_process(worker=None)

    def _take_jobs(
        self, hands: Hands, until: Callable[[], Coroutine[Any, Any, None]], reporter: Reporter
    ) -> bool:
        with (
            Heartbeat(self.config, self.database, self.queue, self._place, hands.end),
            engine(self.queue, self.executor, hands),
        ):
            event("worker_began", f"The worker {self.executor} takes jobs.")
            interrupted = asyncio.run(_shift(hands, until, reporter))
        # One that was paused may find nothing left to do before it finds that it was replaced.
        if not store.beat(self.database, self.executor, self._place.token):
            raise WorkerReplaced(executor=self.executor)
        return interrupted

    def leave(self) -> None:
        """Give back what is at work, and go. Without effect for one whose place others took."""
        seen = {worker.id: worker.token for worker in store.workers_seen(self.database)}
        if seen.get(self.executor) == self._place.token:
            held = self.queue.held_by([self.executor])
            # A website's process may close it just before its worker is told to stop.
            over = [job for job in held if self._is_over(job)]
            self.queue.drop(over)
            self.queue.give_back(job for job in held if job not in over)
            store.leave_workers(self.database, self.executor, self._place.token)

    def _is_over(self, job: Job) -> bool:
        return store.site_states(self.database, job.crawl_id).get(job.website) is not None


@contextmanager
def on_shift(config: Config, database: Database, role: str) -> Iterator[Shift]:
    """A place among the workers from `with` to its end. `role` is the command, as others see it."""
    folder = config.artifacts.parent
    with (
        seat(database, folder, role=role, lanes=config.concurrency) as place,
        JobQueue(config) as queue,
    ):
        shift = Shift(config, database, queue, place)
        queue.prepare()
        try:
            yield shift
        except DatabaseLost:
            raise  # it cannot be told that we go; our silence will tell
        except BaseException:
            shift.leave()
            raise
        shift.leave()


async def _shift(
    hands: Hands, until: Callable[[], Coroutine[Any, Any, None]], reporter: Reporter
) -> bool:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    # Only there can they be heard; a test's thread has none.
    in_main = threading.current_thread() is threading.main_thread()
    signals = (signal.SIGINT, signal.SIGTERM) if in_main else ()
    for number in signals:
        loop.add_signal_handler(number, told.set)
    hands.begin()
    done = asyncio.create_task(until())
    others = [asyncio.create_task(told.wait()), asyncio.create_task(hands.failed.wait())]
    try:
        await asyncio.wait([done, *others], return_when=asyncio.FIRST_COMPLETED)
        interrupted = told.is_set() and not done.done() and hands.problem is None
        if interrupted:
            reporter.stopping()
        await hands.stop()
    finally:
        for task in (done, *others):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*others, return_exceptions=True)
        for number in signals:
            loop.remove_signal_handler(number)
    if hands.problem is not None:
        raise hands.problem
    with suppress(asyncio.CancelledError):
        await done
    return interrupted
