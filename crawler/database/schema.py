"""The tables' version: bringing a database up to date, and holding it to the models."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text
from sqlalchemy.exc import DBAPIError

from crawler.database.models import Base
from crawler.errors import DatabaseDrifted, DatabaseNewer, DatabaseOutdated, DatabaseUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number will do, as long as all of us use the same.
_UPGRADE_LOCK = 7_421_650_938
_LITERALLY: dict[str, Any] = {"compile_kwargs": {"literal_binds": True}}


def upgrade(engine: Engine, shown: str, heard: Callable[[str], None] = lambda _: None) -> bool:
    """Make or bring up to date the tables, in one transaction. Return whether anything changed.

    Two processes may do it at once: one waits for the other and then finds nothing to do. Killed at
    any moment, the database is as it was. `heard` is told in words what is done next.
    """
    with engine.connect() as connection:
        found, needed = _revisions(connection, shown)
    if engine.dialect.name == "sqlite":
        _use_wal(engine)  # even where nothing changes: a restore that was killed may have undone it
    if found == needed:
        return False
    with rebuilding(engine, shown) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        found, needed = _revisions(connection, shown)
        if found == needed:
            return False
        config = _alembic(connection)
        steps = _steps(found, needed, connection.dialect.name)
        heard(next(steps))
        config.attributes["applied"] = lambda **_: heard(next(steps))
        command.upgrade(config, needed)
        return True


def _steps(found: str | None, needed: str, dialect: str) -> Iterator[str]:
    """What an upgrade does, in words, a sentence for each step."""
    scripts = list(ScriptDirectory(str(MIGRATIONS)).iterate_revisions(needed, found or "base"))
    for number, script in enumerate(reversed(scripts), 1):
        yield f"{number} of {len(scripts)}: {script.revision}, {script.doc}"
    yield "Looking at what refers to what" if dialect == "sqlite" else "Committing"


@contextmanager
def rebuilding(engine: Engine, shown: str) -> Iterator[Connection]:
    """A transaction in which tables may be made anew.

    To change a rule of a table, SQLite needs it copied, dropped and renamed, which the rows that
    refer to it would forbid. So they are not looked at until the end; then all of them are.
    """
    with engine.execution_options(usability_writes=True).connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        # Without effect inside a transaction, and this does not begin one.
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if lines := _orphans(connection):
                    raise DatabaseDrifted(url=shown, detail="; ".join(lines))
        finally:
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()


def revision(engine: Engine, shown: str) -> str:
    """Return the revision of a database that has our tables, of whatever version that we know.

    Raises `DatabaseUnreadable`, `DatabaseOutdated` when it has none, or `DatabaseNewer`.
    """
    with engine.connect() as connection:
        found, needed = _revisions(connection, shown)
    if found is None:
        raise DatabaseOutdated(url=shown, found="none", needed=needed)
    return found


def build(connection: Connection, at: str) -> None:
    """Make the tables of a revision, or bring those of an older one up to it, in the transaction of
    that connection."""
    command.upgrade(_alembic(connection), at)


def knows(revision: str) -> bool:
    """Whether it is a revision of this version or of an older one."""
    return revision in _known()[1]


def newest() -> str:
    """Return the revision that this version needs."""
    return _known()[0]


def require_current(engine: Engine, shown: str) -> None:
    """Raise `DatabaseOutdated` or `DatabaseNewer` unless the tables are the ones we know."""
    with engine.connect() as connection:
        found, needed = _revisions(connection, shown)
    if found != needed:
        raise DatabaseOutdated(url=shown, found=found or "none", needed=needed)


def require_unchanged(connection: Connection, shown: str) -> None:
    """Raise `DatabaseNewer` or `DatabaseOutdated` where another version upgraded or restored the
    database since it was opened. Until the transaction ends, nobody else can."""
    query = "SELECT version_num FROM alembic_version"
    if connection.dialect.name == "postgresql":
        query += " FOR SHARE"  # on SQLite, who writes has the lock of all
    found = connection.scalar(text(query))
    needed, known = _known()
    if found in known and found != needed:
        raise DatabaseOutdated(url=shown, found=found, needed=needed)
    if found != needed:
        raise DatabaseNewer(url=shown, found=found, needed=needed)


def problems(engine: Engine, shown: str) -> list[str]:
    """Return what differs between the models and the tables, and what is damaged, a line each."""
    require_current(engine, shown)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        lines = [_describe(change) for change in compare_metadata(context, Base.metadata)]
        lines += _check_differences(connection)
        if connection.dialect.name == "sqlite":
            found = connection.exec_driver_sql("PRAGMA quick_check(3)").scalars().all()
            lines += [f"damage: {line}" for line in found if line != "ok"]
            lines += _orphans(connection)
        return lines


def draft(engine: Engine, number: str, message: str) -> None:
    """Write the next migration file from what differs (`python -m crawler.database.migrations`)."""
    with engine.begin() as connection:
        command.revision(_alembic(connection), message, autogenerate=True, rev_id=number)


def _alembic(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _revisions(connection: Connection, shown: str) -> tuple[str | None, str]:
    """Return the revision that the database has, and the one that we need."""
    needed, known = _known()
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None and set(inspect(connection).get_table_names()) - {"alembic_version"}:
        raise DatabaseUnreadable(
            url=shown,
            detail="it holds the tables of something else",
            remedy="Choose another with --database.",
        )
    if found is not None and found not in known:
        raise DatabaseNewer(url=shown, found=found, needed=needed)
    return found, needed


@cache
def _known() -> tuple[str, frozenset[str]]:
    """The newest revision, and all of them, as they were when this process first asked.

    A newer version may be installed under one that runs, and a crawl of it may upgrade the
    database. The models of the old process are then not those of the newest file.
    """
    scripts = ScriptDirectory(str(MIGRATIONS))
    known = frozenset(script.revision for script in scripts.walk_revisions())
    return scripts.get_current_head() or "", known


def _use_wal(engine: Engine) -> None:
    """Let readers and a writer work at once. The file remembers it.

    The change needs the file alone for a moment and does not wait for it, so we do.
    """
    for pause in (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, None):
        try:
            raw = engine.raw_connection()
            try:
                cursor = raw.cursor()
                cursor.execute("PRAGMA journal_mode = WAL")
                cursor.close()
            finally:
                raw.close()
        except (DBAPIError, engine.dialect.loaded_dbapi.OperationalError) as error:
            if pause is None or "locked" not in str(error):
                raise
            time.sleep(pause)
        else:
            return


def _check_differences(connection: Connection) -> list[str]:
    """Alembic does not compare CHECK constraints, and ours hold the enumerations."""
    lines = []
    inspector = inspect(connection)
    tables = set(inspector.get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name not in tables:
            continue
        wanted = {
            str(rule.name): _words(str(rule.sqltext.compile(connection, **_LITERALLY)))
            for rule in table.constraints
            if isinstance(rule, CheckConstraint)
        }
        have = {
            str(rule["name"]): _words(rule["sqltext"])
            for rule in inspector.get_check_constraints(table.name)
        }
        for name in sorted(wanted.keys() | have.keys()):
            if name not in have:
                lines.append(f"{table.name}: the check {name} is missing")
            elif name not in wanted:
                lines.append(f"{table.name}: the check {name} is not ours")
            elif odd := sorted(wanted[name] ^ have[name]):
                lines.append(f"{table.name}: the check {name} differs in {', '.join(odd)}")
    return lines


def _words(rule: str) -> set[str]:
    """The words that a rule names: each database writes the rest of it in its own way."""
    return set(re.findall("'([^']*)'", rule))


def _orphans(connection: Connection) -> list[str]:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [f"{len(orphans)} rows refer to rows that are not there"] if orphans else []


def _describe(change: Any) -> str:
    if isinstance(change, list):
        return "; ".join(_describe(part) for part in change)
    kind, *rest = change
    return f"{kind.replace('_', ' ')}: " + ", ".join(
        str(getattr(part, "name", None) or part) for part in rest if part is not None
    )
