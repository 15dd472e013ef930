"""The addresses of the pages that stand for the websites now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crawler.database import models
from crawler.database.queries.latest import SCORED, newest_scored

if TYPE_CHECKING:
    from crawler.database.session import Database


def audited_addresses(db: Database) -> tuple[str, ...]:
    """The addresses of the pages that the newest scored audit of each website reached, in order."""
    query = (
        select(models.Page.url)
        .join(models.PageAudit, models.PageAudit.page_id == models.Page.id)
        .join(models.SiteAudit, models.SiteAudit.id == models.PageAudit.site_audit_id)
        .where(
            models.SiteAudit.id == newest_scored(models.SiteAudit.website_id),
            models.PageAudit.state.in_(SCORED),
        )
        .order_by(models.Page.url)
    )
    with db.read() as session:
        return tuple(session.scalars(query))
