"""Alembic runs this file. It is given an open connection inside a transaction by `schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from crawler.database.models import Base

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def render(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write a column type of ours as the plain one below it: a migration must not change later."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite cannot alter a table in place; a batch copies it.
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    render_item=render,
    on_version_apply=context.config.attributes.get("applied"),
)
with context.begin_transaction():
    context.run_migrations()
