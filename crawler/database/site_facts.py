"""What is known of a website as a whole at the end of a crawl: its accessibility statement, judged,
and the documents that were read. Each is one piece of evidence, kept as its difference from the
website's previous one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import delete, select

from crawler.database import evidence, models
from crawler.database.mending import mended
from crawler.database.pieces import canonical
from crawler.database.upsert import insert
from crawler.facts.document import Documents

if TYPE_CHECKING:
    from datetime import date

    from msgspec import Struct
    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.facts.document import Document
    from crawler.records import StatementChecklist

STATEMENT = "statement"
DOCUMENTS = "documents"
Kept = TypeVar("Kept", bound="Struct")


def save_statement(db: Database, site_audit_id: int, checklist: StatementChecklist) -> None:
    """Keep what a website's statement came to. While the audit is open the last one stands, since
    a page that failed may be tried again; once it is closed, the first."""
    _save(db, site_audit_id, STATEMENT, checklist, replace=True)


def save_documents(db: Database, site_audit_id: int, documents: Documents) -> None:
    """Keep what was read of a website's documents in one crawl. The first stands."""
    _save(db, site_audit_id, DOCUMENTS, documents, replace=False)


def has_documents(db: Database, site_audit_id: int) -> bool:
    """Whether an audit's documents were kept already."""
    with db.read() as session:
        return session.get(models.SiteFact, (site_audit_id, DOCUMENTS)) is not None


def last_documents(db: Database, website_url: str, before: int) -> tuple[Document, ...]:
    """Return the documents of the newest audit of a website that was begun before that one and kept
    any."""
    with db.read() as session:
        fact_id = session.scalar(
            select(models.SiteFact.fact_id)
            .join(models.SiteAudit, models.SiteAudit.id == models.SiteFact.site_audit_id)
            .join(models.Website, models.Website.id == models.SiteAudit.website_id)
            .where(
                models.Website.url == website_url,
                models.SiteFact.kind == DOCUMENTS,
                models.SiteAudit.id < before,
            )
            .order_by(models.SiteAudit.id.desc())
            .limit(1)
        )
        return () if fact_id is None else site_fact(session, fact_id, Documents).documents


def nation_and_day(db: Database, site_audit_id: int) -> tuple[str, date]:
    """Return the nation of the councils that a website serves, and the day its crawl was begun."""
    with db.read() as session:
        row = session.execute(
            select(models.Council.nation, models.Crawl.started_at)
            .select_from(models.SiteAudit)
            .join(models.Crawl, models.Crawl.id == models.SiteAudit.crawl_id)
            .outerjoin(models.Council, models.Council.website_id == models.SiteAudit.website_id)
            .where(models.SiteAudit.id == site_audit_id)
            .order_by(models.Council.slug)
            .limit(1)
        ).one()
        return row.nation or "", row.started_at.date()


def site_fact(session: Session, fact_id: int, kind: type[Kept]) -> Kept:
    """Take one from the shelf."""
    return msgspec.json.decode(evidence.read(session, [fact_id])[fact_id], type=kind)


def _save(db: Database, site_audit_id: int, kind: str, value: Struct, *, replace: bool) -> None:
    content = canonical(mended(value))

    def work(session: Session) -> None:
        audit = session.get_one(models.SiteAudit, site_audit_id, with_for_update=True)
        there = session.get(models.SiteFact, (site_audit_id, kind))
        if there is not None and (not replace or audit.state is not None):
            return
        previous = session.scalar(
            select(models.SiteFact.fact_id)
            .join(models.SiteAudit, models.SiteAudit.id == models.SiteFact.site_audit_id)
            .where(
                models.SiteAudit.website_id == audit.website_id,
                models.SiteFact.kind == kind,
                models.SiteFact.site_audit_id != site_audit_id,
            )
            .order_by(models.SiteFact.site_audit_id.desc())
            .limit(1)
        )
        like = {} if previous is None else {kind: previous}
        (fact_id,) = evidence.keep(session, [(kind, content)], like)
        natural = {"site_audit_id": site_audit_id, "kind": kind}
        session.execute(delete(models.SiteFact).filter_by(**natural))
        session.execute(insert(session, models.SiteFact).values(**natural, fact_id=fact_id))

    db.write(work)
