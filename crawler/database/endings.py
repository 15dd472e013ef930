"""What has ended in a crawl, whoever audited it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import func, select

from crawler.database import models
from crawler.database.crawls import RESUMABLE, SCHEDULED, last_moved
from crawler.database.states import CrawlState
from crawler.records import EndState, PillarScores

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from crawler.database.session import Database


class SiteEnding(Struct, frozen=True, kw_only=True):
    """How a website ended in a crawl. `seconds` are wall seconds from the beginning of its audit,
    whoever began it."""

    url: str
    state: EndState
    reason: str
    scores: PillarScores
    pages_scored: int
    pages_planned: int
    seconds: float


def endings(db: Database, crawl_id: int, urls: Collection[str]) -> tuple[SiteEnding, ...]:
    """Return how those of the websites at `urls` ended that have ended in the crawl."""
    audits, scores = models.SiteAudit, models.SiteScore
    newest = select(func.max(scores.method)).where(scores.site_audit_id == audits.id)
    with db.read() as session:
        rows: Any = session.execute(
            select(models.Website.url, audits, scores)
            .join(models.Website, models.Website.id == audits.website_id)
            .outerjoin(
                scores,
                (scores.site_audit_id == audits.id)
                & (scores.method == newest.correlate(audits).scalar_subquery()),
            )
            .where(audits.crawl_id == crawl_id, audits.state.is_not(None))
            .order_by(audits.ended_at, audits.id)
        ).all()
    return tuple(_ending(url, audit, score) for url, audit, score in rows if url in urls)


def _ending(url: str, audit: models.SiteAudit, score: models.SiteScore | None) -> SiteEnding:
    if audit.state is None or audit.ended_at is None:
        raise ValueError(f"{url} has not ended")
    return SiteEnding(
        url=url,
        state=audit.state,
        reason=audit.reason or "",
        scores=PillarScores()
        if score is None
        else PillarScores(
            accessibility=score.accessibility,
            speed=score.speed,
            mobile=score.mobile,
            total=score.total,
        ),
        pages_scored=audit.pages_scored,
        pages_planned=audit.pages_planned,
        seconds=(audit.ended_at - audit.started_at).total_seconds(),
    )


def count_ended(db: Database, crawl_id: int) -> int:
    """Return how many websites have ended in the crawl."""
    audits = models.SiteAudit
    with db.read() as session:
        query = select(func.count()).where(audits.crawl_id == crawl_id, audits.state.is_not(None))
        return session.scalars(query).one()


def crawls_to_work_on(db: Database, at: datetime) -> tuple[int, ...]:
    """Return the crawls that go on and do not lie still for too long to be taken up, but for those
    of the schedule, which hands its websites out itself."""
    crawls = models.Crawl
    with db.read() as session:
        query = select(crawls).where(
            crawls.state == CrawlState.RUNNING, crawls.selection.not_like(f"{SCHEDULED}%")
        )
        return tuple(
            crawl.id
            for crawl in session.scalars(query.order_by(crawls.id))
            if at - last_moved(session, crawl) < RESUMABLE
        )


def is_scheduled(db: Database, crawl_id: int) -> bool:
    """Whether the schedule began the crawl, and closes it."""
    with db.read() as session:
        selection = session.scalar(select(models.Crawl.selection).filter_by(id=crawl_id))
        return selection is not None and selection.startswith(SCHEDULED)
