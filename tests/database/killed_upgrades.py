"""Upgrades a database again and again, killed at another statement each time, and at last to the
end: python -m tests.database.killed_upgrades URL

It prints at how many statements it was killed. Ends with an error where one leaves anything else
than the database from before.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from sqlalchemy import event, text

from crawler.database import address, schema, session
from crawler.errors import DatabaseOutdated
from tests.database.test_upgrades import contents, engine_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

EACH = 9  # a prime step would do; every statement takes too long for a test


def upgraded_until(url: str, last: int) -> bool:
    """Upgrade in a process that is killed before that statement; return whether it got there."""
    child = os.fork()
    if child == 0:
        target = address.parse(url, create=False)
        engine = address.engine_of(target, busy_seconds=5)
        if engine.dialect.name == "sqlite":
            session._prepare_sqlite(engine, reading=False)
        seen = 0

        def count(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
            nonlocal seen
            if statement.lstrip().startswith(("ALTER", "CREATE", "DROP", "INSERT", "UPDATE")):
                seen += 1
                if seen == last:
                    os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine, "before_cursor_execute", count)
        schema.upgrade(engine, url)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise AssertionError(last)
    return not os.WIFSIGNALED(status)


def main(url: str) -> None:
    engine = engine_of(url)
    with engine.connect() as connection:
        before = contents(connection)
    engine.dispose()
    killed = 0
    while not upgraded_until(url, 1 + killed * EACH):
        killed += 1
        with engine.connect() as connection:
            assert contents(connection) == before
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
        engine.dispose()
        try:
            session.open_database(url)
        except DatabaseOutdated:
            continue
        raise AssertionError("it was opened half way")
    session.check(url)
    print(killed)  # noqa: T201 -- the test listens


if __name__ == "__main__":
    main(*sys.argv[1:])
