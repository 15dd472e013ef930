"""A backup put in the place of a database: checked beside it first, then in one step.

Whoever is killed on the way leaves the old database or the new one. The old one is kept: beside the
file as `….before-restore`, on PostgreSQL in the schema `before_restore`. Jobs are not part of a
backup, and those of the old database go: crawls that ran when the backup was made are interrupted,
and the next crawl closes what they left.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import delete, inspect, text, update
from sqlalchemy.exc import DBAPIError

from crawler.database import models, schema
from crawler.database.jobs_engine import SCHEMA as JOBS_SCHEMA
from crawler.database.jobs_engine import jobs_file
from crawler.database.session import open_database, opening, upgrade
from crawler.database.states import CrawlState
from crawler.database.upkeep import archive
from crawler.database.upkeep.archive import FORMAT, Manifest, sync_folder
from crawler.database.upkeep.backup import VERSION_TABLE, beside, check_sqlite, table_counts
from crawler.database.upkeep.contents import MOMENTARY, TABLES
from crawler.database.upkeep.postgresql_tools import copied
from crawler.database.upkeep.transfer import references, set_sequences
from crawler.errors import (
    BackupDamaged,
    BackupFailed,
    BackupNotUsable,
    DatabaseNewer,
    DatabaseOutdated,
    RestoreFailed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from crawler.database.artifacts import Artifacts

BEFORE = "before-restore"
BEFORE_SCHEMA = "before_restore"
_NEW_SCHEMA = "usability_restoring"
_INSTALL = "Restore it with the version that made it, or with a newer one."
_STOP = "Stop the dashboard and whatever else reads it, then try again."


def require_restorable(path: Path, kind: str) -> Manifest:
    """Return what a backup says of itself. Raises `BackupDamaged`, or `BackupNotUsable` for one of
    a newer version or of the other kind of database."""
    manifest = archive.read(path)
    detail, remedy = "", _INSTALL
    if manifest.format > FORMAT or not schema.knows(manifest.revision):
        detail = f"it was made by the newer version {manifest.version}"
    elif manifest.kind != kind:
        detail = f"it is of {_NAMES.get(manifest.kind)}, and this database of {_NAMES[kind]}"
        remedy = "Restore it to a database of its kind, then run `usability migrate-database`."
    if detail:
        raise BackupNotUsable(path=path, detail=detail, remedy=remedy)
    return manifest


_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore_file(
    path: Path, file: Path, shelf: Artifacts, at: datetime, heard: Callable[[str], None]
) -> Manifest:
    """Restore a backup to an SQLite file, whatever is there. Nobody else may use it meanwhile.

    Raises `BackupDamaged`, `BackupNotUsable`, `RestoreFailed` or `UnwritableFile`.
    """
    require_restorable(path, "sqlite")
    new = file.with_name(f"{file.name}.restoring")
    file.parent.mkdir(parents=True, exist_ok=True)
    _remove(new)
    try:
        heard("unpacking")
        manifest = archive.unpack(path, new, shelf)
        heard("checking")
        try:
            found = check_sqlite(new)
        except BackupFailed as error:
            raise BackupDamaged(path=path, detail=error.fields["detail"]) from None
        _compare(path, found, manifest)
        url = f"sqlite:///{new}"
        upgrade(url, heard)
        database = open_database(url)
        database.write(lambda session: settle(session.connection(), at))
        database.close()
        with closing(sqlite3.connect(new)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        heard("putting it in place")
        try:
            _swap(path, new, file)
        except OSError as error:
            detail = error.strerror or str(error)
            raise RestoreFailed(path=path, detail=detail, remedy=_STOP) from None
    finally:
        _remove(new)
    return manifest


def settle(connection: Connection, at: datetime) -> None:
    """End what ran when the backup was made: no worker is there, and no job goes on."""
    crawls = models.Crawl
    running = update(crawls).where(crawls.state == CrawlState.RUNNING)
    connection.execute(running.values(state=CrawlState.INTERRUPTED, ended_at=at))
    for table in TABLES:
        if table.name in MOMENTARY or table.name == models.CrawlTerms.__tablename__:
            connection.execute(delete(table))


def _swap(path: Path, new: Path, file: Path) -> None:
    """Put one file in the place of another, which stays beside it.

    The old one must have no log any more, which SQLite would take for the new one's, and be locked:
    then whoever opens it in this moment waits, and reads on in what is the old one.
    """
    there = file.exists() and file.stat().st_size > 0
    with _locked(path, file) if there else nullcontext():
        for log in beside(file)[1:]:
            if log.exists():  # only of a file that SQLite cannot read: it may be of use to somebody
                log.replace(log.with_name(f"{log.name}.{BEFORE}"))
        for each in beside(jobs_file(file)):
            each.unlink(missing_ok=True)
        if there:
            link = file.with_name(f"{file.name}.{BEFORE}.part")
            link.unlink(missing_ok=True)
            os.link(file, link)
            link.replace(file.with_name(f"{file.name}.{BEFORE}"))
        new.replace(file)
        sync_folder(file.parent)


@contextmanager
def _locked(path: Path, file: Path) -> Iterator[None]:
    """Keep everybody from an SQLite file, whose log is then empty and gone. One that SQLite cannot
    read is nobody's."""
    with closing(sqlite3.connect(file, timeout=2, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            detail = f"{file} is in use" if "locked" in str(error) else str(error)
            raise RestoreFailed(path=path, detail=detail, remedy=_STOP) from None
        except sqlite3.DatabaseError:
            pass
        yield


def restore_server(
    path: Path, url: str, shelf: Artifacts, at: datetime, heard: Callable[[str], None]
) -> Manifest:
    """Restore a backup to a database on a server, in one transaction: as long as it lasts, readers
    see the old one. Raises as `restore_file`, and `NoPostgresqlTool`."""
    require_restorable(path, "postgresql")
    new = shelf.root.parent / f".{path.name}.restoring"
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        heard("unpacking")
        manifest = archive.unpack(path, new, shelf)
        with opening(url) as (engine, shown):
            try:
                with suppress(DatabaseOutdated, DatabaseNewer):
                    schema.revision(engine, shown)  # the tables of something else are not moved
                with engine.connect() as connection, connection.begin():
                    _load(connection, path, new, manifest, at, heard)
            except (psycopg.Error, DBAPIError) as error:
                detail = " ".join(str(getattr(error, "orig", error)).split()).rstrip(".")
                remedy = "Check that the backup is of this program, and that the disk has room."
                raise RestoreFailed(path=path, detail=detail, remedy=remedy) from None
            finally:
                engine.dispose()
    finally:
        new.unlink(missing_ok=True)
    return manifest


def _load(
    connection: Connection,
    path: Path,
    new: Path,
    manifest: Manifest,
    at: datetime,
    heard: Callable[[str], None],
) -> None:
    driver: Any = connection.connection.driver_connection
    server = driver.info.server_version // 10_000
    own = connection.scalar(text("SELECT current_schema()"))
    connection.execute(text(f"DROP SCHEMA IF EXISTS {_NEW_SCHEMA} CASCADE"))
    connection.execute(text(f"CREATE SCHEMA {_NEW_SCHEMA}"))
    connection.execute(text(f"SET LOCAL search_path = {_NEW_SCHEMA}"))
    schema.build(connection, manifest.revision)
    rules = references(connection)
    for table, name, _ in rules:
        connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
    heard("loading the rows")
    for table, columns, rows in copied(new, server):
        if table == VERSION_TABLE:
            for _ in rows:
                pass
            continue
        with driver.cursor().copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write(row)
    heard("checking")
    _compare(path, table_counts(connection), manifest)
    for table, name, rule in rules:
        connection.execute(text(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {rule}'))
    schema.build(connection, schema.newest())
    set_sequences(connection, TABLES)
    settle(connection, at)
    connection.execute(text("ANALYZE"))
    heard("putting it in place")
    connection.execute(text(f'SET LOCAL search_path = "{own}"'))
    connection.execute(text(f"DROP SCHEMA IF EXISTS {BEFORE_SCHEMA} CASCADE"))
    connection.execute(text(f"CREATE SCHEMA {BEFORE_SCHEMA}"))
    for table in inspect(connection).get_table_names():
        connection.execute(text(f'ALTER TABLE "{table}" SET SCHEMA {BEFORE_SCHEMA}'))
    for table in [*(each.name for each in TABLES), VERSION_TABLE]:
        connection.execute(text(f'ALTER TABLE {_NEW_SCHEMA}."{table}" SET SCHEMA "{own}"'))
    connection.execute(text(f"DROP SCHEMA {_NEW_SCHEMA}"))
    connection.execute(text(f"DROP SCHEMA IF EXISTS {JOBS_SCHEMA} CASCADE"))


def _compare(path: Path, found: dict[str, int], manifest: Manifest) -> None:
    odd = sorted(
        name
        for name in found.keys() | manifest.tables.keys()
        if found.get(name) != manifest.tables.get(name)
    )
    if odd:
        detail = f"it has other numbers of rows than it says in {', '.join(odd)}"
        raise BackupDamaged(path=path, detail=detail)


def _remove(file: Path) -> None:
    for each in beside(file):
        each.unlink(missing_ok=True)
