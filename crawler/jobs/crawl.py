"""A crawl: its websites are put into the queue, and this process takes jobs until all have ended,
here or at other workers.

It may be stopped or killed at any time. What was finished stays, and the same request goes on where
the crawl was left.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.database import store
from crawler.errors import CrawlFailed, CrawlReplaced, DatabaseAway
from crawler.jobs.alone import sentence, together
from crawler.jobs.choice import Terms, choose_sites, require_programs
from crawler.jobs.closing import close_left
from crawler.jobs.hands import Hands
from crawler.jobs.messages import SiteEnded
from crawler.jobs.plan_crawl import plan_crawl
from crawler.jobs.reporter import CrawlOutcome, Reporter, SiteReport
from crawler.jobs.shift import on_shift
from crawler.jobs.watch import log_of
from crawler.log_lines import concerning, event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.config import Config
    from crawler.database.store import CrawlTicket, SiteEnding
    from crawler.jobs.shift import Shift
    from crawler.records import Council, EndState, Website

LOOK_SECONDS = 2.0  # between looks at what others have finished
REPAIR_SECONDS = 30.0  # between looks for a website that nobody has


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

    An unfinished crawl of the same request is continued, unless `fresh`; where another process is
    at work on it, both are. SIGINT and SIGTERM stop it cleanly, and the outcome says so. Before
    anything is fetched, raises `UnknownCouncil`, `CouncilNotInForce`, `NoContactUrl`, `NoBrowser`,
    `NoNode`, `MissingPackages`, `CrawlRunning`, `BadSetting`, `BadRegister` or one of the
    database's errors; later, `DatabaseLost`, `CrawlFailed`, `CrawlReplaced` or `WorkerReplaced`.
    """
    started_at = now()
    sites = choose_sites(config, councils, slugs, started_at.date(), limit)
    Terms.read(config, councils)  # said before the database is made
    require_programs(config)
    reporter = reporter or Reporter()
    try:
        with (
            together(config, reporter.waiting, "`usability crawl`") as (database, locks),
            database.explained(),
        ):
            ticket = plan_crawl(
                database,
                config,
                councils,
                sites,
                selection=store.selection_of(slugs, limit),
                at=started_at,
                fresh=fresh,
            )
            close_left(database)
            with concerning(crawl=ticket.id), on_shift(config, database, "crawl") as shift:
                outcome = _Crawl(shift, ticket, sites, locks, reporter, now).run()
                if not outcome.interrupted:
                    store.close_crawl(database, ticket.id, now())
                    close_left(database)  # of websites that the register no longer has
                    shift.leave()
                    shift.queue.forget([ticket.id], all_of_them=True)
                _note_end(outcome)
        reporter.crawl_ended(outcome)
    except OSError as error:
        raise CrawlFailed(detail=sentence(error)) from error
    finally:
        reporter.close()
    return outcome


def _note_end(outcome: CrawlOutcome) -> None:
    states = [report.ended.state for report in outcome.sites] + list(outcome.kept.values())
    counted: dict[str, Any] = {f"websites_{state}": states.count(state) for state in set(states)}
    event(
        "crawl_ended",
        "The crawl was stopped; the same command goes on with it."
        if outcome.interrupted
        else "The crawl has ended.",
        interrupted=outcome.interrupted,
        websites=outcome.planned,
        pages=outcome.pages_scored,
        seconds=outcome.seconds,
        **counted,
    )


