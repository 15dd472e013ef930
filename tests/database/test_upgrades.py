"""A database that an older version filled loses nothing when it is brought up to date."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import inspect, text

from crawler.database import address, schema, session, store
from crawler.errors import DatabaseDrifted
from crawler.records import EndState, PageRole, PanelPage, Source
from tests.database.samples import MONDAY, SITE, WEEK, result, site_score

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

PAGES = {
    "": ("home", None, "The home page of the website."),
    "contact": ("contact", None, "A link on the home page says “Contact us”."),
    "bins": (
        "task",
        "bin-collection-day",
        "It is in the sitemap, and its address names the task “Find your bin day”.",
    ),
    "other": ("other", None, "It is in the sitemap; it fills a place that no task took."),
}
FIRST_TABLES: dict[str, list[dict[str, Any]]] = {
    "audit": [{"slug": "color-contrast", "pillar": "accessibility"}],
    "crawl": [
        {
            "state": "finished", "started_at": MONDAY, "ended_at": MONDAY,
            "register": "r", "selection": "all", "panel_size": 10, "allow_loopback": False,
        }
    ],
    "fact": [{"digest": b"x" * 32, "base_id": None, "steps": 0, "data": b"data"}],
    "versions": [{"chromium": "156", "axe": "4.11", "lighthouse": "13.5"}],
    "website": [{"url": SITE}],
    "council": [
        {
            "slug": "eastmere", "website_id": 1, "name": "Eastmere", "nation": "england",
            "region": "East", "type": "district", "gss_code": "E07000001", "population": 12,
        }
    ],
    "page": [
        {"website_id": 1, "url": SITE + path} for path in PAGES
    ],
    "site_audit": [
        {
            "website_id": 1, "crawl_id": 1, "state": "audited", "reason": None,
            "started_at": MONDAY, "ended_at": MONDAY, "pages_planned": 4, "pages_scored": 4,
            "versions_id": 1,
        }
    ],
    "panel_page": [
        {
            "site_audit_id": 1, "page_id": number, "position": number - 1,
            "role": role, "task": task, "reason": reason,
        }
        for number, (role, task, reason) in enumerate(PAGES.values(), 1)
    ],
    "site_score": [
        {
            "site_audit_id": 1, "method": 1,
            "accessibility": 71.3, "speed": 55.1, "mobile": None, "total": None,
        }
    ],
    "page_audit": [
        {
            "site_audit_id": 1, "page_id": number, "state": "audited",
            "visited_at": MONDAY, "status": 200, "versions_id": 1, "fcp_ms": 1234.5678901234567,
        }
        for number in range(1, 5)
    ],
    "audit_result": [
        {
            "page_audit_id": 1, "audit_id": 1, "outcome": "fail", "impact": "serious",
            "advice": False, "failing": 1, "passing": 2, "undecided": 0,
        }
    ],
    "finding": [
        {
            "page_id": 1, "audit_id": 1, "signature": b"12345678", "state": "new",
            "first_seen_id": 1, "last_seen_id": 1, "changed_id": 1,
        }
    ],
    "page_fact": [{"page_audit_id": 1, "position": 0, "kind": "markup", "fact_id": 1}],
    "page_score": [
        {
            "page_audit_id": number, "method": 1,
            "accessibility": 71.3, "speed": 55.1, "mobile": None, "total": None,
        }
        for number in range(1, 5)
    ],
}  # fmt: skip


def engine_of(url: str) -> Engine:
    return address.engine_of(address.parse(url, create=True), busy_seconds=5)


def fill(url: str) -> dict[str, list[dict[str, Any]]]:
    """Make the first tables and put rows into each; return them as they are read back."""
    engine = engine_of(url)
    with engine.begin() as connection:
        command.upgrade(schema._alembic(connection), "0001")
        for table, rows in FIRST_TABLES.items():
            names = ", ".join(rows[0])
            values = ", ".join(f":{name}" for name in rows[0])
            statement = text(f"INSERT INTO {table} ({names}) VALUES ({values})")  # noqa: S608
            connection.execute(
                statement,
                [{name: plain(value, engine) for name, value in row.items()} for row in rows],
            )
        kept = contents(connection)
    engine.dispose()
    return kept


def plain(value: object, engine: Engine) -> object:
    """SQLite keeps an instant as text."""
    if engine.dialect.name == "sqlite" and isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    return value


def contents(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        table: sorted(
            (
                dict(row)
                for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()  # noqa: S608
            ),
            key=str,
        )
        for table in sorted(FIRST_TABLES.keys() & inspect(connection).get_table_names())
    }


def test_every_first_table_is_filled(empty_url: str) -> None:
    fill(empty_url)
    engine = engine_of(empty_url)
    assert {*inspect(engine).get_table_names()} == {*FIRST_TABLES, "alembic_version"}
    engine.dispose()


def test_nothing_is_lost(empty_url: str) -> None:
    before = fill(empty_url)
    assert session.upgrade(empty_url)
    session.check(empty_url)
    engine = engine_of(empty_url)
    with engine.connect() as connection:
        after = contents(connection)
    engine.dispose()
    more = {
        "panel_page": ("source", "score", "supplier", "replaces"),
        "page_audit": ("walked", "template", "measurement"),
        "site_audit": ("claim", "tries", "worker"),
    }
    # Its rows repeated what the pieces of each page audit say.
    assert before.keys() - after.keys() == {"audit_result"}
    for table, rows in after.items():
        for row in rows:
            for name in more.get(table, ()):
                del row[name]
        assert sorted(rows, key=str) == sorted(before[table], key=str)


def test_old_panels_say_where_their_pages_were_found(empty_url: str) -> None:
    fill(empty_url)
    session.upgrade(empty_url)
    db = session.open_database(empty_url)
    sources = (Source.REGISTER, Source.HOME_LINK, Source.SITEMAP, Source.SITEMAP)
    assert store.panel_of(db, 1) == tuple(
        PanelPage(url=SITE + path, role=PageRole(role), task=task, reason=reason, source=source)
        for (path, (role, task, reason)), source in zip(PAGES.items(), sources, strict=True)
    )
    assert store.stored_panel(db, SITE) is None
    db.close()


def test_an_orphan_stops_the_upgrade(tmp_path: Path) -> None:
    """SQLite does not look at the rows that refer to a table while it is made anew."""
    url = f"sqlite:///{tmp_path / 'orphan.db'}"
    before = fill(url)
    engine = engine_of(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO page (website_id, url) VALUES (7, 'https://a.b/')"))
    with pytest.raises(DatabaseDrifted, match="1 rows refer to rows that are not there"):
        session.upgrade(url)
    with engine.connect() as connection:
        assert contents(connection)["panel_page"] == before["panel_page"]
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
    engine.dispose()


def test_a_table_made_anew_is_stored_as_before(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    fill(url)
    session.upgrade(url)
    engine = engine_of(url)
    with engine.connect() as connection:
        query = "SELECT sql FROM sqlite_master WHERE name = 'panel_page'"
        assert "WITHOUT ROWID" in str(connection.scalar(text(query)))
    engine.dispose()


def test_an_upgraded_database_takes_the_new_words(empty_url: str) -> None:
    fill(empty_url)
    session.upgrade(empty_url)
    db = session.open_database(empty_url)
    at = MONDAY + WEEK
    audit = store.begin_site(
        db, store.begin_crawl(db, started_at=at, register="r").id, SITE, at
    ).site_audit_id
    pages = tuple(
        PanelPage(url=f"{SITE}{role}/{source}", role=role, reason="Why.", source=source)
        for role in PageRole
        for source in Source
    )
    store.save_panel(db, audit, pages)
    assert store.panel_of(db, audit) == pages
    store.save_page(db, audit, result(pages[0], at))
    store.close_site(db, audit, EndState.AUDITED, "", site_score(80.0, 1, 1), at)
    db.close()
    session.check(empty_url)


def test_an_upgrade_that_is_killed_leaves_the_database_as_it_was(empty_url: str) -> None:
    """At whatever statement: all of it is one transaction, on SQLite too. The last is whole."""
    fill(empty_url)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.database.killed_upgrades", empty_url],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert ended.stderr == ""
    assert int(ended.stdout) >= 5


def test_an_upgrade_says_what_it_does(empty_url: str) -> None:
    said: list[str] = []
    session.upgrade(empty_url, said.append)
    assert said[0].startswith("1 of ")
    assert said[0].endswith("0001, First tables")
    assert len(said) == int(said[0].split()[2].strip(":")) + 1
