"""What need not be kept for ever, and which pictures the evidence still refers to.

Facts and scores stay. A picture stays while one of the last two crawls of its website has it, or an
audit under way; which crawls those are is asked website by website, since not every crawl is of
all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import delete, func, not_, or_, select

from crawler.database import evidence, models
from crawler.database.pieces import AXE, LOADED, NETWORK, STEPS
from crawler.database.queries.latest import SCORED
from crawler.database.states import CrawlState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from crawler.database.session import Database

CRAWLS_KEPT = 2
# Pieces without pictures. Any other is searched, so that a new kind of evidence loses none.
_WITHOUT = ("markup", NETWORK, "loading", LOADED, STEPS)
_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


class PicturesInUse(Struct, frozen=True):
    """Digests: of audits `under_way`, and of the last two crawls of each website."""

    under_way: frozenset[str]
    newest: frozenset[str]


def pictures_in_use(db: Database) -> PicturesInUse:
    """Return the digests of all pictures that are to be kept, as the database is at one moment.

    The last two crawls of a website are its last two that ended, and its last two with scores,
    where those are others: a website that cannot be reached for a while keeps its pictures.
    """
    with db.read() as session:
        audits = models.SiteAudit
        under_way = select(audits.id).where(audits.state.is_(None))
        newest = _last(audits.ended_at.is_not(None)).union(_last(audits.state.in_(SCORED)))
        return PicturesInUse(
            under_way=frozenset(_pictures(session, session.scalars(under_way).all())),
            newest=frozenset(_pictures(session, session.scalars(newest).all())),
        )


def closed_terms(db: Database) -> tuple[int, int]:
    """Return of how many crawls that are closed the terms are kept, and their bytes."""
    with db.read() as session:
        query = select(func.count(), func.sum(func.length(models.CrawlTerms.terms)))
        row = session.execute(query.where(_closed())).one()
        return int(row[0]), int(row[1] or 0)


def drop_closed_terms(db: Database) -> None:
    """Remove the terms of crawls that are closed: nobody works on them any more."""
    db.write(lambda session: session.execute(delete(models.CrawlTerms).where(_closed())))


def _closed() -> ColumnElement[bool]:
    running = select(models.Crawl.id).where(models.Crawl.state == CrawlState.RUNNING)
    return models.CrawlTerms.crawl_id.not_in(running)


def _last(condition: ColumnElement[bool]) -> Select[Any]:
    audits = models.SiteAudit
    place = func.row_number().over(
        partition_by=audits.website_id, order_by=(audits.ended_at.desc(), audits.id.desc())
    )
    ranked = select(audits.id, place.label("place")).where(condition).subquery()
    return select(ranked.c.id).where(ranked.c.place <= CRAWLS_KEPT)


def _pictures(session: Session, site_audit_ids: Iterable[int]) -> set[str]:
    found: set[str] = set()
    page, fact = models.PageAudit, models.PageFact
    without = or_(fact.kind.in_(_WITHOUT), fact.kind.startswith(AXE))
    for ids in _slices(site_audit_ids, 400):
        shots = select(page.screenshot_mobile, page.screenshot_desktop)
        for row in session.execute(shots.where(page.site_audit_id.in_(ids))):
            found.update(digest for digest in row if digest is not None)
    searched: set[int] = set()
    for ids in _slices(site_audit_ids, 20):
        pieces = select(fact.fact_id).join(page, page.id == fact.page_audit_id)
        wanted = set(session.scalars(pieces.where(page.site_audit_id.in_(ids), not_(without))))
        for content in evidence.read(session, wanted - searched).values():
            found.update(digest.decode() for digest in _DIGEST.findall(content))
        searched |= wanted
    return found


def _slices(ids: Iterable[int], size: int) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[at : at + size] for at in range(0, len(ordered), size))
