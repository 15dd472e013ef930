"""What all workers must know of a crawl."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from crawler.database import models
from crawler.database.states import CrawlState
from crawler.database.upsert import insert

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crawler.database.session import Database


class CrawlTerms(Struct, frozen=True):
    """A crawl as a worker finds it: whether it goes on, when it began, and the terms as they were
    saved."""

    running: bool
    started_at: datetime
    terms: bytes


def save_terms(db: Database, crawl_id: int, terms: bytes) -> None:
    """Keep what a crawl's workers must know; what was kept before is replaced."""

    def work(session: Session) -> None:
        statement = insert(session, models.CrawlTerms).values(crawl_id=crawl_id, terms=terms)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["crawl_id"], set_={"terms": statement.excluded["terms"]}
            )
        )

    db.write(work)


def terms_of(db: Database, crawl_id: int) -> CrawlTerms | None:
    """Return what a crawl's workers must know; None where there is no such crawl, or one from
    before there were workers."""
    with db.read() as session:
        row = session.execute(
            select(models.Crawl.state, models.Crawl.started_at, models.CrawlTerms.terms)
            .join(models.CrawlTerms, models.CrawlTerms.crawl_id == models.Crawl.id)
            .where(models.Crawl.id == crawl_id)
        ).one_or_none()
    if row is None:
        return None
    return CrawlTerms(row.state is CrawlState.RUNNING, row.started_at, row.terms)
