"""From a database URL to an engine, and from a driver's complaint to a sentence."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from crawler.errors import DatabaseUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_FORMS = "Give an address like sqlite:///data/usability.db or postgresql://user@host/name."
_MISSING = "Run `usability crawl`, or `usability db upgrade` to make an empty one."
_FILE = "Check the path and its permissions, or choose another with --database."
_SERVER = "Check the address, the user and the password, and that the server is running."


class Target(Struct, frozen=True):
    """A parsed address. `shown` is what may be printed: no password and no options."""

    url: URL
    shown: str
    secrets: tuple[str, ...]
    remedy: str


def parse(text: str, *, create: bool) -> Target:
    """Read a database URL; for SQLite also see that its file can be there.

    With `create`, the missing parent folders of an SQLite file are made.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The text is not repeated: it may hold a password where we do not expect one.
        raise DatabaseUnreadable(
            url="setting", detail="it is not an address of a database", remedy=_FORMS
        ) from None
    shown = url.set(query={}).render_as_string(hide_password=True)
    options = [value for value in url.query.values() if isinstance(value, str)]
    secrets = tuple(secret for secret in (url.password, *options) if secret)
    if url.get_backend_name() == "sqlite":
        _require_file(url, shown, create=create)
        return Target(url.set(drivername="sqlite+pysqlite"), shown, secrets, _FILE)
    if url.get_backend_name() in ("postgresql", "postgres"):
        return Target(url.set(drivername="postgresql+psycopg"), shown, secrets, _SERVER)
    raise DatabaseUnreadable(
        url=shown, detail=f"{url.get_backend_name()} is not a kind we know", remedy=_FORMS
    )


def engine_of(target: Target, *, busy_seconds: float) -> Engine:
    """Make the engine for `target`. Nothing is opened yet."""
    if target.url.get_backend_name() == "sqlite":
        return create_engine(target.url, connect_args={"timeout": busy_seconds})
    try:
        return create_engine(target.url, connect_args={"connect_timeout": 10}, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise DatabaseUnreadable(
            url=target.shown, detail=_clean(error, target), remedy=_FORMS
        ) from None


@contextmanager
def explained(target: Target) -> Iterator[None]:
    """Turn what the driver raises into one sentence of ours."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        raise DatabaseUnreadable(
            url=target.shown, detail=_clean(cause, target), remedy=target.remedy
        ) from None


def _require_file(url: URL, shown: str, *, create: bool) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise DatabaseUnreadable(
            url=shown, detail="it must be a file, since several processes share it", remedy=_FORMS
        )
    path = Path(url.database)
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        problem, remedy = _problem(path, create=create)
    except OSError as error:
        problem, remedy = (error.strerror or str(error)).lower(), _FILE
    if problem:
        raise DatabaseUnreadable(url=shown, detail=problem, remedy=remedy)


def _problem(path: Path, *, create: bool) -> tuple[str, str]:
    if path.is_dir():
        return "it is a folder, not a file", _FILE
    if not path.exists():
        if not create:
            return "there is no such file", _MISSING
        if not os.access(path.parent, os.W_OK | os.X_OK):
            return f"{path.parent} may not be written to", _FILE
        return "", ""
    if not path.is_file():
        return "it is not a file", _FILE
    if not os.access(path, os.R_OK):
        return "it may not be read", _FILE
    # SQLite puts its log beside the file, so even a reader needs the folder.
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return "it and its folder may not be written to", _FILE
    return "", ""


def _clean(error: BaseException, target: Target) -> str:
    """The driver's complaint in one line, without anything secret."""
    text = " ".join(str(error).split())
    for secret in target.secrets:
        text = text.replace(secret, "***")
    text = re.sub(r"^connection failed: ", "", text)
    # The hint of PostgreSQL's library is a question, and our remedy says the same.
    text = re.sub(r" Is the server running[^?]*\?", "", text)
    return text.rstrip(".?")
