"""A server's own lock for who works in a database, which reaches all machines.

It is held by a connection, and released when that ends, however it ends. Its application name says
who has it.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# Any number will do, as long as all of us use the same.
_KEY = 7_421_650_940
_LONGEST = 63  # bytes of an application name; PostgreSQL cuts the rest off
_HOLDERS = text(
    "SELECT activity.application_name FROM pg_locks JOIN pg_stat_activity activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND (classid::bigint << 32 | objid::bigint) = :key AND pid <> pg_backend_pid()"
    " ORDER BY activity.backend_start LIMIT 1"
)
# A machine that was switched off says nothing: after a minute of silence it has the lock no more.
_ALIVE = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


class HeldBy(Struct, frozen=True):
    """Who has the lock: the command, and its process and machine."""

    command: str
    process: str


def introduce(connection: Connection, name: str) -> None:
    """Tell the server who holds a lock by this connection, and to notice soon when its machine is
    gone."""
    name = name.encode()[:_LONGEST].decode(errors="ignore")
    for setting, value in {"application_name": name, **_ALIVE}.items():
        connection.execute(
            text("SELECT set_config(:name, :value, false)"), {"name": setting, "value": str(value)}
        )


class ServerLock:
    """The lock for `command`, `alone` or beside others who do not need it alone. Any thread may
    hold it."""

    def __init__(self, engine: Engine, command: str, *, alone: bool) -> None:
        self._engine = engine
        self._command = command
        self._alone = alone
        self._connection: Connection | None = None
        self._guard = Lock()

    def hold(self) -> HeldBy | None:
        """Take the lock, or see that it is still ours: a server that was restarted has forgotten
        it. Return who has it where we could not get it. Raises `DBAPIError` where the server does
        not answer."""
        with self._guard:
            try:
                if self._connection is not None:
                    self._connection.execute(text("SELECT 1"))
                    return None
                engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
                self._connection = engine.connect()
                other = _try(self._connection, self._command, alone=self._alone)
            except DBAPIError:
                self._let_go()
                raise
            if other is not None:
                self._let_go()
            return other

    def release(self) -> None:
        """Let others have it. Without effect where it is not held."""
        with self._guard:
            self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError):
                self._connection.invalidate()  # which also ends the session, and with it the lock
                self._connection.close()
            self._connection = None


def _try(connection: Connection, command: str, *, alone: bool) -> HeldBy | None:
    process = f"{os.getpid()} on {socket.gethostname()}"
    introduce(connection, f"{process[:40]}|{command}")
    lock = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
    if connection.scalar(text(f"SELECT {lock}(:key)"), {"key": _KEY}):
        return None
    said = connection.scalar(_HOLDERS, {"key": _KEY}) or ""
    process, _, command = said.partition("|")
    if not command:
        return HeldBy("Another command", "of another machine or folder")
    return HeldBy(command, f"process {process}")
