"""A backup holds all of a database at one moment; restored, it is that database again."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, make_url, text

from crawler.cli import usability as program
from crawler.config import Config
from crawler.database import models, queries, session, store
from crawler.database.artifacts import Artifacts
from crawler.database.jobs_engine import jobs_file
from crawler.database.session import open_database
from crawler.database.states import CrawlState
from crawler.database.upkeep import archive
from crawler.database.upkeep.backup import back_up
from crawler.errors import (
    BackupDamaged,
    BackupExists,
    BackupNotUsable,
    CrawlRunning,
    DatabaseUnreadable,
    NoPostgresqlTool,
    RestoreFailed,
    UnreadableFile,
)
from crawler.jobs.alone import alone
from crawler.jobs.restore import restore
from tests.database.samples import DIGEST, MONDAY, PICTURE, WEEK
from tests.database.test_transfer import everything, fill
from tests.database.test_upgrades import fill as fill_first_tables

if TYPE_CHECKING:
    from tests.postgresql import PostgreSQL

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "usability.db"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module")
def filled_postgresql(postgresql: PostgreSQL, migrated_postgresql: str) -> str:
    url = postgresql.database(migrated_postgresql)
    fill(url)
    return url


@pytest.fixture
def config(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Config:
    """Settings for a database of the test's own, with crawls in it."""
    artifacts = tmp_path / "artifacts"
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("filled_sqlite"), tmp_path / "usability.db")
        return Config(database=f"sqlite:///{tmp_path / 'usability.db'}", artifacts=artifacts)
    server: PostgreSQL = request.getfixturevalue("postgresql")
    url = server.database(request.getfixturevalue("filled_postgresql"))
    return Config(database=url, artifacts=artifacts)


