"""The rows of all tables as plain values that are the same in both kinds of database, and sums of
them to compare two databases by.

The plain values are those that SQLite keeps: an instant as text in UTC, true as 1. PostgreSQL
takes them as they are where its clock is set to UTC.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from sqlalchemy import Boolean, Date, DateTime, func, select, text

from crawler.database.models import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Table

    Row = tuple[Any, ...]

TABLES: tuple[Table, ...] = tuple(Base.metadata.sorted_tables)
"""Each after those that it refers to."""
MOMENTARY = frozenset({"worker"})
"""Tables of what runs at the moment, which means nothing in another database."""
AT_ONCE = 2000
_WRAP = 1 << 64


class Sum(Struct):
    """How many rows, and a checksum of them in which their order does not count."""

    rows: int = 0
    checksum: int = 0

    def add(self, row: Row) -> None:
        digest = hashlib.blake2b(msgspec.msgpack.encode(row), digest_size=8).digest()
        self.checksum = (self.checksum + int.from_bytes(digest)) % _WRAP
        self.rows += 1


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table."""
    return {
        table.name: int(connection.scalar(select(func.count()).select_from(table)) or 0)
        for table in TABLES
    }


def rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Yield the rows of a table as plain values, without ever holding all of them."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    query = f'SELECT {names} FROM "{table.name}"'  # noqa: S608 -- names of ours
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.execute(text("SET LOCAL timezone = 'UTC'"))
        driver: Any = connection.connection.driver_connection
        cursor = driver.cursor(name="usability_rows")  # kept on the server, which sends it by parts
    else:
        cursor = connection.connection.cursor()
    plain = _plain(table) if postgresql else ()
    cursor.execute(query)
    try:
        while chunk := cursor.fetchmany(AT_ONCE):
            if plain:
                chunk = [_convert(row, plain) for row in chunk]
            yield from chunk
    finally:
        cursor.close()


def summed(connection: Connection, table: Table) -> Sum:
    """Add up the rows of a table."""
    total = Sum()
    for row in rows(connection, table):
        total.add(row)
    return total


def _plain(table: Table) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Which values of a row PostgreSQL gives in another way, and what makes them plain."""
    found: list[tuple[int, Callable[[Any], Any]]] = []
    for place, column in enumerate(table.columns):
        kind = getattr(column.type, "impl_instance", column.type)
        if isinstance(kind, DateTime):
            found.append((place, _instant))
        elif isinstance(kind, Date):
            found.append((place, str))
        elif isinstance(kind, Boolean):
            found.append((place, int))
    return tuple(found)


def _convert(row: Row, plain: tuple[tuple[int, Callable[[Any], Any]], ...]) -> Row:
    values = list(row)
    for place, convert in plain:
        if values[place] is not None:
            values[place] = convert(values[place])
    return tuple(values)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
