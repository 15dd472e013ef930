"""What the pages of the newest audit were made of, in as few queries for many pages as for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from sqlalchemy import update

from crawler.database import evidence, models, queries, store
from crawler.database.pieces import LOADED, canonical
from crawler.facts.loading import Loading, Share
from crawler.records import EndState
from tests.database.samples import MONDAY, SITE, WEEK, council, panel, result, site_score

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy.orm import Session

    from crawler.database.session import Database


def crawled(db: Database, week: int, pages: int, size: int | None) -> None:
    at = MONDAY + week * WEEK
    crawl = store.begin_crawl(db, started_at=at, register="r", fresh=True)
    audit = store.begin_site(db, crawl.id, SITE, at).site_audit_id
    for number, page in enumerate(panel(pages)):
        seen = result(page, at)
        if size is not None:
            made = Loading(types=(Share(type="script", requests=1, bytes=size + number),))
            seen = replace(seen, facts=replace(seen.facts, loading=made))
        store.save_page(db, audit, seen)
    store.close_site(db, audit, EndState.AUDITED, "", site_score(80.0), at)


def test_the_newest_audit_speaks(
    db: Database, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    store.save_register(db, [council()])
    assert queries.loadings(db, "eastmere") == {}
    crawled(db, 0, 3, None)
    assert queries.loadings(db, "eastmere") == {}, "of an audit from before it was kept"
    crawled(db, 1, 2, 100)
    crawled(db, 2, 4, 200)
    with count_queries() as statements:
        found = queries.loadings(db, "eastmere")
    assert [loading.bytes for loading in found.values()] == [200, 201, 202, 203]
    assert len(statements) == 2
    detail = queries.council(db, "eastmere", today=MONDAY.date())
    assert detail is not None
    assert [page.page_audit_id for page in detail.pages] == list(found)
    assert queries.loadings(db, "nowhere") == {}


def test_one_that_was_kept_as_a_piece_by_itself_is_read(db: Database) -> None:
    store.save_register(db, [council()])
    crawled(db, 0, 1, 100)
    made = Loading(types=(Share(type="script", requests=1, bytes=7),))

    def age(session: Session) -> None:
        (key,) = evidence.keep(session, [("loading", canonical(made))], {})
        pieces = update(models.PageFact).where(models.PageFact.kind == LOADED)
        session.execute(pieces.values(kind="loading", fact_id=key))

    db.write(age)
    assert list(queries.loadings(db, "eastmere").values()) == [made]
