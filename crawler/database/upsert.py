"""INSERT … ON CONFLICT, the same on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crawler.database.models import Base


def insert(session: Session, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT into the model's table that knows ON CONFLICT."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)


def key_of(session: Session, model: type[Base], **natural: Any) -> int:
    """Return the id of the row with this natural key, and add it if there is none."""
    found = select(model.__table__.c.id).filter_by(**natural)
    key = session.scalar(found)
    if key is None:
        session.execute(insert(session, model).values(**natural).on_conflict_do_nothing())
        key = session.scalars(found).one()
    return int(key)
