"""A copy of a database as it is at one moment, while others write to it, and its check."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import inspect, text

from crawler import __version__
from crawler.database import schema
from crawler.database.session import opening
from crawler.database.upkeep import archive
from crawler.database.upkeep.archive import FORMAT, Manifest
from crawler.database.upkeep.postgresql_tools import copied, dump
from crawler.errors import BackupExists, BackupFailed, UnwritableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from crawler.database.artifacts import Artifacts

VERSION_TABLE = "alembic_version"


def back_up(
    url: str,
    path: Path,
    at: datetime,
    *,
    pictures: Artifacts | None = None,
    force: bool = False,
    heard: Callable[[str], None] = lambda _: None,
) -> Manifest:
    """Write a backup of the database to `path`, of whatever version its tables are, and check it.
    With `pictures`, they go with it. `heard` is told in words what is done next.

    DBOS's tables are left out: jobs are made anew from ours. Raises `BackupExists` unless `force`,
    `BackupFailed`, `NoPostgresqlTool`, `UnwritableFile` or one of the database's errors.
    """
    if path.exists() and not force:
        raise BackupExists(path=path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableFile(path=path, detail=error.strerror) from None
    copy = path.with_name(f".{path.name}.database")
    try:
        with opening(url) as (engine, shown):
            try:
                manifest = Manifest(
                    format=FORMAT,
                    version=__version__,
                    kind=engine.dialect.name,
                    revision=schema.revision(engine, shown),
                    made_at=at,
                    tables={},
                )
                heard("copying the database")
                if manifest.kind == "sqlite":
                    tables = _copy_sqlite(Path(engine.url.database or ""), copy, heard)
                else:
                    with engine.connect().execution_options(
                        isolation_level="REPEATABLE READ", postgresql_readonly=True
                    ) as connection:
                        tables = table_counts(connection)
                        dump(connection, url, (*tables, VERSION_TABLE), copy)
                    heard("checking the copy")
                    _check_dump(copy, tables)
            finally:
                engine.dispose()
        manifest = msgspec.structs.replace(manifest, tables=tables)
        heard("writing the file")
        return archive.write(path, copy, manifest, pictures.pictures() if pictures else None)
    finally:
        for each in beside(copy):
            each.unlink(missing_ok=True)


def table_counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table that there is, whatever version it is of."""
    names = sorted(set(inspect(connection).get_table_names()) - {VERSION_TABLE})
    return {
        name: int(connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0)  # noqa: S608
        for name in names
    }


def check_sqlite(path: Path) -> dict[str, int]:
    """Raise `BackupFailed` unless an SQLite file is whole; return the number of rows by table."""
    with _failing(), closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA integrity_check(3)").fetchall()
        if problems := [row[0] for row in found if row[0] != "ok"]:
            raise BackupFailed(detail="; ".join(problems))
        listing = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        names = [
            row[0]
            for row in connection.execute(listing)
            if row[0] != VERSION_TABLE and not row[0].startswith("sqlite_")
        ]
        counting = 'SELECT count(*) FROM "{}"'
        return {name: connection.execute(counting.format(name)).fetchone()[0] for name in names}


def beside(path: Path) -> tuple[Path, ...]:
    """An SQLite file and the files of its log."""
    return (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")))


def _copy_sqlite(source: Path, copy: Path, heard: Callable[[str], None]) -> dict[str, int]:
    for each in beside(copy):
        each.unlink(missing_ok=True)
    with _failing(), closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(copy)) as to:
        here.backup(to)  # in one reading transaction: writers go on, and are not in it
        to.execute("PRAGMA journal_mode = DELETE")  # one file
    heard("checking the copy")
    return check_sqlite(copy)


def _check_dump(copy: Path, tables: dict[str, int]) -> None:
    found = {name: sum(1 for _ in rows) for name, _, rows in copied(copy, 0)}
    found.pop(VERSION_TABLE, None)
    if found != tables:
        odd = ", ".join(sorted(name for name in tables if found.get(name) != tables[name]))
        raise BackupFailed(detail=f"the copy has other numbers of rows in {odd}")


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupFailed(detail=str(error).rstrip(".")) from None
