"""A crawl: a process for each website, some at once, each under a deadline.

It may be stopped or killed at any time. What was finished stays, and the same request goes on where
the crawl was left.
"""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections import deque
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.browser.find import find_chromium
from crawler.browser.node import find_node
from crawler.database import store
from crawler.database.session import open_database
from crawler.errors import (
    BadSetting,
    CouncilNotInForce,
    CrawlFailed,
    CrawlRunning,
    MissingPackages,
    NoContactUrl,
)
from crawler.jobs.child import SiteProcess
from crawler.jobs.closing import close_early, close_left
from crawler.jobs.lock import only_crawl
from crawler.jobs.loopback import on_this_machine
from crawler.jobs.messages import PageEnded, SiteEnded, SiteOrder
from crawler.jobs.reporter import CrawlOutcome, Reporter, SiteReport
from crawler.register import find, websites
from crawler.tasks import read_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from crawler.config import Config
    from crawler.database.session import Database
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
    `BadSetting` or one of the database's errors; later, `DatabaseLost` or `CrawlFailed`.
    """
    chosen = find(councils, slugs, config.register) if slugs else tuple(councils)
    started_at = now()
    if slugs:
        require_in_force(chosen, started_at.date())
    sites = websites(chosen, started_at.date())[:limit]
    require_contact(config, sites)
    find_chromium(config)
    find_node(config)
    require_packages(config.node_modules)
    reporter = reporter or Reporter()
    try:
        with _alone(config, reporter) as (database, locks), database.explained():
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
            crawl = _Crawl(config, database, ticket.id, reporter, now, locks)
            outcome = asyncio.run(crawl.run(sites, resumed=ticket.resumed))
            if not outcome.interrupted:
                store.close_crawl(database, ticket.id, now())
                close_left(database)  # of websites that the register no longer has
        reporter.crawl_ended(outcome)
    except OSError as error:
        raise CrawlFailed(detail=_sentence(error)) from error
    finally:
        reporter.close()
    return outcome


@contextmanager
def _alone(config: Config, reporter: Reporter) -> Iterator[tuple[Database, tuple[int, ...]]]:
    """The database, while this crawl alone works in it and beside the artifacts; and the locks that
    its processes share."""
    folder = config.artifacts.parent
    with ExitStack() as stack:
        try:
            config.artifacts.mkdir(parents=True, exist_ok=True)
            lock = only_crawl(folder / "crawl.lock", folder, reporter.waiting)
            locks = [stack.enter_context(lock)]
        except OSError as error:
            raise BadSetting(
                name="USABILITY_ARTIFACTS", value=str(config.artifacts), problem=_sentence(error)
            ) from error
        database = open_database(config.database, create=True)
        stack.callback(database.close)
        with database.explained():
            if not stack.enter_context(database.sole_crawl()):
                raise CrawlRunning(folder=database.url, process="of another machine or folder")
        if database.file is not None:
            beside = database.file.with_name(f"{database.file.name}.lock")
            locks.append(stack.enter_context(only_crawl(beside, database.file, reporter.waiting)))
        yield database, tuple(locks)


def _sentence(error: OSError) -> str:
    said = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {said}" if error.filename else said


def require_contact(config: Config, sites: Sequence[Website]) -> None:
    """Raise `NoContactUrl` when a site is not on this machine and nobody could be asked about the
    crawl."""
    config.require_contact()
    if config.contact_url is None and not all(on_this_machine(site.url) for site in sites):
        raise NoContactUrl


def require_packages(node_modules: Path) -> None:
    """Raise `MissingPackages` unless what every audit needs is there: without it, each site in turn
    would end as our failure."""
    for package in ("axe-core", "lighthouse"):
        if not (node_modules / package / "package.json").is_file():
            raise MissingPackages(package=package, path=node_modules)


def require_in_force(councils: Sequence[Council], on: date) -> None:
    """Raise `CouncilNotInForce` for the first council that does not exist on that day."""
    for council in councils:
        if council.valid_from and on < council.valid_from:
            when, remedy = f"begins on {_day(council.valid_from)}", "Choose one that exists today."
        elif council.valid_to and council.valid_to < on:
            when = f"ended on {_day(council.valid_to)}"
            successor = council.succeeded_by
            remedy = f"Choose its successor, {successor}." if successor else "Choose another."
        else:
            continue
        raise CouncilNotInForce(name=council.name, slug=council.slug, when=when, remedy=remedy)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class _Crawl:
    def __init__(
        self,
        config: Config,
        database: Database,
        crawl_id: int,
        reporter: Reporter,
        now: Callable[[], datetime],
        locks: Sequence[int],
    ) -> None:
        self.reporter = reporter
        self._config = config
        self._database = database
        self._id = crawl_id
        self._now = now
        self._locks = locks
        self._tasks = read_tasks()
        self._reports: list[SiteReport] = []
        self._pages_scored = 0

    async def run(self, sites: Sequence[Website], *, resumed: bool) -> CrawlOutcome:
        begun = time.monotonic()
        closed = store.site_states(self._database, self._id)
        kept: dict[str, EndState] = {
            site.url: state for site in sites if (state := closed.get(site.url)) is not None
        }
        todo = [site for site in sites if site.url not in kept]
        self.reporter.crawl_started(todo, len(kept), resumed)
        interrupted = await self._audit_all(deque(todo))
        return CrawlOutcome(
            crawl_id=self._id,
            resumed=resumed,
            interrupted=interrupted,
            sites=tuple(self._reports),
            kept=kept,
            planned=len(sites),
            pages_scored=self._pages_scored,
            seconds=time.monotonic() - begun,
        )

    async def _audit_all(self, waiting: deque[Website]) -> bool:
        """Work through the sites, `concurrency` at once. Returns whether a signal ended it."""
        work = asyncio.create_task(self._work_together(waiting))
        stopped = False

        def stop() -> None:
            nonlocal stopped
            if not stopped:
                stopped = True
                self.reporter.stopping()
                work.cancel()

        loop = asyncio.get_running_loop()
        signals = (signal.SIGINT, signal.SIGTERM)
        in_main = threading.current_thread() is threading.main_thread()
        for number in signals if in_main else ():
            loop.add_signal_handler(number, stop)
        try:
            await work
        except asyncio.CancelledError:
            if not stopped:
                raise
        finally:
            for number in signals if in_main else ():
                loop.remove_signal_handler(number)
        return stopped

    async def _work_together(self, waiting: deque[Website]) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._config.concurrency, len(waiting))):
                    group.create_task(self._work(waiting))
        except ExceptionGroup as problems:
            raise problems.exceptions[0] from None

    async def _work(self, waiting: deque[Website]) -> None:
        while waiting:
            await self._audit_site(waiting.popleft())

    async def _audit_site(self, website: Website) -> None:
        begun = time.monotonic()
        audit_id = store.begin_site(self._database, self._id, website.url, self._now())
        order = SiteOrder(
            website=website, site_audit_id=audit_id, config=self._config, tasks=self._tasks
        )
        log = self._log_of(website)
        process = SiteProcess(order, log, self._locks)
        self.reporter.site_started(website)
        try:
            ended = await self._watch(process, website)
        except TimeoutError:
            await process.kill()
            limit = self._config.site_deadline
            ended = self._close_early(
                audit_id, f"the site's limit of {limit:g} seconds was reached"
            )
        except asyncio.CancelledError:
            await asyncio.shield(process.stop())
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, it costs one site
            await process.kill()
            detail = f"{type(error).__name__}: {error}"[:300]
            reason = f"watching our process for this site failed ({detail})"
            ended = self._close_early(audit_id, reason)
        if isinstance(ended, int):
            await process.kill()
            ended = self._close_early(audit_id, f"our process for this site {_death(ended)}")
        report = SiteReport(website=website, ended=ended, seconds=time.monotonic() - begun, log=log)
        self._reports.append(report)
        self.reporter.site_ended(report)

    async def _watch(self, process: SiteProcess, website: Website) -> SiteEnded | int:
        """What the site came to, or the exit code of a process that did not say. Raises
        TimeoutError at the deadline, unless the process has only to exit."""
        ended: SiteEnded | None = None
        try:
            async with asyncio.timeout(self._config.site_deadline):
                async for message in process.messages():
                    if isinstance(message, SiteEnded):
                        ended = message
                        break
                    if isinstance(message, PageEnded):
                        self._pages_scored += message.state.scored
                    self.reporter.site_progress(website, message)
        except TimeoutError:
            if ended is None:
                raise
        code = await process.exit_code()
        return code if ended is None else ended

    def _close_early(self, audit_id: int, reason: str) -> SiteEnded:
        return close_early(self._database, audit_id, reason, self._now())

    def _log_of(self, website: Website) -> Path:
        """A log for each website beside the artifacts; the next crawl writes over it."""
        parts = urlsplit(website.url)
        name = "".join(c if c.isalnum() or c in ".-" else "-" for c in parts.netloc + parts.path)
        return self._config.artifacts.parent / "logs" / f"{name.strip('-')}.log"


def _death(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
