"""One schedule at a time on a database: two would hand out the same websites."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from crawler.database.server_lock import introduce
from crawler.errors import ScheduleRunning

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlalchemy import Connection

    from crawler.database.session import Database

# Any number will do, as long as all of us use the same.
_KEY = 7_421_650_941
_WHO = text(
    """
    SELECT activity.application_name FROM pg_locks
    JOIN pg_stat_activity AS activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) + objid::bigint = :key
    """
)


class ScheduleLock:
    """The lock of the schedule, from `with` to its end, however that comes. `holder` says to others
    who has it."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self._holder = holder
        self._lock: _FileLock | _ServerLock = (
            _FileLock(database.file) if database.file is not None else _ServerLock(database)
        )

    def __enter__(self) -> Self:
        self.hold()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lock.release()

    def hold(self) -> None:
        """Take the lock, or see that it is still ours: a server that was restarted has forgotten
        it. Raises `ScheduleRunning` when another has it, or an error of the database."""
        if (other := self._lock.taken_by_another(self._holder)) is not None:
            raise ScheduleRunning(database=self._database.url, holder=other or "an unknown process")


class _FileLock:
    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.schedule.lock")
        self._descriptor: int | None = None

    def taken_by_another(self, holder: str) -> str | None:
        if self._descriptor is not None:
            return None
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.read(descriptor, 1000).decode(errors="replace")
            os.close(descriptor)
            return said
        os.truncate(descriptor, 0)
        os.write(descriptor, holder.encode())
        self._descriptor = descriptor
        return None

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class _ServerLock:
    """The server releases it when our connection ends."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._connection: Connection | None = None

    def taken_by_another(self, holder: str) -> str | None:
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return None
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self._connection = connection
            introduce(connection, holder)
            if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
                return None
            other = connection.scalar(_WHO, {"key": _KEY})
        except DBAPIError:
            self.release()
            raise
        self.release()
        return other or ""

    def release(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.invalidate()  # which ends the session, and with it the lock
                self._connection.close()
            self._connection = None