@pytest.fixture
def backup(config: Config, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar"
    back_up(config.database, path, MONDAY)
    return path


def contents(url: str) -> dict[str, list[object]]:
    db = open_database(url)
    found = everything(db)
    db.close()
    return found


def crawl_more(url: str) -> None:
    db = open_database(url)
    store.begin_crawl(db, started_at=MONDAY + 3 * WEEK, register="after the backup", fresh=True)
    db.close()


def quiet(_: str) -> None:
    pass


def test_what_was_backed_up_is_there_again(config: Config, backup: Path, tmp_path: Path) -> None:
    before = contents(config.database)
    crawl_more(config.database)
    made = restore(config, backup, MONDAY + WEEK, quiet)
    assert made.tables == {name: len(rows) for name, rows in before.items()}
    session.check(config.database)
    after = contents(config.database)
    assert after.pop("crawl") != before.pop("crawl")
    assert after == before
    db = open_database(config.database)
    # What ran at that time is over: its jobs are forgotten.
    assert {crawl.state for crawl in queries.crawls(db)} == {
        *(CrawlState.FINISHED, CrawlState.INTERRUPTED)
    }
    store.begin_crawl(db, started_at=MONDAY + 4 * WEEK, register="on")
    db.close()
    left = {path.name for path in tmp_path.iterdir() if ".restoring" in path.name}
    assert left == set()


def test_the_old_database_stays_beside_the_restored_one(config: Config, backup: Path) -> None:
    crawl_more(config.database)
    before = contents(config.database)
    for _ in range(2):
        restore(config, backup, MONDAY, quiet)
        file = config.database_file
        if file is not None:
            old = file.with_name(f"{file.name}.before-restore")
            kept = contents(f"sqlite:///{old}")
        else:
            url = make_url(config.database)
            options = {"options": "-csearch_path=before_restore"}
            kept = contents(url.update_query_dict(options).render_as_string(hide_password=False))
        assert kept == before
        before = contents(config.database)


def test_it_is_of_one_moment_while_others_write(config: Config, tmp_path: Path) -> None:
    """No row without the one that it refers to, and the numbers are those of that moment."""
    db = open_database(config.database)
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            site = f"https://a{number}.example/"
            row = {"url": site}
            db.write(lambda s, row=row: s.execute(insert(models.Website), [row]))  # type: ignore[misc]

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = back_up(config.database, tmp_path / "live.tar", MONDAY)
    finally:
        stop.set()
        writer.join()
    db.close()
    assert made.tables["website"] >= 1
    restore(config, tmp_path / "live.tar", MONDAY, quiet)
    assert len(contents(config.database)["website"]) == made.tables["website"]


def test_pictures_go_with_it_when_asked(config: Config, tmp_path: Path) -> None:
    shelf = Artifacts(config.artifacts)
    shelf.put(DIGEST, PICTURE)
    made = back_up(config.database, tmp_path / "with.tar", MONDAY, pictures=shelf)
    assert made.pictures == 1
    shutil.rmtree(config.artifacts)
    restore(config, tmp_path / "with.tar", MONDAY, quiet)
    assert shelf.read(DIGEST) == PICTURE


def test_a_picture_that_is_pruned_meanwhile_costs_no_backup(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Artifacts(config.artifacts)
    other = hashlib.sha256(b"other").hexdigest()
    for digest, content in ((DIGEST, PICTURE), (other, b"other")):
        shelf.put(digest, content)
    listed = list(shelf.pictures())
    shelf.path(other).unlink()
    monkeypatch.setattr(Artifacts, "pictures", lambda _: listed)
    made = back_up(config.database, tmp_path / "with.tar", MONDAY, pictures=shelf)
    assert made.pictures == 1
    monkeypatch.undo()
    shutil.rmtree(config.artifacts)
    restore(config, tmp_path / "with.tar", MONDAY, quiet)
    assert [each.digest for each in shelf.pictures()] == [DIGEST]


def test_a_picture_that_may_not_be_read_is_named(config: Config, tmp_path: Path) -> None:
    shelf = Artifacts(config.artifacts)
    shelf.path(DIGEST).mkdir(parents=True)  # which nobody can read as a file, not even root
    with pytest.raises(UnreadableFile, match=f"{shelf.path(DIGEST)} cannot be read"):
        back_up(config.database, tmp_path / "with.tar", MONDAY, pictures=shelf)
    assert not (tmp_path / "with.tar").exists()


def test_a_file_is_not_written_over_unasked(config: Config, backup: Path) -> None:
    with pytest.raises(BackupExists, match="--force"):
        back_up(config.database, backup, MONDAY)
    back_up(config.database, backup, MONDAY + WEEK, force=True)
    assert archive.read(backup).made_at == MONDAY + WEEK
    assert {path.name for path in backup.parent.iterdir() if path.name.startswith(".")} == set()


@pytest.mark.parametrize("where", [0.3, 0.999])
def test_a_damaged_backup_is_refused(config: Config, backup: Path, where: float) -> None:
    content = bytearray(backup.read_bytes())
    before = contents(config.database)
    with tarfile.open(backup) as tar:
        member = tar.getmember(archive.DATABASE)
    place = member.offset_data + int(where * (member.size - 1))
    content[place] ^= 0xFF
    backup.write_bytes(content)
    with pytest.raises(BackupDamaged, match="Nothing was touched"):
        restore(config, backup, MONDAY, quiet)
    backup.write_bytes(content[: len(content) // 2])
    with pytest.raises(BackupDamaged):
        restore(config, backup, MONDAY, quiet)
    backup.write_text("Dear diary")
    with pytest.raises(BackupDamaged):
        restore(config, backup, MONDAY, quiet)
    assert contents(config.database) == before


def test_one_of_an_older_version_is_brought_up_to_date(empty_url: str, tmp_path: Path) -> None:
    fill_first_tables(empty_url)
    path = tmp_path / "old.tar"
    assert back_up(empty_url, path, MONDAY).revision == "0001"
    config = Config(database=empty_url, artifacts=tmp_path / "artifacts")
    restore(config, path, MONDAY, quiet)
    session.check(empty_url)
    assert len(contents(empty_url)["page_audit"]) == 4


def test_one_of_a_newer_version_is_refused(
    config: Config, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.database.schema.knows", lambda _: False)
    with pytest.raises(BackupNotUsable, match="newer version"):
        restore(config, backup, MONDAY, quiet)


def test_one_of_the_other_kind_is_refused(
    filled_sqlite: Path, filled_postgresql: str, tmp_path: Path
) -> None:
    path = tmp_path / "sqlite.tar"
    back_up(f"sqlite:///{filled_sqlite}", path, MONDAY)
    config = Config(database=filled_postgresql, artifacts=tmp_path / "artifacts")
    with pytest.raises(BackupNotUsable, match="usability migrate-database"):
        restore(config, path, MONDAY, quiet)


def test_nothing_is_restored_under_a_crawl(config: Config, backup: Path) -> None:
    with alone(config, lambda: None), pytest.raises(CrawlRunning):
        restore(config, backup, MONDAY, quiet)


def test_nothing_is_restored_under_a_reader_of_the_file(
    filled_sqlite: Path, tmp_path: Path
) -> None:
    """SQLite's log belongs to a path: a reader of the old file would take the new one's."""
    file = Path(shutil.copy(filled_sqlite, tmp_path / "usability.db"))
    config = Config(database=f"sqlite:///{file}", artifacts=tmp_path / "artifacts")
    back_up(config.database, tmp_path / "backup.tar", MONDAY)
    reader = queries.open_for_reading(config.database)
    with reader.read() as reading:
        assert reading.scalar(text("SELECT count(*) FROM crawl"))
        with pytest.raises(RestoreFailed, match="is in use"):
            restore(config, tmp_path / "backup.tar", MONDAY, quiet)
    reader.close()
    crawl_more(config.database)
    restore(config, tmp_path / "backup.tar", MONDAY, quiet)


@pytest.mark.parametrize("there", [None, b"", b"Dear diary, " * 1000])
def test_a_lost_or_damaged_file_is_no_obstacle(
    filled_sqlite: Path, tmp_path: Path, there: bytes | None
) -> None:
    back_up(f"sqlite:///{filled_sqlite}", tmp_path / "backup.tar", MONDAY)
    file = tmp_path / "new" / "usability.db"
    if there is not None:
        file.parent.mkdir()
        file.write_bytes(there)
        jobs_file(file).write_text("jobs of then")
    config = Config(database=f"sqlite:///{file}", artifacts=tmp_path / "new" / "artifacts")
    restore(config, tmp_path / "backup.tar", MONDAY, quiet)
    session.check(config.database)
    assert not jobs_file(file).exists()
    old = file.with_name("usability.db.before-restore")
    assert old.exists() == bool(there)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.config import Config
from crawler.jobs.restore import restore
url, artifacts, backup, last = sys.argv[1:]
seen = 0
def watch(event, arguments):
    global seen
    if event in ("os.rename", "os.remove", "os.link", "sqlite3.connect"):
        seen += 1
        if seen == int(last):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
config = Config(database=url, artifacts=Path(artifacts))
restore(config, Path(backup), datetime(2026, 11, 23, tzinfo=UTC), lambda _: None)
"""


def test_killed_on_the_way_it_leaves_the_old_or_the_new(
    filled_sqlite: Path, tmp_path: Path
) -> None:
    """At each of its last steps: renaming, linking and removing files."""
    file = Path(shutil.copy(filled_sqlite, tmp_path / "usability.db"))
    url = f"sqlite:///{file}"
    back_up(url, tmp_path / "backup.tar", MONDAY)
    crawl_more(url)
    outcomes = []
    for last in range(20, 0, -3):
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, url, tmp_path / "artifacts",
             tmp_path / "backup.tar", str(last)],
            cwd=CHECKOUT,
            check=False,
        )  # fmt: skip
        session.check(url)
        registers = {row[4] for row in contents(url)["crawl"]}  # type: ignore[index]
        outcomes.append((ended.returncode, "after the backup" in registers))
        if outcomes[-1][1] is False:
            crawl_more(url)
    assert {code for code, _ in outcomes} <= {0, -9}
    assert (-9, True) in outcomes


def test_the_programs_of_postgresql_are_looked_for(
    filled_postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(NoPostgresqlTool, match="apt-get install postgresql-client-"):
        back_up(filled_postgresql, tmp_path / "backup.tar", MONDAY)
    old = programs / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    old.chmod(0o755)
    with pytest.raises(NoPostgresqlTool, match="of version 9, older than the server"):
        back_up(filled_postgresql, tmp_path / "backup.tar", MONDAY)


def test_the_password_is_no_argument(
    filled_postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which all users of a machine can read, while only the owner sees an environment."""
    asked: list[list[str]] = []
    run = subprocess.run

    def noting(arguments: list[str], **options: object) -> object:
        asked.append(arguments)
        return run(arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("subprocess.run", noting)
    back_up(filled_postgresql, tmp_path / "backup.tar", MONDAY)
    password = make_url(filled_postgresql).password
    assert any("--snapshot" in each for arguments in asked for each in arguments)
    assert not any(str(password) in each for arguments in asked for each in arguments)


def test_the_commands(filled_sqlite: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(filled_sqlite, tmp_path / "usability.db"))
    url = f"sqlite:///{file}"

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(program, [*arguments, "--database", url])
        assert done.exit_code == 0, done.stderr
        return done.stdout

    assert "tables, checked." in run("backup", "--artifacts")
    (made,) = (tmp_path / "backups").iterdir()
    assert made.name.startswith("usability-2")
    assert "The database is again as it was on" in run("restore", str(made))
    missing = CliRunner().invoke(program, ["restore", str(tmp_path / "none"), "--database", url])
    assert missing.exit_code == 1
    assert "No such file" in missing.stderr
    nothing = f"sqlite:///{tmp_path / 'nothing.db'}"
    with pytest.raises(DatabaseUnreadable):
        back_up(nothing, tmp_path / "b.tar", MONDAY)
    assert not (tmp_path / "b.tar").exists()
    assert sqlite3.connect(file).execute("PRAGMA journal_mode").fetchone() == ("wal",)
