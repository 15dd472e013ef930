"""All rows of one database into another of either kind.

It is one transaction: a copy that is stopped or killed leaves nothing but empty tables, and is run
again.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import psycopg
from msgspec import Struct
from sqlalchemy import text

from crawler.database import schema
from crawler.database.session import opening
from crawler.database.upkeep.contents import MOMENTARY, TABLES, Sum, counts, rows, summed
from crawler.errors import DatabaseNotEmpty, NothingToCopy, TransferFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Connection, Table

    from crawler.database.session import Database
    from crawler.database.upkeep.contents import Row


class Step(Struct, frozen=True):
    """How far one is: `rows` of `of` of a table are copied, or compared."""

    table: str
    rows: int
    of: int
    comparing: bool = False


def copy_database(source: Database, url: str, heard: Callable[[Step], None]) -> dict[str, Sum]:
    """Copy all that `source` holds at one moment into the database at `url`, which has no rows yet,
    and compare what is there then. Returns each table's rows.

    Raises `NothingToCopy`, `DatabaseNotEmpty`, `TransferFailed`, or what `open_database` does;
    nothing is there then that was not before.
    """
    with source.read() as session:
        found = counts(session.connection())
    if not any(found[table.name] for table in TABLES if table.name not in MOMENTARY):
        raise NothingToCopy(url=source.url)
    with opening(url, create=True) as (engine, shown):
        schema.upgrade(engine, shown)
        try:
            with source.read() as session, schema.rebuilding(engine, shown) as target:
                if sum(counts(target).values()):
                    raise DatabaseNotEmpty(url=shown)
                return fill(session.connection(), target, shown, heard)
        finally:
            engine.dispose()


def fill(
    source: Connection, target: Connection, shown: str, heard: Callable[[Step], None]
) -> dict[str, Sum]:
    """Copy the rows of all tables from one connection to another, and compare."""
    sizes = counts(source)
    tables = [table for table in TABLES if table.name not in MOMENTARY]
    on_server = target.dialect.name == "postgresql"
    # Looked at for all rows at once at the end, and not row by row.
    rules = references(target) if on_server else []
    for table_name, name, _ in rules:
        target.execute(text(f'ALTER TABLE {table_name} DROP CONSTRAINT "{name}"'))
    sums: dict[str, Sum] = {}
    try:
        for table in tables:
            sums[table.name] = total = Sum()
            counted = _counted(rows(source, table), total, table.name, sizes[table.name], heard)
            (_copy_in if on_server else _insert)(target, table, counted)
    except (psycopg.Error, sqlite3.Error) as error:
        detail = " ".join(f"{table.name}: {error}".split()).rstrip(".")
        raise TransferFailed(url=shown, detail=detail) from None
    if on_server:
        for table_name, name, rule in rules:
            target.execute(text(f'ALTER TABLE {table_name} ADD CONSTRAINT "{name}" {rule}'))
        set_sequences(target, tables)
        target.execute(text("ANALYZE"))
    for table in tables:
        heard(Step(table.name, sizes[table.name], sizes[table.name], comparing=True))
        if (there := summed(target, table)) != sums[table.name]:
            detail = f"{table.name} has {there.rows:,} rows of {sums[table.name].rows:,}"
            if there.rows == sums[table.name].rows:
                detail = f"{table.name} has other values than before"
            raise TransferFailed(url=shown, detail=detail)
    return sums


def references(target: Connection) -> list[tuple[str, str, str]]:
    """The table, name and rule of each foreign key on a server, as it writes them."""
    query = """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
    """
    return [(row[0], row[1], row[2]) for row in target.execute(text(query))]


def _counted(
    every: Iterable[Row], total: Sum, name: str, of: int, heard: Callable[[Step], None]
) -> Iterator[Row]:
    for row in every:
        total.add(row)
        if total.rows % 50_000 == 0:
            heard(Step(name, total.rows, of))
        yield row
    heard(Step(name, total.rows, of))


def _copy_in(target: Connection, table: Table, every: Iterable[Row]) -> None:
    target.execute(text("SET LOCAL timezone = 'UTC'"))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = target.connection.driver_connection
    with driver.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for row in every:
            copy.write_row(row)


def _insert(target: Connection, table: Table, every: Iterable[Row]) -> None:
    places = ", ".join("?" * len(table.columns))
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608 -- ours
    cursor: Any = target.connection.cursor()
    cursor.executemany(statement, every)  # SQLite takes them one by one, as they are read
    cursor.close()


def set_sequences(target: Connection, tables: Iterable[Table]) -> None:
    for table in tables:
        if table.autoincrement_column is None:
            continue
        name = table.autoincrement_column.name
        sequence = target.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": name},
        )
        if sequence is not None:
            newest = f'SELECT max("{name}") FROM "{table.name}"'  # noqa: S608 -- names of ours
            target.execute(
                text(f"SELECT setval(:sequence, coalesce(({newest}), 1), ({newest}) IS NOT NULL)"),
                {"sequence": sequence},
            )
