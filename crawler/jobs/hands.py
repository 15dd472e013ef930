"""Doing jobs: a website's audit from its claim to its end, in a process of its own, for any crawl.

All of a job may happen twice, and its worker may vanish at any moment. What was finished stays, and
whoever takes the job next goes on with it.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from crawler.database import store
from crawler.errors import (
    DatabaseAway,
    DatabaseLost,
    ProgramReplaced,
    TakenOver,
    UsabilityError,
)
from crawler.jobs.closing import close_early, close_when_done
from crawler.jobs.heard import note
from crawler.jobs.measuring import Measuring
from crawler.jobs.messages import PageEnded, PageRepeated, PageWaits, SiteEnded, SiteOrder
from crawler.jobs.metrics import count_database_lost, count_website
from crawler.jobs.reporter import SiteReport
from crawler.jobs.terms import StoredTerms
from crawler.jobs.watch import Died, log_of, run_order
from crawler.log_lines import concerning, event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.browser.machine import Machine
    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.database.store import SiteClaim
    from crawler.jobs.messages import Progress
    from crawler.jobs.reporter import Reporter
    from crawler.records import Website

Answer = TypeVar("Answer")

AWAY_SECONDS = 120.0  # for a database that is started again
PAUSE_SECONDS = 1.0
HOPELESS = "our process for this site was lost again and again"


class _Killed(Exception):
    """A website's process was killed, and the website is still open."""


class Figures:
    """What a run came to, summed over its jobs."""

    def __init__(self) -> None:
        self.pages_scored = 0
        self.repeated = 0
        self.repeats = 0
        self.repeat_seconds = 0.0

    def add(self, message: Progress) -> None:
        if isinstance(message, PageEnded):
            self.pages_scored += message.state.scored
        elif isinstance(message, PageRepeated):
            self.repeated += 1
            self.repeats += message.times
            self.repeat_seconds += message.seconds


