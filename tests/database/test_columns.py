from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from crawler.database import models, store
from crawler.records import EndState
from tests.database.samples import DIGEST, MONDAY, SITE, WEEK, panel, result

if TYPE_CHECKING:
    from crawler.database.session import Database

CRAWL: dict[str, Any] = {
    "state": "running",
    "started_at": MONDAY,
    "register": "councils.csv",
    "selection": "all",
    "panel_size": 10,
    "allow_loopback": False,
}


def add_crawl(db: Database, **changes: Any) -> None:
    db.write(lambda session: session.execute(insert(models.Crawl), [CRAWL | changes]))


def test_an_instant_comes_back_in_utc(db: Database) -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    add_crawl(db, started_at=datetime(2026, 11, 23, 15, 0, 0, 7, tzinfo=india))
    with db.read() as session:
        found = session.scalar(select(models.Crawl.started_at))
    assert found == datetime(2026, 11, 23, 9, 30, 0, 7, tzinfo=UTC)
    assert found is not None
    assert found.utcoffset() == timedelta(0)


def test_a_naive_datetime_is_refused(db: Database) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        add_crawl(db, started_at=datetime(2026, 11, 23))  # noqa: DTZ001 -- that is the point


def test_a_digest_that_is_none_is_refused(db: Database) -> None:
    row = {"digest": "abcd", "steps": 0, "data": b""}
    with pytest.raises(StatementError, match="not a SHA-256 digest"):
        db.write(lambda session: session.execute(insert(models.Fact), [row]))


def test_a_word_outside_an_enumeration_is_refused_by_the_database(db: Database) -> None:
    add_crawl(db)
    statement = text("UPDATE crawl SET state = 'asleep'")
    with pytest.raises(IntegrityError, match="ck_crawl_crawlstate"):
        db.write(lambda session: session.execute(statement))


def test_a_closed_site_needs_both_its_state_and_its_end(db: Database) -> None:
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    store.begin_site(db, ticket.id, SITE, MONDAY)
    statement = text("UPDATE site_audit SET state = 'audited'")
    with pytest.raises(IntegrityError, match="ck_site_audit_closed"):
        db.write(lambda session: session.execute(statement))


def test_foreign_keys_hold(db: Database) -> None:
    row = {"site_audit_id": 99, "page_id": 99, "position": 0, "role": "home", "reason": ""}
    with pytest.raises(IntegrityError):
        db.write(lambda session: session.execute(insert(models.PanelPage), [row]))
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    audit = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
    store.save_page(db, audit, result(panel()[0]))
    with pytest.raises(IntegrityError):
        db.write(lambda session: session.execute(delete(models.Fact)))


def test_text_that_a_database_refuses_is_mended(db: Database) -> None:
    add_crawl(db, register="nul \0 and half a pair \ud83d")
    with db.read() as session:
        assert session.scalar(select(models.Crawl.register)) == "nul \ufffd and half a pair ?"


def test_a_failed_transaction_leaves_nothing(db: Database) -> None:
    def work(session: Any) -> None:
        session.execute(insert(models.Crawl), [CRAWL])
        session.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(DBAPIError):
        db.write(work)
    with db.read() as session:
        assert session.scalars(select(models.Crawl.id)).all() == []


def test_digests_are_kept_as_bytes_and_read_as_digits(db: Database) -> None:
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    audit = store.begin_site(db, ticket.id, SITE, MONDAY + WEEK).site_audit_id
    store.save_page(db, audit, result(panel()[0], state=EndState.AUDITED))
    with db.read() as session:
        raw = session.execute(text("SELECT screenshot_mobile FROM page_audit")).scalar_one()
        assert bytes(raw).hex() == DIGEST
        assert session.scalar(select(models.PageAudit.screenshot_mobile)) == DIGEST
