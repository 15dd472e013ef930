"""What the process of one website does with its order: it runs a spider and says how that ended.

What goes wrong while we are being stopped is no reason to end a site: it stays as it is, and the
next run goes on with it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

from crawler.database import store
from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from crawler.errors import DatabaseLost, TakenOver, UsabilityError
from crawler.facts.measurement import Measurement
from crawler.jobs.closing import close_early, close_site
from crawler.jobs.messages import (
    PageEnded,
    PageRepeated,
    PageSeen,
    PageWaits,
    PanelEnded,
    Planned,
    SiteOrder,
)
from crawler.panel.assemble import page_for
from crawler.records import EndState
from crawler.spiders.council import CouncilSpider
from crawler.spiders.errand import Errand
from crawler.spiders.panel_build import PanelSpider
from crawler.spiders.settings import scrapy_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy import Spider

    from crawler.database.session import Database
    from crawler.jobs.messages import Order, PanelOrder, Progress
    from crawler.records import PageFacts, PageResult


def audit_site(
    order: SiteOrder, send: Callable[[Progress], None], orphaned: Callable[[], bool]
) -> bool:
    """Audit the website's panel and close it in the database. Returns False if told to stop. Raises
    `TakenOver`, having written nothing more, when another has claimed the website, and
    `DatabaseLost`, `DatabaseAway` or `DatabaseUnreadable`, having lost nothing finished."""
    database = open_database(order.config.database).fenced(order.site_audit_id, order.claim)
    with database.explained():
        return _audit(order, database, send, orphaned)


def _audit(
    order: SiteOrder,
    database: Database,
    send: Callable[[Progress], None],
    orphaned: Callable[[], bool],
) -> bool:

    def page_ended(result: PageResult, seconds: float) -> None:
        facts = result.facts
        send(PageEnded(url=facts.url, state=facts.state, reason=facts.reason, seconds=seconds))

    def page_repeated(facts: PageFacts) -> None:
        measured = facts.measurement or Measurement()
        send(PageRepeated(url=facts.url, times=measured.repeats, seconds=measured.seconds))

    gone: dict[str, str] = {}

    def page_waits(url: str, reason: str) -> None:
        gone[url] = reason
        send(PageWaits(url=url, reason=reason))

    spider, stopped = _run(
        CouncilSpider,
        order,
        errand=_errand(order, database, day=order.day),
        site_audit_id=order.site_audit_id,
        database=database,
        artifacts=Artifacts(order.config.artifacts),
        planned=lambda pages, kept: send(Planned(pages=pages, kept=kept)),
        page_ended=page_ended,
        page_seen=_seen(send),
        page_waits=page_waits,
        page_repeated=page_repeated,
    )
    now = datetime.now(UTC)
    if spider is not None and spider.finished:
        send(close_site(database, order.site_audit_id, now))
        return True
    problem = spider.problem if spider is not None else None
    if stopped or orphaned() or (spider is not None and problem is None):
        return False
    if isinstance(problem, TakenOver | DatabaseLost):
        raise problem
    send(close_early(database, order.site_audit_id, _reason(problem), now, gone))
    return True


def build_panel(
    order: PanelOrder, send: Callable[[Progress], None], orphaned: Callable[[], bool]
) -> bool:
    """Choose the website's panel and store it. Returns False if told to stop. Raises what
    `audit_site` raises of the database."""
    database = open_database(order.config.database)
    with database.explained():
        return _build(order, database, send, orphaned)


def _build(
    order: PanelOrder,
    database: Database,
    send: Callable[[Progress], None],
    orphaned: Callable[[], bool],
) -> bool:
    errand = _errand(order, database)
    spider, stopped = _run(
        PanelSpider,
        order,
        errand=errand,
        database=database,
        fresh=order.fresh,
        page_seen=_seen(send),
    )
    problem = spider.problem if spider is not None else None
    if spider is not None and spider.finished and spider.home is not None:
        tasks = errand.applicable
        send(
            PanelEnded(
                state=spider.home.state,
                reason=spider.home.reason,
                pages=len(spider.stored.pages),
                tasks_found=sum(page_for(task.slug, spider.stored) is not None for task in tasks),
                tasks_applicable=len(tasks),
                requests=spider.requests,
            )
        )
        return True
    if stopped or orphaned() or (spider is not None and problem is None):
        return False
    if isinstance(problem, DatabaseLost):
        raise problem
    send(PanelEnded(state=EndState.FAILED, reason=_reason(problem)))
    return True


def _errand(order: Order, database: Database, **more: Any) -> Errand:
    slugs = [council.slug for council in order.website.councils]
    return Errand(
        website=order.website,
        config=order.config,
        tasks=order.tasks,
        overrides=order.overrides,
        local_links=store.local_links_of(database, slugs),
        other_hosts=order.other_hosts,
        **more,
    )


def _run(kind: type[Any], order: Order, **arguments: Any) -> tuple[Any, bool]:
    """Run a spider to its end. Returns it, or None when it never began, and whether it was told to
    stop."""
    machine = order.machine if isinstance(order, SiteOrder) else None
    process = AsyncCrawlerProcess(scrapy_settings(order.config, machine))
    crawler = process.create_crawler(kind)
    process.crawl(crawler, **arguments)
    endings: list[str] = []

    def spider_closed(reason: str) -> None:
        endings.append(reason)

    crawler.signals.connect(spider_closed, signals.spider_closed)
    process.start()
    spider: Spider | None = crawler.spider
    return spider, "shutdown" in endings


def _seen(send: Callable[[Progress], None]) -> Callable[[str, EndState, float], None]:
    def seen(url: str, state: EndState, seconds: float) -> None:
        send(PageSeen(url=url, state=state, seconds=seconds))

    return seen


def _reason(problem: Exception | None) -> str:
    """What of ours ended it early."""
    if isinstance(problem, UsabilityError):
        return str(problem)
    kind = type(problem).__name__ if problem is not None else "no spider"
    return f"the crawl of this site failed ({kind})"