class Hands:
    """Does the jobs that DBOS gives this process, so many at once as it has lanes. Everything but
    `working` belongs to the loop of `begin`."""

    def __init__(
        self,
        config: Config,
        database: Database,
        executor: str,
        locks: Sequence[int],
        reporter: Reporter,
        *,
        reports: Callable[[int], bool] = lambda _: True,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`reports` says of which crawls the reporter hears."""
        self.figures = Figures()
        self.ended: list[tuple[int, SiteReport]] = []
        self.at_work: set[tuple[int, str]] = set()
        self.changed = asyncio.Event()
        self.failed = asyncio.Event()
        self.problem: BaseException | None = None
        self.measuring = Measuring(database, self._measured)
        self._config = config
        self._database = database
        self._executor = executor
        self._locks = locks
        self._reporter = reporter
        self._reports = reports
        self._now = now
        self._lanes = asyncio.Semaphore(config.concurrency)
        self._jobs: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()

    def begin(self) -> None:
        """Take jobs from now on, in the running loop."""
        self._loop = asyncio.get_running_loop()
        self._ready.set()

    def working(self) -> asyncio.AbstractEventLoop:
        """The loop that does the jobs, once it runs. For threads of others."""
        self._ready.wait()
        if self._loop is None:
            raise RuntimeError("the work never began")
        return self._loop

    @property
    def busy(self) -> bool:
        """Whether a job is at work."""
        return bool(self._jobs)

    async def take(self, crawl_id: int, url: str) -> None:
        """Do a job to its end. Being cancelled, or stopped, leaves it to whoever takes it next."""
        if not self._stopping:
            with concerning(crawl=crawl_id, site=url):
                job = asyncio.create_task(self._do(crawl_id, url))
            self._jobs.add(job)
            try:
                await job
            except asyncio.CancelledError:
                if not self._stopping:
                    raise
            except Exception as problem:  # noqa: BLE001 -- it ends the run, which raises it
                self._fail(problem)
            finally:
                self._jobs.discard(job)
                self.changed.set()
            if self.problem is None and not self._stopping:
                return
        # DBOS must not take it for done, nor give us another in its place.
        await asyncio.Event().wait()

    def end(self, problem: UsabilityError) -> None:
        """End the run, which raises the problem. For threads of others."""
        with suppress(RuntimeError):  # its loop has ended, and with it the work
            self.working().call_soon_threadsafe(self._fail, problem)

    def _fail(self, problem: BaseException) -> None:
        self.problem = self.problem or problem
        self.failed.set()

    async def stop(self) -> None:
        """Begin nothing more, and end what is at work, with its processes."""
        self._stopping = True
        for job in tuple(self._jobs):
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    async def _do(self, crawl_id: int, url: str) -> None:
        async with self._lanes:
            self.at_work.add((crawl_id, url))
            try:
                await self._persevere(crawl_id, url)
            finally:
                self.at_work.discard((crawl_id, url))

    async def _persevere(self, crawl_id: int, url: str) -> None:
        """Do the job, also when the database is away for a while."""
        away_since: float | None = None
        while True:
            heard = asyncio.Event()
            try:
                return await self._audit(crawl_id, url, heard)
            except DatabaseAway as away:
                if heard.is_set():  # the database was there meanwhile
                    away_since = None
                if away_since is None:
                    away_since = time.monotonic()
                    event("database_lost", f"{away} Trying again.", level=logging.WARNING)
                    count_database_lost()
                if time.monotonic() - away_since > AWAY_SECONDS:
                    raise
            except TakenOver as taken:
                event("site_taken_over", str(taken), level=logging.WARNING)
                return None
            except _Killed as killed:
                # Its next claim counts the tries in vain, so this comes to an end.
                event("process_killed", f"{killed}. Trying again.", level=logging.WARNING)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _audit(self, crawl_id: int, url: str, heard: asyncio.Event) -> None:
        """Audit the website. `heard` is set once its process has said something, for which it needs
        the database."""
        found = await self._ask(store.terms_of, self._database, crawl_id)
        if found is None or not found.running:
            return
        stored = StoredTerms.unpacked(found.terms)
        website = stored.website(url)
        if website is None:
            return
        terms = stored.at(self._config)
        machine = await self.measuring.machine(terms.config)
        begun = time.monotonic()
        claim = await self._ask(
            lambda: store.begin_site(
                self._database, crawl_id, url, self._now(), worker=self._executor
            )
        )
        if claim.closed:
            # Whoever closed it may have ended before it could see that it was the last.
            await self._close_when_done(crawl_id, stored)
            return
        order = SiteOrder(
            site_audit_id=claim.site_audit_id,
            claim=claim.claim,
            day=found.started_at.date(),
            machine=machine,
            crawl=crawl_id,
            worker=self._executor,
            **terms.of(website),
        )
        reported = self._reports(crawl_id)
        if reported:
            self._reporter.site_started(website)
        event("site_began", "The audit begins.")
        ended = await self._run(order, claim, website, heard, reported=reported)
        report = SiteReport(
            website=website,
            ended=ended,
            seconds=time.monotonic() - begun,
            log=log_of(terms.config, website),
        )
        count_website(ended.state, report.seconds)
        event(
            "site_ended",
            f"The website ended: {ended.state.value}.",
            state=ended.state.value,
            reason=ended.reason,
            pages=ended.pages_scored,
            seconds=round(report.seconds, 1),
        )
        self.ended.append((crawl_id, report))
        if reported:
            self._reporter.site_ended(report)
        await self._close_when_done(crawl_id, stored)

    async def _close_when_done(self, crawl_id: int, stored: StoredTerms) -> None:
        if await self._ask(lambda: close_when_done(self._database, crawl_id, stored, self._now())):
            event("crawl_closed", "All websites of the crawl have ended.", site=None)

    async def _run(
        self,
        order: SiteOrder,
        claim: SiteClaim,
        website: Website,
        heard: asyncio.Event,
        *,
        reported: bool,
    ) -> SiteEnded:
        fenced = self._database.fenced(claim.site_audit_id, claim.claim)
        gone: dict[str, str] = {}

        def hear(message: Progress) -> None:
            heard.set()
            note(message)
            if isinstance(message, PageWaits):
                gone[message.url] = message.reason
                return
            if reported:
                self.figures.add(message)
                self._reporter.site_progress(website, message)

        if claim.hopeless:
            why: SiteEnded | str = HOPELESS
        else:
            try:
                why = await run_order(order, self._locks, SiteEnded, hear, self._reporter.waiting)
            except (asyncio.CancelledError, DatabaseLost, ProgramReplaced):
                # None of them says a word of the website.
                with suppress(UsabilityError):
                    await self._ask(store.give_back, fenced, claim.site_audit_id)
                raise
        if isinstance(why, SiteEnded):
            return why
        if isinstance(why, Died):
            await self._ask(fenced.require_claim)  # or it would be taken back from its new owner
            raise _Killed(why)
        reason = why
        return await self._ask(
            lambda: close_early(fenced, claim.site_audit_id, reason, self._now(), gone)
        )

    async def _ask(self, question: Callable[..., Answer], *arguments: object) -> Answer:
        """Ask the database in a thread, so that a slow one holds up nothing else."""

        def asking() -> Answer:
            with self._database.explained():
                return question(*arguments)

        return await asyncio.to_thread(asking)

    def _measured(self, machine: Machine) -> None:
        if not machine.by_hand:
            level = logging.WARNING if machine.trouble else logging.INFO
            event("machine_measured", machine.sentence, level=level, factor=machine.factor)
            self._reporter.measured(machine)
