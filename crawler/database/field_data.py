"""What real visitors met, as an operator imported it: its history is kept, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, tuple_

from crawler.database import models
from crawler.database.upsert import insert
from crawler.records import FieldData

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.records import FieldSource, FormFactor

_KEY = ("origin", "form_factor", "last_day", "first_day")


def save_field_data(
    db: Database, records: Iterable[FieldData], source: FieldSource, at: datetime
) -> None:
    """Keep records that were read at `at`. Of one origin, form factor and period the last stands,
    whenever it was saved."""
    kept = {tuple(getattr(each, name) for name in _KEY): each for each in records}
    if not kept:
        return
    rows = [
        {name: getattr(each, name) for name in FieldData.__struct_fields__}
        | {"source": source, "imported_at": at}
        for each in kept.values()
    ]

    def work(session: Session) -> None:
        adding = insert(session, models.FieldData)
        updated = {name: adding.excluded[name] for name in rows[0] if name not in _KEY}
        session.execute(adding.on_conflict_do_update(index_elements=list(_KEY), set_=updated), rows)
        absent = models.FieldAbsence
        there = {(each.origin, each.form_factor) for each in kept.values()}
        for some in _batches(sorted(there)):
            session.execute(
                delete(absent).where(tuple_(absent.origin, absent.form_factor).in_(some))
            )

    db.write(work)


def save_field_absence(db: Database, origin: str, form_factor: FormFactor, at: datetime) -> None:
    """Note that Chrome had no data of an origin at `at`. What it had before stays."""
    values = {"origin": origin, "form_factor": form_factor, "asked_at": at}

    def work(session: Session) -> None:
        adding = insert(session, models.FieldAbsence).values(values)
        session.execute(
            adding.on_conflict_do_update(
                index_elements=["origin", "form_factor"], set_={"asked_at": at}
            )
        )

    db.write(work)


def _batches(
    keys: list[tuple[str, FormFactor]], size: int = 400
) -> Iterable[list[tuple[str, FormFactor]]]:
    """SQLite takes only so many values in one statement."""
    return (keys[start : start + size] for start in range(0, len(keys), size))
