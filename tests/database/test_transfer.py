"""A database copied into another, of either kind: nothing is lost, nothing is changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, text, update

from crawler.cli import usability as program
from crawler.database import models, queries, session, store
from crawler.database.session import Database, open_database
from crawler.database.upkeep import transfer
from crawler.database.upkeep.contents import TABLES, Sum, counts, rows, summed
from crawler.errors import DatabaseNotEmpty, TransferFailed
from crawler.records import EndState
from tests.database.samples import MONDAY, SITE, WEEK, council, findability, panel, result
from tests.database.samples import site_score as a_score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Executable, Table

    from tests.postgresql import PostgreSQL

TODAY = MONDAY.date()


def fill(url: str) -> None:
    """A crawl or two, with words that databases stumble over."""
    db = open_database(url, create=True)
    store.save_register(db, [council(), council("gone", valid_to=TODAY, population=None)])
    for week in (0, 1):
        at = MONDAY + week * WEEK
        crawl = store.begin_crawl(db, started_at=at, register="a\tb\\N\n\r ö \N{PILE OF POO}")
        audit = store.begin_site(db, crawl.id, SITE, at).site_audit_id
        store.save_panel(db, audit, panel())
        for page in panel():
            store.save_page(db, audit, result(page, at, total=0.1 + 0.2))
        store.save_findability(db, audit, findability())
        store.close_site(db, audit, EndState.PARTIAL, "", a_score(1 / 3), at)
        if week == 0:
            store.close_crawl(db, crawl.id, at)
    db.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('filled') / 'usability.db'}"
    fill(url)
    return url


def quiet(_: transfer.Step) -> None:
    pass


@pytest.fixture
def source(filled: str) -> Iterator[Database]:
    database = open_database(filled)
    yield database
    database.close()


def everything(db: Database) -> dict[str, list[object]]:
    with db.read() as reading:
        connection = reading.connection()
        return {table.name: sorted(rows(connection, table), key=str) for table in TABLES}


def test_there_and_back(source: Database, empty_url: str, tmp_path: Path) -> None:
    heard: list[transfer.Step] = []
    sums = transfer.copy_database(source, empty_url, heard.append)
    assert sums["page_audit"].rows == 6
    assert {step.table for step in heard if step.comparing} == set(sums)
    session.check(empty_url)
    there = open_database(empty_url)
    assert everything(there) == everything(source)
    back = f"sqlite:///{tmp_path / 'back.db'}"
    transfer.copy_database(there, back, quiet)
    session.check(back)
    opened = open_database(back)
    assert everything(opened) == everything(source)
    for ask in (queries.findings, queries.panel, queries.findability):
        assert ask(there, "eastmere") == ask(source, "eastmere")
    assert queries.league(there, today=TODAY) == queries.league(source, today=TODAY)
    opened.close()
    there.close()


def test_a_crawl_goes_on_in_the_copy(source: Database, empty_url: str) -> None:
    """New rows get new numbers: the sequences know which are taken."""
    transfer.copy_database(source, empty_url, quiet)
    db = open_database(empty_url)
    crawl = store.begin_crawl(db, started_at=MONDAY + 2 * WEEK, register="new")
    audit = store.begin_site(db, crawl.id, SITE, MONDAY + 2 * WEEK).site_audit_id
    store.save_panel(db, audit, panel())
    assert store.save_page(db, audit, result(panel()[0], MONDAY + 2 * WEEK, selectors=("#new",)))
    db.close()


def test_a_database_with_crawls_is_left_alone(source: Database, empty_url: str) -> None:
    transfer.copy_database(source, empty_url, quiet)
    db = open_database(empty_url)
    before = everything(db)
    with pytest.raises(DatabaseNotEmpty, match="holds crawls already"):
        transfer.copy_database(source, empty_url, quiet)
    assert everything(db) == before
    db.close()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (update(models.SiteScore).values(total=1.5), "site_score has other values"),
        (delete(models.PageScore), "page_score has 0 rows of 6"),
    ],
)
def test_a_copy_that_differs_is_taken_back(
    source: Database,
    empty_url: str,
    damage: Executable,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As when a database changed a value on its way: found at the end, and nothing stays."""

    def damaging(target: Connection, table: Table) -> Sum:
        target.execute(damage)
        return summed(target, table)

    monkeypatch.setattr(transfer, "summed", damaging)
    with pytest.raises(TransferFailed, match=words):
        transfer.copy_database(source, empty_url, quiet)
    db = open_database(empty_url)
    with db.read() as reading:
        assert sum(counts(reading.connection()).values()) == 0
    db.close()


def test_a_value_that_does_not_fit_is_named(postgresql: PostgreSQL, tmp_path: Path) -> None:
    """SQLite keeps what it is given, also in a column of numbers."""
    url = f"sqlite:///{tmp_path / 'odd.db'}"
    fill(url)
    db = open_database(url)
    db.write(lambda s: s.execute(text("UPDATE page_audit SET status = 'moon'")))
    with pytest.raises(TransferFailed, match=r"page_audit: .*moon"):
        transfer.copy_database(db, postgresql.database(), quiet)
    db.close()


def test_one_that_is_killed_is_run_again(filled: str, source: Database, empty_url: str) -> None:
    script = (
        "import os, sys, signal\n"
        "from crawler.database.session import open_database\n"
        "from crawler.database.upkeep.transfer import copy_database\n"
        "def hear(step):\n"
        "    if step.table == 'page_fact': os.kill(os.getpid(), signal.SIGKILL)\n"
        "copy_database(open_database(sys.argv[1]), sys.argv[2], hear)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, filled, empty_url],
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert ended.returncode == -9
    assert transfer.copy_database(source, empty_url, quiet)["page_fact"].rows


def test_what_runs_at_the_moment_is_not_copied(source: Database, empty_url: str) -> None:
    assert "worker" not in transfer.copy_database(source, empty_url, quiet)


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing, target = (f"sqlite:///{tmp_path}/{name}/usability.db" for name in ("from", "to"))
    done = CliRunner().invoke(program, ["migrate-database", missing, target])
    assert done.exit_code == 1
    assert "there is no such file" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_taken_for_a_mistake(migrated_sqlite: Path, tmp_path: Path) -> None:
    shutil.copy(migrated_sqlite, empty := tmp_path / "usability.db")
    target = f"sqlite:///{tmp_path}/to/usability.db"
    done = CliRunner().invoke(program, ["migrate-database", f"sqlite:///{empty}", target])
    assert done.exit_code == 2
    assert "has no rows" in done.stderr
    assert not (tmp_path / "to").exists()


def test_the_command(filled: str, url: str) -> None:
    done = CliRunner().invoke(program, ["migrate-database", filled, url])
    assert done.exit_code == 0, done.stderr
    assert "were copied and compared" in done.stdout
    assert "page_fact: copied" in done.stderr
    db = open_database(url)
    with db.read() as reading:
        assert reading.scalar(select(models.Crawl.register).limit(1))
    db.close()
    again = CliRunner().invoke(program, ["migrate-database", filled, url])
    assert again.exit_code == 2
    assert "holds crawls already" in again.stderr