class _Crawl:
    def __init__(
        self,
        shift: Shift,
        ticket: CrawlTicket,
        sites: Sequence[Website],
        locks: Sequence[int],
        reporter: Reporter,
        now: Callable[[], datetime],
    ) -> None:
        self._shift = shift
        self._database = shift.database
        self._ticket = ticket
        self._id = ticket.id
        self._sites = {site.url: site for site in sites}
        self._reporter = reporter
        self._left: set[str] = set()
        self._theirs: list[SiteReport] = []
        self._hands = Hands(
            shift.config,
            shift.database,
            shift.executor,
            locks,
            reporter,
            reports=lambda crawl_id: crawl_id == ticket.id,
            now=now,
        )

    def run(self) -> CrawlOutcome:
        """Work until all websites of the crawl have ended, or a signal says stop."""
        begun = time.monotonic()
        closed = store.site_states(self._database, self._id)
        kept: dict[str, EndState] = {
            url: state for url in self._sites if (state := closed.get(url)) is not None
        }
        todo = [site for url, site in self._sites.items() if url not in kept]
        interrupted = False
        if todo:
            asyncio.run(self._hands.measuring.machine(self._shift.config))
            self._enqueue_only(todo)
        event(
            "crawl_began",
            "The crawl goes on." if self._ticket.resumed else "The crawl begins.",
            websites=len(todo),
            kept=len(kept),
            resumed=self._ticket.resumed,
        )
        self._reporter.crawl_started(todo, len(kept), self._ticket.resumed)
        if todo:
            self._left = {site.url for site in todo}
            interrupted = self._shift.work(self._hands, self._all_ended, self._reporter)
        figures = self._hands.figures
        own = [report for crawl_id, report in self._hands.ended if crawl_id == self._id]
        return CrawlOutcome(
            crawl_id=self._id,
            resumed=self._ticket.resumed,
            interrupted=interrupted,
            sites=(*own, *self._theirs),
            kept=kept,
            planned=len(self._sites),
            pages_scored=figures.pages_scored
            + sum(report.ended.pages_scored for report in self._theirs),
            seconds=time.monotonic() - begun,
            repeated=figures.repeated,
            repeats=figures.repeats,
            repeat_seconds=figures.repeat_seconds,
        )

    def _enqueue_only(self, todo: Sequence[Website]) -> None:
        """Put the websites into the queue. Where nobody else takes jobs, take those out of it that
        other crawls left there: who asked for this crawl did not ask for them. They are put in
        again by the command that began them, or by a worker."""
        queue = self._shift.queue
        if not self._shift.others():
            queue.give_back(queue.held_by([self._shift.executor]))
            queue.forget({job.crawl_id for job in queue.jobs()} - {self._id}, all_of_them=True)
        queue.enqueue(self._id, todo)

    async def _all_ended(self) -> None:
        """Return when all websites have ended. Those that others audit are reported when the
        database says so."""
        repaired = time.monotonic()
        while True:
            self._hands.changed.clear()
            goes_on, found = await asyncio.to_thread(self._look)
            here = {report.website.url for crawl, report in self._hands.ended if crawl == self._id}
            for ending in found:
                if ending.url not in here and (self._id, ending.url) not in self._hands.at_work:
                    self._others_ended(ending)
            self._left -= here
            if not self._left:
                return
            if not goes_on and not self._hands.at_work:
                raise CrawlReplaced(crawl=self._id)
            if time.monotonic() - repaired > REPAIR_SECONDS:
                repaired = time.monotonic()
                lying = [site for url, site in self._sites.items() if url in self._left]
                await asyncio.to_thread(self._shift.queue.enqueue, self._id, lying)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._hands.changed.wait()

    def _look(self) -> tuple[bool, tuple[SiteEnding, ...]]:
        """Whether the crawl goes on, and what of it has ended of what is left."""
        try:
            with self._database.explained():
                terms = store.terms_of(self._database, self._id)
                return (
                    terms is not None and terms.running,
                    store.endings(self._database, self._id, frozenset(self._left)),
                )
        except DatabaseAway:
            return True, ()  # the jobs say when it is away for too long

    def _others_ended(self, ending: SiteEnding) -> None:
        website = self._sites[ending.url]
        report = SiteReport(
            website=website,
            ended=SiteEnded(
                state=ending.state,
                reason=ending.reason,
                scores=ending.scores,
                pages_scored=ending.pages_scored,
                pages_planned=ending.pages_planned,
            ),
            seconds=ending.seconds,
            log=log_of(self._shift.config, website),
        )
        self._left.discard(ending.url)
        self._theirs.append(report)
        self._reporter.site_ended(report)
