"""What a crawl left in the database, without its numbers and times: two crawls of the same pages
leave the same record, however often one of them was disturbed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from sqlalchemy import select
from sqlalchemy.orm import aliased

from crawler.database import models
from crawler.database.session import open_database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

Key = tuple[Any, ...]


class Record(Struct, frozen=True, kw_only=True):
    """Rows by their natural keys. `Counter`s say how often one is there: twice is a defect, and so
    is a row that the record of another crawl has not. `scores` are by page or website and pillar;
    `pictures` are the digests that page audits name."""

    crawls: tuple[str, ...] = ()
    sites: Counter[Key] = field(default_factory=Counter)
    pages: Counter[Key] = field(default_factory=Counter)
    panels: Counter[Key] = field(default_factory=Counter)
    places: Counter[Key] = field(default_factory=Counter)
    findings: Counter[Key] = field(default_factory=Counter)
    evidence: Counter[Key] = field(default_factory=Counter)
    facts: Counter[Key] = field(default_factory=Counter)
    scores: dict[Key, float | None] = field(default_factory=dict)
    pictures: frozenset[str] = frozenset()


def read_record(url: str) -> Record:
    """Read the record of all crawls in the database at `url`. Raises the database's errors."""
    database = open_database(url, reading=True)
    try:
        with database.read() as session:
            return _read(session)
    finally:
        database.close()


def _read(session: Session) -> Record:
    page, audit = models.PageAudit, models.SiteAudit
    of_page = (
        select()
        .select_from(page)
        .join(models.Page, models.Page.id == page.page_id)
        .join(audit, audit.id == page.site_audit_id)
    )
    crawls = select(models.Crawl.state).order_by(models.Crawl.id)
    shown = session.execute(select(page.screenshot_mobile, page.screenshot_desktop))
    return Record(
        crawls=tuple(state.value for state in session.scalars(crawls)),
        sites=_counted(session, _sites()),
        pages=_counted(session, of_page.add_columns(models.Page.url, page.state)),
        panels=_counted(session, _panels()),
        places=_counted(session, _places()),
        findings=_counted(session, _findings()),
        evidence=_counted(
            session,
            of_page.join(models.PageFact, models.PageFact.page_audit_id == page.id).add_columns(
                models.Page.url, models.PageFact.kind
            ),
        ),
        facts=_site_facts(session),
        scores=_scores(session),
        pictures=frozenset(digest for row in shown for digest in row if digest is not None),
    )


def _counted(session: Session, query: Select[*tuple[Any, ...]]) -> Counter[Key]:
    return Counter(tuple(map(_plain, row)) for row in session.execute(query))


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)


def _sites() -> Select[*tuple[Any, ...]]:
    audit = models.SiteAudit
    columns = (models.Website.url, audit.state, audit.pages_planned, audit.pages_scored)
    return select(*columns).join(audit, audit.website_id == models.Website.id)


def _panels() -> Select[*tuple[Any, ...]]:
    panel = models.PanelPage
    columns = (panel.position, panel.role, panel.task, panel.source)
    return select(models.Page.url, *columns).join(panel, panel.page_id == models.Page.id)


def _places() -> Select[*tuple[Any, ...]]:
    """All of them, also those that have ended: a page that came and went is a trace of a crash."""
    place = models.PanelPlace
    columns = (place.role, place.task, place.beyond, place.position, place.ended_at.is_(None))
    return select(models.Page.url, *columns).join(place, place.page_id == models.Page.id)


def _findings() -> Select[*tuple[Any, ...]]:
    finding = models.Finding
    first, last = aliased(models.PageAudit), aliased(models.PageAudit)
    return (
        select(models.Page.url, models.Audit.slug, finding.signature, finding.state)
        .join(finding, finding.page_id == models.Page.id)
        .join(models.Audit, models.Audit.id == finding.audit_id)
        # Those of a page audit that is not there would be lost here, and so be missed.
        .join(first, first.id == finding.first_seen_id)
        .join(last, last.id == finding.last_seen_id)
    )


def _site_facts(session: Session) -> Counter[Key]:
    """What is kept of a website as a whole, and what its findability came to."""
    fact, found, audit = models.SiteFact, models.Findability, models.SiteAudit
    of_site = select(models.Website.url).join(audit, audit.website_id == models.Website.id)
    kinds = of_site.join(fact, fact.site_audit_id == audit.id).add_columns(fact.kind)
    judged = of_site.join(found, found.site_audit_id == audit.id).add_columns(
        found.judged, found.applicable
    )
    return _counted(session, kinds) + _counted(session, judged)


def _scores(session: Session) -> dict[Key, float | None]:
    pillars = ("accessibility", "speed", "mobile", "total")
    page, site = models.PageScore, models.SiteScore
    rows = [
        *_scored(
            session,
            select(models.Page.url, page)
            .join(models.PageAudit, models.PageAudit.page_id == models.Page.id)
            .join(page, page.page_audit_id == models.PageAudit.id),
            "page",
        ),
        *_scored(
            session,
            select(models.Website.url, site)
            .join(models.SiteAudit, models.SiteAudit.website_id == models.Website.id)
            .join(site, site.site_audit_id == models.SiteAudit.id),
            "website",
        ),
    ]
    return {
        (kind, url, pillar): getattr(row, pillar) for kind, url, row in rows for pillar in pillars
    }


def _scored(
    session: Session, query: Select[*tuple[Any, ...]], kind: str
) -> Iterable[tuple[str, str, Any]]:
    return [(kind, url, row) for url, row in session.execute(query)]
