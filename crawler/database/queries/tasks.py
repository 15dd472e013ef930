"""How easily residents reach the tasks of a council's website."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from crawler.database import models
from crawler.database.findabilities import findability_from
from crawler.database.queries.latest import newest_with_findability
from crawler.database.queries.shapes import FindabilityDetail

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.records import Step


REMEMBERED = 12  # audits: a quarter of a year of weekly crawls


class Looked(NamedTuple):
    """A row of findability, and when its audit was closed."""

    row: models.Findability
    at: datetime


def findability(db: Database, slug: str) -> FindabilityDetail | None:
    """Return what the newest audit that looked found of each task; None where none has looked.

    An audit that ended as our failure speaks for nobody.
    """
    with db.read() as session:
        website = select(models.Council.website_id).where(models.Council.slug == slug)
        found = newest_findability(session, website.scalar_subquery())
        if found is None:
            return None
        return FindabilityDetail(
            tested_at=found.at, findability=findability_from(session, found.row)
        )


def ways(db: Database, slug: str) -> dict[str, tuple[Step, ...]]:
    """Return by task the newest way that an audit found to it. A crawl that could not walk it again
    does not hide it; one of long ago is forgotten."""
    found: dict[str, tuple[Step, ...]] = {}
    with db.read() as session:
        rows = session.scalars(
            select(models.Findability)
            .join(models.SiteAudit, models.SiteAudit.id == models.Findability.site_audit_id)
            .join(models.Council, models.Council.website_id == models.SiteAudit.website_id)
            .where(models.Council.slug == slug, models.SiteAudit.ended_at.is_not(None))
            .order_by(models.SiteAudit.ended_at.desc(), models.SiteAudit.id.desc())
            .limit(REMEMBERED)
        ).all()
        for row in rows:
            for task in findability_from(session, row).tasks:
                if task.path:
                    found.setdefault(task.task, task.path)
    return found


def newest_findability(session: Session, website_id: Any) -> Looked | None:
    """Return the newest findability of a website; None where there is none."""
    found: Any = session.execute(
        select(models.Findability, models.SiteAudit.ended_at)
        .join(models.SiteAudit, models.SiteAudit.id == models.Findability.site_audit_id)
        .where(models.Findability.site_audit_id == newest_with_findability(website_id))
    ).one_or_none()
    return None if found is None else Looked(*found)  # a closed audit has an end
