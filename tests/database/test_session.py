from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from crawler.database import models, session, store
from crawler.database.session import open_database
from crawler.errors import DatabaseOutdated, DatabaseUnreadable
from tests.database.samples import MONDAY
from tests.database.test_columns import CRAWL

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from tests.postgresql import PostgreSQL


def refusal(url: str, **options: bool) -> str:
    with pytest.raises(DatabaseUnreadable) as caught:
        open_database(url, **options)
    return str(caught.value)


class TestSqliteFiles:
    def test_a_missing_file_is_not_made_unasked(self, tmp_path: Path) -> None:
        path = tmp_path / "none.db"
        message = refusal(f"sqlite:///{path}")
        assert "there is no such file" in message
        assert "usability db upgrade" in message
        assert not path.exists()

    def test_missing_folders_are_made_when_asked(self, tmp_path: Path) -> None:
        path = tmp_path / "a" / "b" / "usability.db"
        open_database(f"sqlite:///{path}", create=True).close()
        assert path.exists()

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "it is a folder" in refusal(f"sqlite:///{tmp_path}", create=True)

    def test_a_file_in_place_of_its_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        assert "exists" in refusal(f"sqlite:///{tmp_path}/file/usability.db", create=True)

    def test_a_file_that_is_something_else(self, tmp_path: Path) -> None:
        path = tmp_path / "notes.txt"
        path.write_text("Dear diary, " * 100)
        assert "file is not a database" in refusal(f"sqlite:///{path}")
        assert "file is not a database" in refusal(f"sqlite:///{path}", create=True)

    def test_the_tables_of_something_else(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE recipes (id INTEGER)")
        other.close()
        assert "tables of something else" in refusal(f"sqlite:///{path}", create=True)

    def test_an_empty_file_is_outdated_until_it_is_created(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.db"
        path.touch()
        with pytest.raises(DatabaseOutdated, match="at revision none"):
            open_database(f"sqlite:///{path}")
        open_database(f"sqlite:///{path}", create=True).close()

    def test_memory_is_refused_because_processes_cannot_share_it(self) -> None:
        assert "it must be a file" in refusal("sqlite://", create=True)
        assert "it must be a file" in refusal("sqlite:///:memory:", create=True)

    @pytest.mark.parametrize(
        ("file", "folder", "words"),
        [
            (0o000, 0o755, "it may not be read"),
            (0o444, 0o755, "may not be written to"),
            (None, 0o555, "may not be written to"),
            (0o644, 0o000, "permission denied"),
        ],
    )
    def test_no_permission(
        self, migrated_sqlite: Path, file: int | None, folder: int, words: str
    ) -> None:
        """Root may do everything, so the attempt is made by nobody."""
        script = (
            "import sys, os\n"
            "from crawler.database.session import open_database\n"
            "from crawler.errors import DatabaseUnreadable\n"
            "os.chdir(sys.argv[1])\n"
            "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
            "try: open_database('sqlite:///locked/usability.db', create=True)\n"
            "except DatabaseUnreadable as error: print(error)\n"
        )
        with tempfile.TemporaryDirectory() as name:
            Path(name).chmod(0o755)
            locked = Path(name) / "locked"
            locked.mkdir()
            if file is not None:
                (locked / "usability.db").write_bytes(migrated_sqlite.read_bytes())
                (locked / "usability.db").chmod(file)
            locked.chmod(folder)
            ran = subprocess.run(
                [sys.executable, "-c", script, name],
                capture_output=True,
                text=True,
                check=False,
                cwd=Path(__file__).parents[2],
            )
            locked.chmod(0o755)
        assert words in ran.stdout, ran.stderr

    def test_a_reader_cannot_write(self, migrated_sqlite: Path) -> None:
        db = open_database(f"sqlite:///{migrated_sqlite}", reading=True)
        with pytest.raises(OperationalError, match="readonly"):
            db.write(lambda s: s.execute(insert(models.Crawl), [CRAWL]))
        db.close()

    def test_the_log_is_written_ahead_and_synchronised(self, own_sqlite: Path) -> None:
        db = open_database(f"sqlite:///{own_sqlite}")
        with db.read() as reading:
            assert reading.scalar(text("PRAGMA journal_mode")) == "wal"
            assert reading.scalar(text("PRAGMA synchronous")) == 2
            assert reading.scalar(text("PRAGMA foreign_keys")) == 1
        db.close()

    def test_a_writer_waits_for_another(
        self, own_sqlite: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The driver's own waiting is nearly switched off, so that only our retries are left."""
        monkeypatch.setattr(session, "BUSY_SECONDS", 0.01)
        url = f"sqlite:///{own_sqlite}"
        db = open_database(url)
        other = sqlite3.connect(own_sqlite, check_same_thread=False, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.2, other.rollback)
        release.start()
        store.begin_crawl(db, started_at=MONDAY, register="r")
        release.join()
        other.close()
        db.close()

    def test_a_write_has_the_lock_from_its_beginning(self, own_sqlite: Path) -> None:
        """One that takes it after its first reading fails when another has written meanwhile."""
        db = open_database(f"sqlite:///{own_sqlite}")
        other = sqlite3.connect(own_sqlite, isolation_level=None, timeout=0)

        def work(s: Session) -> None:
            s.execute(text("SELECT 1"))
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")

        db.write(work)
        with db.read() as reading:
            reading.execute(text("SELECT 1"))
            other.execute("BEGIN IMMEDIATE")
            other.rollback()
        other.close()
        db.close()

    def test_a_lock_that_never_opens_is_an_error_in_the_end(
        self, own_sqlite: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(session, "BUSY_SECONDS", 0.01)
        monkeypatch.setattr(session, "TRIES", 2)
        db = open_database(f"sqlite:///{own_sqlite}")
        other = sqlite3.connect(own_sqlite, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            store.begin_crawl(db, started_at=MONDAY, register="r")
        other.rollback()
        other.close()
        db.close()


class TestServers:
    def test_no_server(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            message = refusal(f"postgresql://someone:hunter2@127.0.0.1:{port}/usability")
        assert "Connection refused. Check the address" in message
        assert "the server is running" in message
        assert "hunter2" not in message

    def test_a_wrong_password_is_never_repeated(self, postgresql: PostgreSQL) -> None:
        wrong = make_url(postgresql.url).set(password="hunter2")
        message = refusal(wrong.render_as_string(hide_password=False))
        assert "password authentication failed" in message
        assert "hunter2" not in message
        hidden = make_url(postgresql.url).set(password=None, query={"password": "hunter3"})
        message = refusal(hidden.render_as_string(hide_password=False))
        assert "password authentication failed" in message
        assert "hunter3" not in message

    def test_a_database_that_is_not_there(self, postgresql: PostgreSQL) -> None:
        url = make_url(postgresql.url).set(database="nowhere")
        message = refusal(url.render_as_string(hide_password=False), create=True)
        assert "does not exist" in message
        assert str(url.password) not in message

    def test_transactions_that_deadlock_are_run_again(self, postgresql: PostgreSQL) -> None:
        url = postgresql.database()
        db = open_database(url, create=True)
        rows = [
            CRAWL | {"register": "first", "started_at": MONDAY},
            CRAWL | {"register": "second", "started_at": MONDAY},
        ]
        db.write(lambda s: s.execute(insert(models.Crawl), rows))
        meeting = threading.Barrier(2, timeout=20)
        attempts: list[str] = []

        def cross(order: tuple[str, str]) -> None:
            def work(s: Session) -> None:
                attempts.append(order[0])
                for register in order:
                    statement = text("UPDATE crawl SET panel_size = 3 WHERE register = :name")
                    s.execute(statement, {"name": register})
                    if register == order[0] and len(attempts) <= 2:
                        meeting.wait()

            db.write(work)

        threads = [
            threading.Thread(target=cross, args=[order])
            for order in (("first", "second"), ("second", "first"))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert len(attempts) == 3, "one of the two lost and was run again"
        db.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("usability.db", "it is not an address of a database"),
        ("mysql://root:hunter2@host/name", "mysql is not a kind we know"),
        ("postgresql://u:hunter2@host:port/name", "it is not an address of a database"),
    ],
)
def test_an_address_that_is_none(url: str, words: str) -> None:
    message = refusal(url)
    assert words in message
    assert "hunter2" not in message


def test_a_row_that_is_refused_is_not_a_lost_database(db: Database) -> None:
    """Or a single website would end one worker after another."""

    def twice(session: Session) -> None:
        for _ in range(2):
            session.execute(text("INSERT INTO website (url) VALUES ('https://one.gov.uk/')"))

    with pytest.raises(IntegrityError), db.explained():
        db.write(twice)


def test_an_address_too_long_for_an_index_is_not_a_lost_database(db: Database) -> None:
    noise = "".join(sha256(str(n).encode()).hexdigest() for n in range(200))

    def store_it() -> None:
        with db.explained():
            db.write(lambda session: session.execute(insert(models.Website), {"url": noise}))

    if db.file is not None:
        store_it()  # an index of SQLite holds it
        return
    with pytest.raises(OperationalError, match="index"):
        store_it()


def test_a_mistake_of_ours_is_not_retried(own_sqlite: Path) -> None:
    db = open_database(f"sqlite:///{own_sqlite}")
    tries = []

    def work(s: Session) -> None:
        tries.append(1)
        s.execute(text("SELECT * FROM nowhere"))

    with pytest.raises(DBAPIError):
        db.write(work)
    assert len(tries) == 1
    db.close()
