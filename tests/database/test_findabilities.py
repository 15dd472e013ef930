from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from crawler.database import models, store
from tests.database.samples import MONDAY, SITE, WEEK, findability, task_findability

if TYPE_CHECKING:
    from crawler.database.session import Database


def begin(db: Database, week: int = 0, site: str = SITE) -> int:
    at = MONDAY + week * WEEK
    crawl = store.begin_crawl(db, started_at=at, register="r")
    return store.begin_site(db, crawl.id, site, at).site_audit_id


def rows(db: Database) -> list[models.Findability]:
    with db.read() as session:
        order = models.Findability.site_audit_id
        return list(session.scalars(select(models.Findability).order_by(order)))


def sizes(db: Database) -> list[int]:
    with db.read() as session:
        return list(session.scalars(select(func.length(models.Fact.data)).order_by(models.Fact.id)))


def test_it_is_kept_with_its_counts(db: Database) -> None:
    audit = begin(db)
    store.save_findability(db, audit, findability())
    (row,) = rows(db)
    assert (row.site_audit_id, row.method, row.figure, row.requests) == (audit, 1, 66.6, 31)
    assert (row.applicable, row.judged) == (25, 20)


def test_the_first_stands(db: Database) -> None:
    audit = begin(db)
    store.save_findability(db, audit, findability())
    store.save_findability(db, audit, findability(1.0))
    assert [row.figure for row in rows(db)] == [66.6]
    assert len(sizes(db)) == 1


def test_an_unchanged_site_adds_one_row_and_a_changed_one_little(db: Database) -> None:
    for week, text in enumerate(["Bins", "Bins", "Rubbish"]):
        store.save_findability(db, begin(db, week), findability(text=text))
    first, second, third = rows(db)
    assert first.fact_id == second.fact_id != third.fact_id
    whole, changed = sizes(db)
    assert changed < whole / 2


def test_websites_do_not_resemble_each_other(db: Database) -> None:
    store.save_findability(db, begin(db), findability())
    store.save_findability(db, begin(db, 0, "https://w.example/"), findability(text="Rubbish"))
    with db.read() as session:
        assert set(session.scalars(select(models.Fact.base_id))) == {None}


def test_text_that_utf8_cannot_hold_is_mended(db: Database) -> None:
    odd = replace(
        findability(),
        tasks=(task_findability(1, text="Bins \ud83d"), task_findability(2, text="\0")),
    )
    store.save_findability(db, begin(db), odd)
    assert rows(db)[0].judged == 2


def test_taking_back_an_audit_takes_its_findability(db: Database) -> None:
    audit = begin(db)
    store.save_findability(db, audit, findability())
    store.remove_site(db, audit)
    assert rows(db) == []


@pytest.mark.parametrize("figure", [None, 0.0, 100.0])
def test_a_figure_that_is_missing_is_not_nothing(db: Database, figure: float | None) -> None:
    store.save_findability(db, begin(db), findability(figure))
    assert rows(db)[0].figure == figure
