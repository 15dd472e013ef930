"""Every storage test runs on a real SQLite file and on a real PostgreSQL."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from crawler.database.session import Database, open_database, upgrade
from tests.postgresql import PostgreSQL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with PostgreSQL() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: PostgreSQL) -> str:
    url = postgresql.database()
    upgrade(url)
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "usability.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def own_sqlite(migrated_sqlite: Path, tmp_path: Path) -> Path:
    """A file of the test's own: what is written to the first one, other tests would find."""
    return Path(shutil.copy(migrated_sqlite, tmp_path / "own.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where a database may be made; nothing is there yet."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path / 'usability.db'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.database()


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database brought up by the migrations, with nothing in it."""
    if kind == "sqlite":
        path = tmp_path / "usability.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        return f"sqlite:///{path}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.database(request.getfixturevalue("migrated_postgresql"))


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


@pytest.fixture
def count_queries(db: Database) -> Callable[[], AbstractContextManager[list[str]]]:
    """A context in which the statements that reach the database are listed."""

    @contextlib.contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting
