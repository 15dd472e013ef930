"""Opening a database, and the two ways to use one: `read` and `write`.

On SQLite there is one writer at a time and any number of readers (WAL). A write transaction takes
the write lock when it begins: one that takes it half way fails at once if another has written
meanwhile, however long it would wait. `synchronous` is FULL, so that a finished audit survives a
power cut as well as a killed process; a commit costs a few milliseconds, a visit costs seconds.
"""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import psycopg
from sqlalchemy import event, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from typing_extensions import override

from crawler.database import address, models, schema
from crawler.database.server_lock import ServerLock
from crawler.errors import DatabaseAway, DatabaseDrifted, DatabaseLost, TakenOver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine, Row
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

    from crawler.database.server_lock import HeldBy

Result = TypeVar("Result")

BUSY_SECONDS = 30
TRIES = 6
# A transaction that lost against another on PostgreSQL and may simply be run again.
_LOST_TO_ANOTHER = {"40001", "40P01", "55P03"}


class Database:
    """An open database. `url` is safe to print: it has no password."""

    def __init__(self, engine: Engine, url: str) -> None:
        self.engine = engine
        self.url = url
        self._writing = engine.execution_options(usability_writes=True)
        self._reading = engine
        self._lock: ServerLock | None = None
        if engine.dialect.name == "postgresql":
            self._reading = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database from its first query to its end."""
        with Session(self._reading) as session:
            yield session

    def write(self, work: Callable[[Session], Result]) -> Result:
        """Run `work` in one transaction and commit it; run it again if it lost to another writer.

        `work` must not do anything but talk to its session. On a fenced database, raises
        `TakenOver` instead when another has claimed the website.
        """
        for attempt in range(1, TRIES + 1):
            try:
                with Session(self._writing) as session, session.begin():
                    self._admit(session)
                    return work(session)
            except DBAPIError as error:
                if attempt == TRIES or not lost_to_another(error):
                    raise
            time.sleep(random.uniform(0.5, 1) * 0.05 * 2**attempt)  # noqa: S311 -- spreads writers
        raise AssertionError

    def fenced(self, site_audit_id: int, claim: int) -> Database:
        """The same database for the holder of a claim to a website's audit: it writes nothing more
        once there is a newer claim. To close either is to close both."""
        return _Fenced(self, site_audit_id, claim)

    def require_claim(self) -> None:
        """Raise `TakenOver` when this database is fenced by a claim that is not the newest. It
        costs one read, and says nothing of the next moment: a write asks for itself."""

    def _admit(self, session: Session) -> None:
        """Raise unless this transaction may write. One of an older version may not, once the
        database is upgraded under it: `DatabaseNewer`."""
        schema.require_unchanged(session.connection(), self.url)

    @property
    def file(self) -> Path | None:
        """The SQLite file, past all links; None for a server."""
        if self.engine.dialect.name != "sqlite":
            return None
        return Path(self.engine.url.database or "").resolve()

    @contextmanager
    def held(self, command: str, *, alone: bool) -> Iterator[HeldBy | None]:
        """Hold a server's lock for `command`, alone or beside others who do not need it alone, and
        give who has it where we could not get it. SQLite has no such lock: lock a file beside
        `file`."""
        if self.file is not None:
            yield None
            return
        self._lock = ServerLock(self.engine, command, alone=alone)
        try:
            yield self._lock.hold()
        finally:
            self._lock.release()
            self._lock = None

    def hold_again(self) -> HeldBy | None:
        """Inside `held`: see that the lock is still ours, and take it again from a server that was
        restarted. Give who has it where we could not. Any thread may ask."""
        return None if self._lock is None else self._lock.hold()

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn a failure of the database, lost or full, into one sentence of ours: `DatabaseAway`
        where it may only be busy or starting again, else `DatabaseLost`. What it refuses to store
        is a defect of ours, and raised as it is: the next row may well be stored."""
        try:
            yield
        except DBAPIError as error:
            if refused(error):
                raise
            detail = " ".join(str(error.orig).split()).rstrip(".")
            kind = DatabaseAway if passing(error) else DatabaseLost
            raise kind(url=self.url, detail=detail) from error

    def close(self) -> None:
        self.engine.dispose()


class _Fenced(Database):
    def __init__(self, database: Database, site_audit_id: int, claim: int) -> None:
        super().__init__(database.engine, database.url)
        self._claim = claim
        audits = models.SiteAudit
        self._newest = select(audits.claim, audits.worker).where(audits.id == site_audit_id)

    @override
    def require_claim(self) -> None:
        with self.read() as session:
            self._compare(session.execute(self._newest).one_or_none())

    @override
    def _admit(self, session: Session) -> None:
        super()._admit(session)
        # On PostgreSQL the row is locked to the end of the transaction: a newer claim waits until
        # then. On SQLite the transaction has the write lock from its beginning.
        newest = self._newest.with_for_update(key_share=True)
        self._compare(session.execute(newest).one_or_none())

    def _compare(self, newest: Row[int, str | None] | None) -> None:
        if newest is None or newest.claim != self._claim:
            by = newest.worker if newest is not None else None
            raise TakenOver(by=by or "one that closes what was left")


def open_database(url: str, *, create: bool = False, reading: bool = False) -> Database:
    """Open the database at `url`; with `create`, make it or bring it up to date first.

    With `reading`, writes are refused by SQLite itself. Raises `DatabaseUnreadable`,
    `DatabaseOutdated` or `DatabaseNewer`.
    """
    with opening(url, create=create, reading=reading) as (engine, shown):
        if create:
            schema.upgrade(engine, shown)
        else:
            schema.require_current(engine, shown)
        return Database(engine, shown)


def upgrade(url: str, heard: Callable[[str], None] = lambda _: None) -> bool:
    """Make the database at `url` or bring it up to date. Return whether anything changed. `heard`
    is told in words what is done next.

    Raises `DatabaseUnreadable` or `DatabaseNewer`.
    """
    with opening(url, create=True) as (engine, shown):
        changed = schema.upgrade(engine, shown, heard)
        engine.dispose()
        return changed


def check(url: str) -> None:
    """Raise unless the database at `url` is whole and its tables are those of the models.

    Raises `DatabaseUnreadable`, `DatabaseOutdated`, `DatabaseNewer` or `DatabaseDrifted`.
    """
    with opening(url) as (engine, shown):
        if problems := schema.problems(engine, shown):
            raise DatabaseDrifted(url=shown, detail="; ".join(problems))
        engine.dispose()


@contextmanager
def opening(
    url: str, *, create: bool = False, reading: bool = False
) -> Iterator[tuple[Engine, str]]:
    """Give an engine and what may be shown of its address. An error becomes one of ours, and leaves
    no connection behind."""
    target = address.parse(url, create=create)
    engine = address.engine_of(target, busy_seconds=BUSY_SECONDS)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, reading=reading)
    try:
        with address.explained(target):
            yield engine, target.shown
    except BaseException:
        engine.dispose()
        raise


def lost_to_another(error: DBAPIError) -> bool:
    """Whether a statement failed only because another transaction was in its way."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return isinstance(cause, psycopg.Error) and cause.sqlstate in _LOST_TO_ANOTHER


def refused(error: DBAPIError) -> bool:
    """Whether the database is well, and refused a value or a row: too large, against a constraint,
    or beyond what an index holds."""
    state = getattr(error.orig, "sqlstate", None) or ""
    # https://www.postgresql.org/docs/current/errcodes-appendix.html
    return isinstance(error, IntegrityError | DataError) or state[:2] in ("22", "23", "54")


def passing(error: DBAPIError) -> bool:
    """Whether the same may succeed in a while: a server was restarted, or another has the file."""
    cause = error.orig
    if isinstance(cause, psycopg.Error) and cause.sqlstate is None:
        return isinstance(cause, psycopg.OperationalError)  # no connection, so no word from it
    gone = isinstance(cause, psycopg.Error) and (cause.sqlstate or "")[:2] in ("08", "57")
    return gone or error.connection_invalidated or lost_to_another(error)


def _prepare_sqlite(engine: Engine, *, reading: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by itself: `begin` below does, in our way.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA cache_size = -32000")
        if reading:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("usability_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
