from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from crawler.database import queries, schema, session, store
from crawler.database.models import Base
from crawler.errors import DatabaseDrifted, DatabaseNewer, DatabaseOutdated
from tests.database.samples import MONDAY

CHECKOUT = Path(__file__).parents[2]


def run(url: str, statement: str) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_the_migrations_make_what_the_models_say(empty_url: str) -> None:
    assert session.upgrade(empty_url)
    session.check(empty_url)
    db = session.open_database(empty_url)
    tables = set(inspect(db.engine).get_table_names())
    db.close()
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_a_second_upgrade_finds_nothing_to_do(empty_url: str) -> None:
    assert session.upgrade(empty_url)
    assert not session.upgrade(empty_url)


@pytest.mark.parametrize(
    ("drift", "words"),
    [
        ("ALTER TABLE crawl ADD COLUMN moon VARCHAR", "moon"),
        ("DROP INDEX ix_page_audit_page_id", "ix_page_audit_page_id"),
        ("DROP TABLE page_score", "page_score"),
        ("ALTER TABLE panel_page DROP COLUMN task", "task"),
    ],
)
def test_drift_is_found(url: str, drift: str, words: str) -> None:
    session.check(url)
    run(url, drift)
    with pytest.raises(DatabaseDrifted, match=words):
        session.check(url)


def test_a_lost_check_is_found(url: str, kind: str) -> None:
    """SQLite cannot drop a constraint, so there its table is made anew without it."""
    if kind == "postgresql":
        run(url, "ALTER TABLE audit DROP CONSTRAINT ck_audit_pillar")
    else:
        run(url, "DROP TABLE audit")
        columns = "id INTEGER NOT NULL PRIMARY KEY, slug VARCHAR NOT NULL UNIQUE"
        run(url, f"CREATE TABLE audit ({columns}, pillar VARCHAR(24) NOT NULL)")
    with pytest.raises(DatabaseDrifted, match="ck_audit_pillar is missing"):
        session.check(url)


def test_a_check_without_a_new_word_is_found(url: str, kind: str) -> None:
    """As when an enumeration grew and nobody wrote the migration."""
    rule = "CONSTRAINT ck_audit_pillar CHECK (pillar IN ('accessibility', 'speed'))"
    if kind == "postgresql":
        run(url, "ALTER TABLE audit DROP CONSTRAINT ck_audit_pillar")
        run(url, f"ALTER TABLE audit ADD {rule}")
    else:
        run(url, "DROP TABLE audit")
        columns = "id INTEGER NOT NULL PRIMARY KEY, slug VARCHAR NOT NULL UNIQUE"
        run(url, f"CREATE TABLE audit ({columns}, pillar VARCHAR(24) NOT NULL, {rule})")
    with pytest.raises(DatabaseDrifted, match="ck_audit_pillar differs in mobile"):
        session.check(url)


def test_an_orphan_is_found(migrated_sqlite: Path) -> None:
    """A plain connection to SQLite does not enforce foreign keys."""
    url = f"sqlite:///{migrated_sqlite.with_name('orphan.db')}"
    session.upgrade(url)
    run(url, "INSERT INTO page (id, website_id, url) VALUES (1, 7, 'https://a.example/')")
    with pytest.raises(DatabaseDrifted, match="1 rows refer to rows that are not there"):
        session.check(url)


def test_an_older_database_must_be_upgraded_first(url: str) -> None:
    run(url, "DELETE FROM alembic_version")
    run(url, "DROP TABLE page_score")
    for table in reversed(Base.metadata.sorted_tables):
        run(url, f"DROP TABLE IF EXISTS {table.name}")
    with pytest.raises(DatabaseOutdated, match="usability db upgrade"):
        session.open_database(url)
    assert session.upgrade(url)
    session.check(url)


def test_a_newer_database_is_left_alone(url: str) -> None:
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    for attempt in (session.open_database, session.upgrade, session.check):
        with pytest.raises(DatabaseNewer, match="9999"):
            attempt(url)


def test_a_process_of_an_older_version_is_not_fooled_by_the_files_of_a_newer_one(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer version is installed under it, and the crawl of that one upgrades the database."""
    session.open_database(url).close()
    installed = tmp_path / "migrations"
    copytree(schema.MIGRATIONS, installed)
    newest = ScriptDirectory(str(installed)).get_current_head()
    (installed / "versions" / "9999_newer.py").write_text(
        f'revision = "9999"\ndown_revision = "{newest}"\n'
    )
    monkeypatch.setattr(schema, "MIGRATIONS", installed)
    session.open_database(url).close()
    assert not session.upgrade(url)
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer, match="restart what still runs"):
        session.open_database(url)


def test_two_processes_may_upgrade_at_once(empty_url: str) -> None:
    script = "import sys; from crawler.database import session; print(session.upgrade(sys.argv[1]))"
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", script, empty_url],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        )
        for _ in range(3)
    ]
    outputs = [racer.communicate(timeout=120) for racer in racers]
    assert sorted(out.strip() for out, _ in outputs) == ["False", "False", "True"], outputs
    session.check(empty_url)


def test_the_history_is_one_line() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_a_process_of_an_older_version_writes_nothing_after_an_upgrade(url: str) -> None:
    db = session.open_database(url)
    store.begin_crawl(db, started_at=MONDAY, register="before")
    run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer, match="restart what still runs"):
        store.begin_crawl(db, started_at=MONDAY, register="after")
    assert [each.register for each in queries.crawls(db)] == ["before"]
    run(url, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(DatabaseOutdated):
        store.begin_crawl(db, started_at=MONDAY, register="after")
    db.close()
