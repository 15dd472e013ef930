"""A crawl: a process for each website, some at once, each under a deadline.

It may be stopped or killed at any time. What was finished stays, and the same request goes on where
the crawl was left.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.browser.machine import pinned
from crawler.browser.visit import SPEED_STEPS
from crawler.browser.worker import measure_worker
from crawler.database import store
from crawler.errors import CrawlFailed
from crawler.jobs.alone import alone, sentence
from crawler.jobs.at_once import work_through
from crawler.jobs.choice import Terms, choose_sites, require_programs
from crawler.jobs.closing import close_early, close_left
from crawler.jobs.messages import PageEnded, PageRepeated, PageWaits, SiteEnded, SiteOrder
from crawler.jobs.reporter import CrawlOutcome, Reporter, SiteReport
from crawler.jobs.watch import log_of, run_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.browser.machine import Machine
    from crawler.config import Config
    from crawler.database.session import Database
    from crawler.database.store import CrawlTicket
    from crawler.jobs.messages import Progress
    from crawler.records import Council, EndState, Website


def run_crawl(
    config: Config,
    councils: Sequence[Council],
    *,
    slugs: Sequence[str] = (),
    limit: int | None = None,
    fresh: bool = False,
    reporter: Reporter | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> CrawlOutcome:
    """Audit the websites of the councils named (of all, without `slugs`), at most `limit`.

    An unfinished crawl of the same request is continued, unless `fresh`. SIGINT and SIGTERM stop
    it cleanly, and the outcome says so. Before anything is fetched, raises `UnknownCouncil`,
    `CouncilNotInForce`, `NoContactUrl`, `NoBrowser`, `NoNode`, `MissingPackages`, `CrawlRunning`,
    `BadSetting`, `BadRegister` or one of the database's errors; later, `DatabaseLost` or
    `CrawlFailed`.
    """
    started_at = now()
    sites = choose_sites(config, councils, slugs, started_at.date(), limit)
    terms = Terms.read(config, councils)
    require_programs(config)
    reporter = reporter or Reporter()
    try:
        with (
            alone(config, reporter.waiting, "`usability crawl`") as (database, locks),
            database.explained(),
        ):
            store.save_register(database, councils)
            ticket = store.begin_crawl(
                database,
                started_at=started_at,
                register=config.register.name,
                selection=store.selection_of(slugs, limit),
                panel_size=config.pages,
                allow_loopback=config.allow_loopback,
                fresh=fresh,
            )
            close_left(database)
            crawl = _Crawl(terms, database, ticket, reporter, now, locks)
            outcome = asyncio.run(crawl.run(sites))
            if not outcome.interrupted:
                store.close_crawl(database, ticket.id, now())
                close_left(database)  # of websites that the register no longer has
        reporter.crawl_ended(outcome)
    except OSError as error:
        raise CrawlFailed(detail=sentence(error)) from error
    finally:
        reporter.close()
    return outcome


class _Crawl:
    def __init__(
        self,
        terms: Terms,
        database: Database,
        ticket: CrawlTicket,
        reporter: Reporter,
        now: Callable[[], datetime],
        locks: Sequence[int],
    ) -> None:
        self.reporter = reporter
        self._config = terms.config
        self._terms = terms
        self._database = database
        self._id = ticket.id
        self._resumed = ticket.resumed
        self._day = ticket.started_at.date()
        self._now = now
        self._locks = locks
        self._reports: list[SiteReport] = []
        self._pages_scored = 0
        self._machine: Machine | None = None
        self._measuring = asyncio.Lock()
        self._repeated = 0
        self._repeats = 0
        self._repeat_seconds = 0.0

    async def run(self, sites: Sequence[Website]) -> CrawlOutcome:
        begun = time.monotonic()
        closed = store.site_states(self._database, self._id)
        kept: dict[str, EndState] = {
            site.url: state for site in sites if (state := closed.get(site.url)) is not None
        }
        todo = [site for site in sites if site.url not in kept]
        if todo:
            self._machine = await self._measure()
            if self._machine is not None and not self._machine.by_hand:
                self.reporter.measured(self._machine)
        self.reporter.crawl_started(todo, len(kept), self._resumed)
        interrupted = await work_through(
            todo, self._audit_site, self._config.concurrency, self.reporter.stopping
        )
        return CrawlOutcome(
            crawl_id=self._id,
            resumed=self._resumed,
            interrupted=interrupted,
            sites=tuple(self._reports),
            kept=kept,
            planned=len(sites),
            pages_scored=self._pages_scored,
            seconds=time.monotonic() - begun,
            repeated=self._repeated,
            repeats=self._repeats,
            repeat_seconds=self._repeat_seconds,
        )

    async def _measure(self) -> Machine | None:
        """Measure this machine once for all websites, so that none has another phone than the next;
        None where no speed is asked for."""
        config = self._config
        if config.only_steps is not None and SPEED_STEPS.isdisjoint(config.only_steps):
            return None
        if (machine := pinned(config)) is not None:
            return machine
        worker = await measure_worker(config)
        before = store.last_factor(self._database, worker.chromium)
        return worker.machine.as_before(before)

    async def _machine_now(self) -> Machine | None:
        """The machine as it was measured; where it had trouble, measured anew, since one bad minute
        must not cost the websites that come after it their speed."""
        async with self._measuring:
            if self._machine is not None and self._machine.trouble:
                self._machine = await self._measure()
                if self._machine is not None and not self._machine.trouble:
                    self.reporter.measured(self._machine)
            return self._machine

    async def _audit_site(self, website: Website) -> None:
        machine = await self._machine_now()
        begun = time.monotonic()
        started_at = self._now()
        claim = store.begin_site(self._database, self._id, website.url, started_at)
        audit_id = claim.site_audit_id
        fenced = self._database.fenced(audit_id, claim.claim)
        order = SiteOrder(
            site_audit_id=audit_id,
            claim=claim.claim,
            day=self._day,
            machine=machine,
            **self._terms.of(website),
        )
        gone: dict[str, str] = {}

        def hear(message: Progress) -> None:
            if isinstance(message, PageWaits):
                gone[message.url] = message.reason
                return
            if isinstance(message, PageEnded):
                self._pages_scored += message.state.scored
            elif isinstance(message, PageRepeated):
                self._repeated += 1
                self._repeats += message.times
                self._repeat_seconds += message.seconds
            self.reporter.site_progress(website, message)

        self.reporter.site_started(website)
        ended = await run_order(order, self._locks, SiteEnded, hear)
        if isinstance(ended, str):
            ended = close_early(fenced, audit_id, ended, self._now(), gone)
        report = SiteReport(
            website=website,
            ended=ended,
            seconds=time.monotonic() - begun,
            log=log_of(self._config, website),
        )
        self._reports.append(report)
        self.reporter.site_ended(report)
