"""The crawls, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crawler.database import models
from crawler.database.queries.shapes import CrawlSummary

if TYPE_CHECKING:
    from crawler.database.session import Database
    from crawler.records import EndState


def crawls(db: Database, *, newest: int | None = None) -> tuple[CrawlSummary, ...]:
    """Return every crawl, or the `newest` so many, with its websites counted by end state."""
    with db.read() as session:
        rows = session.scalars(
            select(models.Crawl)
            .order_by(models.Crawl.started_at.desc(), models.Crawl.id.desc())
            .limit(newest)
        ).all()
        query = select(
            models.SiteAudit.crawl_id,
            models.SiteAudit.state,
            func.count(),
            func.sum(models.SiteAudit.pages_scored),
        ).group_by(models.SiteAudit.crawl_id, models.SiteAudit.state)
        if newest is not None:
            query = query.where(models.SiteAudit.crawl_id.in_([row.id for row in rows]))
        counts = session.execute(query)
        by_crawl: dict[int, dict[EndState | None, tuple[int, int]]] = {}
        for crawl_id, state, websites, pages in counts:
            by_crawl.setdefault(crawl_id, {})[state] = (websites, int(pages))
    return tuple(_summary(row, by_crawl.get(row.id, {})) for row in rows)


def _summary(crawl: models.Crawl, counts: dict[EndState | None, tuple[int, int]]) -> CrawlSummary:
    return CrawlSummary(
        id=crawl.id,
        state=crawl.state,
        started_at=crawl.started_at,
        ended_at=crawl.ended_at,
        register=crawl.register,
        selection=crawl.selection,
        websites=sum(websites for websites, _ in counts.values()),
        open=counts.get(None, (0, 0))[0],
        pages_scored=sum(pages for _, pages in counts.values()),
        states={state: websites for state, (websites, _) in counts.items() if state is not None},
    )
