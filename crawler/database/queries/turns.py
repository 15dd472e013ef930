"""What the schedule has put down, and how large the database is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import exists, func, select, text

from crawler.database import models

if TYPE_CHECKING:
    from crawler.database.session import Database

_DAY = timedelta(days=1)


class Turns(Struct, frozen=True, kw_only=True):
    """How many websites the schedule has, how many of them are due now, and how many more within 24
    hours. One that was tried since its turn, by whomever, is not due. `due_since` is the oldest
    turn that is due, `next_at` the next that is still to come; None where there is none."""

    websites: int
    due: int
    within_a_day: int
    due_since: datetime | None
    next_at: datetime | None


def turns(db: Database, *, now: datetime) -> Turns:
    """Return what the schedule has put down; nothing of it is due where no schedule ever ran."""
    at = models.WebsiteDue.next_due_at
    audits = models.SiteAudit
    tried = exists().where(audits.website_id == models.WebsiteDue.website_id, audits.ended_at >= at)
    due = (at <= now) & ~tried
    with db.read() as session:
        count = func.count()
        row = session.execute(
            select(
                count,
                count.filter(due),
                count.filter(at > now, at <= now + _DAY),
                func.min(at).filter(due),
                func.min(at).filter(at > now),
            ).select_from(models.WebsiteDue)
        ).one()
    return Turns(websites=row[0], due=row[1], within_a_day=row[2], due_since=row[3], next_at=row[4])


def database_size(db: Database) -> int:
    """Return the size of the database in bytes: an SQLite file with its log, or a server's
    database with all in it."""
    if (file := db.file) is not None:
        parts = (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm"))
        return sum(part.stat().st_size for part in parts if part.is_file())
    with db.read() as session:
        return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
