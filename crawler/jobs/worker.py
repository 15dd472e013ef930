"""A worker: it takes jobs of any crawl, wherever it can reach the database, until it is told to
stop or none is left."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.database import store
from crawler.errors import CrawlFailed, DatabaseAway
from crawler.jobs.alone import sentence, together
from crawler.jobs.choice import require_programs
from crawler.jobs.closing import close_when_done
from crawler.jobs.hands import Hands
from crawler.jobs.reporter import Reporter, SiteReport
from crawler.jobs.shift import on_shift
from crawler.jobs.terms import StoredTerms
from crawler.log_lines import event

if TYPE_CHECKING:
    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.jobs.queue import JobQueue
    from crawler.jobs.shift import Shift

LOOK_SECONDS = 1.0  # between looks whether any job is left
UPKEEP_SECONDS = 30.0


class WorkerOutcome(Struct, frozen=True, kw_only=True):
    """What a worker did. `sites` are those that ended here; it was `interrupted` by a signal, or
    found nothing left to do."""

    executor: str
    interrupted: bool
    sites: tuple[SiteReport, ...]
    pages_scored: int
    seconds: float


def run_worker(
    config: Config, *, until_idle: bool = False, reporter: Reporter | None = None
) -> WorkerOutcome:
    """Take jobs, so many at once as `config.concurrency` says, until SIGINT or SIGTERM; with
    `until_idle`, until no job is left, here or at other workers.

    What belongs to a crawl comes with its jobs, what belongs to the machine is in `config`. Before
    anything is fetched, raises `NoBrowser`, `NoNode`, `MissingPackages`, `CrawlRunning`,
    `BadSetting` or one of the database's errors; later, `DatabaseLost`, `CrawlFailed` or
    `WorkerReplaced`.
    """
    require_programs(config)
    reporter = reporter or Reporter()
    begun = time.monotonic()
    try:
        with (
            together(config, reporter.waiting, "`usability worker`") as (database, locks),
            database.explained(),
            on_shift(config, database, "worker") as shift,
        ):
            hands = Hands(config, database, shift.executor, locks, reporter)
            reporter.worker_started(shift.executor, config.concurrency)
            worker = _Worker(shift, hands, until_idle=until_idle)
            interrupted = shift.work(hands, worker.run, reporter)
    except OSError as error:
        raise CrawlFailed(detail=sentence(error)) from error
    finally:
        reporter.close()
    return WorkerOutcome(
        executor=shift.executor,
        interrupted=interrupted,
        sites=tuple(report for _, report in hands.ended),
        pages_scored=hands.figures.pages_scored,
        seconds=time.monotonic() - begun,
    )


class _Worker:
    def __init__(self, shift: Shift, hands: Hands, *, until_idle: bool) -> None:
        self._database = shift.database
        self._queue = shift.queue
        self._hands = hands
        self._until_idle = until_idle

    async def run(self) -> None:
        """Return when nothing is left to do, or never."""
        kept = -UPKEEP_SECONDS
        while True:
            if time.monotonic() - kept >= UPKEEP_SECONDS:
                kept = time.monotonic()
                await asyncio.to_thread(self._keep_up)
            if self._until_idle and await asyncio.to_thread(self._idle):
                return
            self._hands.changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if self._until_idle else UPKEEP_SECONDS):
                    await self._hands.changed.wait()

    def _keep_up(self) -> None:
        with suppress(DatabaseAway), self._database.explained():
            put_in_again(self._database, self._queue)

    def _idle(self) -> bool:
        try:
            with self._database.explained():
                return not self._queue.counts().open
        except DatabaseAway:
            return False


def put_in_again(database: Database, queue: JobQueue) -> int:
    """Put into the queue what the database says is still to be done and nobody has, and take out
    of DBOS's tables what is done with. Return how many jobs were put in."""
    crawls = store.crawls_to_work_on(database, datetime.now(UTC))
    enqueued = 0
    for crawl_id in crawls:
        found = store.terms_of(database, crawl_id)
        if found is None or not found.running:
            continue
        terms = StoredTerms.unpacked(found.terms)
        closed = store.site_states(database, crawl_id)
        lying = [url for url in terms.websites if closed.get(url) is None]
        if not lying and close_when_done(database, crawl_id, terms, datetime.now(UTC)):
            event("crawl_closed", "All websites of the crawl have ended.", crawl=crawl_id)
        websites = [website for url in lying if (website := terms.website(url)) is not None]
        enqueued += queue.enqueue(crawl_id, websites)
    over = [
        crawl_id
        for crawl_id in queue.ended_crawls()
        if (found := store.terms_of(database, crawl_id)) is None or not found.running
    ]
    queue.forget(over)
    return enqueued
