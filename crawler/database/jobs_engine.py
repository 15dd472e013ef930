"""The engine for DBOS's own tables, which carry the jobs: on SQLite in a file beside the database,
since DBOS would hold up our writers; on PostgreSQL in a schema of the same database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, inspect, make_url

from crawler.database import address

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 30
SCHEMA = "dbos"
# A worker's needs: one who polls, one who listens, and its jobs' short writes.
CONNECTIONS = {"pool_size": 2, "max_overflow": 6, "pool_pre_ping": True}


def jobs_file(database: Path) -> Path:
    """The file of the jobs beside an SQLite database: `usability-jobs.db` for `usability.db`. Two
    databases in one folder have two."""
    return database.with_name(f"{database.stem}-jobs.db")


def jobs_engine(url: str) -> Engine:
    """An engine for the jobs of the database at `url`. Nothing is opened yet; on SQLite, missing
    folders are made. Raises `DatabaseUnreadable` for what is no address of a database."""
    target = address.parse(url, create=True)
    if target.url.get_backend_name() != "sqlite":
        options = {"connect_timeout": 10, "application_name": "usability jobs"}
        return create_engine(target.url, connect_args=options, **CONNECTIONS)
    file = jobs_file(Path(target.url.database or "").resolve())
    engine = create_engine(
        make_url("sqlite+pysqlite://").set(database=str(file)),
        connect_args={"timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # As DBOS's own engine: a write takes the lock when it begins.
        connection.isolation_level = "IMMEDIATE"
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    return engine


def has_jobs(engine: Engine) -> bool:
    """Whether DBOS's tables are there. Asking makes no file."""
    file = engine.url.database or ""
    if engine.dialect.name == "sqlite" and not Path(file).exists():
        return False
    schema = None if engine.dialect.name == "sqlite" else SCHEMA
    return inspect(engine).has_table("workflow_status", schema=schema)
