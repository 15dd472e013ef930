"""Choosing the panels of websites without auditing them: a process for each, as in a crawl."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.database import store
from crawler.errors import CrawlFailed
from crawler.jobs.alone import alone, sentence
from crawler.jobs.at_once import work_through
from crawler.jobs.choice import Terms, choose_sites, require_programs
from crawler.jobs.messages import PanelEnded, PanelOrder
from crawler.jobs.reporter import PanelOutcome, PanelReport, Reporter
from crawler.jobs.watch import log_of, run_order
from crawler.records import EndState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.config import Config
    from crawler.records import Council, Website


def run_panel_build(
    config: Config,
    councils: Sequence[Council],
    *,
    slugs: Sequence[str] = (),
    fresh: bool = False,
    reporter: Reporter | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> PanelOutcome:
    """Choose and store the panels of the websites of the councils named (of all, without `slugs`).

    A stored panel stays, except for pages that are gone; `fresh` chooses every page anew, once the
    home page was loaded. No page is audited; each site is visited as politely, and under the same
    deadline, as in a crawl. Raises what `run_crawl` raises.
    """
    sites = choose_sites(config, councils, slugs, now().date())
    terms = Terms.read(config, councils)
    require_programs(config)
    reporter = reporter or Reporter()
    reports: list[PanelReport] = []
    begun = time.monotonic()
    try:
        with (
            alone(config, reporter.waiting, "`usability panel build`") as (database, locks),
            database.explained(),
        ):
            store.save_register(database, councils)

            async def build(website: Website) -> None:
                order = PanelOrder(fresh=fresh, **terms.of(website))
                report = await _build(order, locks, reporter)
                reports.append(report)
                reporter.panel_ended(report)

            reporter.panels_started(sites)
            work = work_through(sites, build, config.concurrency, reporter.stopping)
            interrupted = asyncio.run(work)
        outcome = PanelOutcome(
            interrupted=interrupted,
            sites=tuple(reports),
            planned=len(sites),
            seconds=time.monotonic() - begun,
        )
        reporter.panels_ended(outcome)
    except OSError as error:
        raise CrawlFailed(detail=sentence(error)) from error
    finally:
        reporter.close()
    return outcome


async def _build(order: PanelOrder, locks: Sequence[int], reporter: Reporter) -> PanelReport:
    begun = time.monotonic()
    website = order.website
    reporter.site_started(website)
    ended = await run_order(
        order,
        locks,
        PanelEnded,
        lambda message: reporter.site_progress(website, message),
        reporter.waiting,
    )
    if isinstance(ended, str):
        ended = PanelEnded(state=EndState.FAILED, reason=ended)
    return PanelReport(
        website=website,
        ended=ended,
        seconds=time.monotonic() - begun,
        log=log_of(order.config, website),
    )
