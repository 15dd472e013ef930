"""What was measured of speed before, which decides whether to measure again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crawler.database import models
from crawler.database.measurements import unpacked
from crawler.facts.measurement import METHOD

if TYPE_CHECKING:
    from crawler.database.session import Database


def last_speed(
    db: Database, website_url: str, page_url: str, before: int, method: int
) -> float | None:
    """Return the speed (0 to 100) of the page at its last audit that has one, of those begun before
    the website's audit `before`. None where there is none, or where it was scored by another method
    or measured in another way than now: then its moving would say nothing of the page."""
    with db.read() as session:
        row = session.execute(
            select(models.PageScore.speed, models.PageScore.method, models.PageAudit.measurement)
            .join(models.PageAudit, models.PageAudit.id == models.PageScore.page_audit_id)
            .join(models.Page, models.Page.id == models.PageAudit.page_id)
            .join(models.Website, models.Website.id == models.Page.website_id)
            .where(models.Website.url == website_url, models.Page.url == page_url)
            .where(models.PageAudit.site_audit_id < before, models.PageScore.speed.is_not(None))
            .order_by(models.PageAudit.site_audit_id.desc(), models.PageScore.method.desc())
            .limit(1)
        ).one_or_none()
    if row is None or row.method != method:
        return None
    measurement = unpacked(row.measurement)
    return row.speed if measurement is not None and measurement.method == METHOD else None


def last_factor(db: Database, chromium: str) -> float | None:
    """Return the factor of the machine at the newest page audit that has one, with this version of
    Chromium and measured in this way; None where there is none, or where it was set by hand."""
    with db.read() as session:
        kept = session.scalar(
            select(models.PageAudit.measurement)
            .join(models.Versions, models.Versions.id == models.PageAudit.versions_id)
            .where(models.Versions.chromium == chromium)
            .where(models.PageAudit.measurement.is_not(None))
            .order_by(models.PageAudit.id.desc())
            .limit(1)
        )
    measurement = unpacked(kept)
    if measurement is None or measurement.method != METHOD or measurement.by_hand:
        return None
    return measurement.factor
