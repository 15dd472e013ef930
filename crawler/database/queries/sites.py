"""What is known of a council's website as a whole: its statement and its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select

from crawler.database import models
from crawler.database.queries.latest import newest_with_fact
from crawler.database.queries.shapes import DocumentsDetail, StatementDetail
from crawler.database.site_facts import DOCUMENTS, STATEMENT, site_fact
from crawler.facts.document import Documents
from crawler.records import StatementChecklist

if TYPE_CHECKING:
    from datetime import datetime

    from msgspec import Struct

    from crawler.database.session import Database

Kept = TypeVar("Kept", bound="Struct")


def statement(db: Database, slug: str) -> StatementDetail | None:
    """Return what the newest audit that judged a council's accessibility statement found; None
    where none did."""
    found = _newest(db, slug, STATEMENT, StatementChecklist)
    return StatementDetail(tested_at=found[0], checklist=found[1]) if found else None


def documents(db: Database, slug: str) -> DocumentsDetail | None:
    """Return what the newest audit that read a council's documents found; None where none did."""
    found = _newest(db, slug, DOCUMENTS, Documents)
    return DocumentsDetail(tested_at=found[0], documents=found[1]) if found else None


def _newest(db: Database, slug: str, kind: str, shape: type[Kept]) -> tuple[datetime, Kept] | None:
    with db.read() as session:
        website = select(models.Council.website_id).where(models.Council.slug == slug)
        row: Any = session.execute(
            select(models.SiteFact.fact_id, models.SiteAudit.ended_at)
            .join(models.SiteAudit, models.SiteAudit.id == models.SiteFact.site_audit_id)
            .where(
                models.SiteFact.kind == kind,
                models.SiteFact.site_audit_id == newest_with_fact(website.scalar_subquery(), kind),
            )
        ).one_or_none()
        if row is None:
            return None
        return row.ended_at, site_fact(session, row.fact_id, shape)
