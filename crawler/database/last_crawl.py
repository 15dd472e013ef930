"""What a crawl must know of the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from crawler.database import models
from crawler.records import EndState

if TYPE_CHECKING:
    from crawler.database.session import Database


class LastCrawl(Struct, frozen=True):
    """How many pages were asked for, and the addresses of the pages that ended as gone."""

    panel_size: int
    gone: frozenset[str]


def last_crawl(db: Database, website_url: str, before: int | None = None) -> LastCrawl | None:
    """Return what the newest crawl of the website left, of those that saved a page; with `before`,
    of those that were begun before that audit of the website. None where there is none."""
    with db.read() as session:
        audits = (
            select(models.SiteAudit.id, models.Crawl.panel_size)
            .join(models.Crawl, models.Crawl.id == models.SiteAudit.crawl_id)
            .join(models.Website, models.Website.id == models.SiteAudit.website_id)
            .where(models.Website.url == website_url)
            .where(
                select(models.PageAudit.id)
                .where(models.PageAudit.site_audit_id == models.SiteAudit.id)
                .exists()
            )
            .order_by(models.SiteAudit.id.desc())
            .limit(1)
        )
        if before is not None:
            audits = audits.where(models.SiteAudit.id < before)
        newest = session.execute(audits).one_or_none()
        if newest is None:
            return None
        gone = session.scalars(
            select(models.Page.url)
            .join(models.PageAudit, models.PageAudit.page_id == models.Page.id)
            .where(models.PageAudit.site_audit_id == newest.id)
            .where(models.PageAudit.state == EndState.GONE)
        )
        return LastCrawl(newest.panel_size, frozenset(gone))
