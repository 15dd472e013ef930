"""A full disk, and a lock that lasts: nothing finished is lost, and going on works."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from crawler.database import session, store
from crawler.database.session import open_database
from crawler.errors import DatabaseAway, DatabaseLost
from tests.database.samples import MONDAY, SITE, panel, result
from tests.database.test_processes import CHECKOUT, audits, require_whole
from tests.database.writer import results

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.database.session import Database
    from crawler.records import PageResult


def incompressible(number: int) -> PageResult:
    """A page whose evidence takes room: no two look alike."""
    page = panel(30)[number]
    return result(page, selectors=tuple(f"#n{number * 997 + each * 7919:x}" for each in range(40)))


def save_until_full(db: Database, audit: int) -> int:
    """Save pages until that fails, and return how many were saved."""
    for number in range(30):
        with db.explained():
            store.save_page(db, audit, incompressible(number))
    pytest.fail("it never became full")


def test_a_full_database_loses_nothing_and_goes_on_with_room(own_sqlite: Path) -> None:
    db = open_database(f"sqlite:///{own_sqlite}")
    crawl = store.begin_crawl(db, started_at=MONDAY, register="r")
    mine = store.begin_site(db, crawl.id, SITE, MONDAY)
    audit = mine.site_audit_id
    store.save_panel(db, audit, panel(30))
    db.engine.dispose()

    # SQLite says this of a full disk too.
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 8}")

    event.listen(db.engine, "connect", limit)
    with pytest.raises(DatabaseLost, match=r"is full.*has room, then run the same") as full:
        save_until_full(db, audit)
    assert not isinstance(full.value, DatabaseAway), "waiting does not mend it"
    saved = store.results_of(db, audit)
    assert 0 < len(saved) < 30
    assert saved == tuple(incompressible(number) for number in range(len(saved)))
    with pytest.raises(DatabaseLost), db.explained():
        store.save_page(db, audit, incompressible(len(saved)))

    event.remove(db.engine, "connect", limit)
    db.engine.dispose()
    again = store.begin_site(db, crawl.id, SITE, MONDAY)
    fenced = db.fenced(audit, again.claim)
    for number in range(len(saved), 30):
        assert store.save_page(fenced, audit, incompressible(number))
    assert store.results_of(db, audit) == tuple(incompressible(number) for number in range(30))
    db.close()
    session.check(f"sqlite:///{own_sqlite}")


def test_a_writer_whose_files_may_not_grow_is_gone_on_with(own_sqlite: Path) -> None:
    """Nor may its journal: at the limit the system refuses the write half way."""
    url = f"sqlite:///{own_sqlite}"

    def limited() -> None:
        size = own_sqlite.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

    command = [sys.executable, "-m", "tests.database.writer", url, SITE]
    first = subprocess.run(
        command,
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
    )
    assert first.returncode == 1
    assert "disk I/O error" in first.stderr or "is full" in first.stderr, first.stderr
    saved = set(first.stdout.split()[1:])
    db = open_database(url)
    require_whole(db, SITE, saved)
    second = subprocess.run(command, capture_output=True, text=True, check=False, cwd=CHECKOUT)
    assert second.returncode == 0, second.stderr
    assert not saved & set(second.stdout.split()), "none was saved twice"
    require_whole(db, SITE, {each.page.url for each in results(SITE)})
    assert len(store.results_of(db, audits(db)[SITE])) == len(results(SITE))
    db.close()


def test_a_lock_that_outlasts_our_patience_may_pass(
    own_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "BUSY_SECONDS", 0.02)
    monkeypatch.setattr(session, "TRIES", 2)
    db = open_database(f"sqlite:///{own_sqlite}")
    crawl = store.begin_crawl(db, started_at=MONDAY, register="r")
    mine = store.begin_site(db, crawl.id, SITE, MONDAY)
    fenced = db.fenced(mine.site_audit_id, mine.claim)
    store.save_panel(fenced, mine.site_audit_id, panel())
    other = sqlite3.connect(own_sqlite, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseAway, match=r"is locked.*run the same"), fenced.explained():
        store.save_page(fenced, mine.site_audit_id, result(panel()[0]))
    fenced.require_claim()
    other.close()
    assert store.save_page(fenced, mine.site_audit_id, result(panel()[0]))
    assert store.results_of(db, mine.site_audit_id) == (result(panel()[0]),)
    db.close()
