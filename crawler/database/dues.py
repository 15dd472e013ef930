"""Writes of when websites are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from crawler.database import models
from crawler.database.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.schedule.plan import Due

# So many values are in one statement; SQLite takes no more than 32,766.
_AT_ONCE = 5_000


def save_due(db: Database, planned: Iterable[Due]) -> int:
    """Keep when each website of a plan is due, and nothing of websites that are not in it. Return
    how many rows changed: where none did, nothing is written. Websites that the database does not
    know are passed over; `save_register` makes them known."""
    wanted = {due.website.url: (due.at, due.days) for due in planned}
    with db.read() as session:
        known = {row[0]: row[1] for row in session.execute(_WEBSITES)}
        kept = {row.website_id: (row.next_due_at, row.days) for row in session.execute(_KEPT)}
    rows = {known[url]: due for url, due in wanted.items() if url in known}
    changed = [
        {"website_id": key, "next_due_at": at, "days": days}
        for key, (at, days) in rows.items()
        if kept.get(key) != (at, days)
    ]
    gone = [key for key in kept if key not in rows]
    if not changed and not gone:
        return 0

    def work(session: Session) -> None:
        for start in range(0, len(gone), _AT_ONCE):
            some = gone[start : start + _AT_ONCE]
            session.execute(delete(_DUE).where(_DUE.website_id.in_(some)))
        if changed:
            statement = insert(session, _DUE)
            values = {name: statement.excluded[name] for name in ("next_due_at", "days")}
            statement = statement.on_conflict_do_update(index_elements=["website_id"], set_=values)
            session.execute(statement, changed)

    db.write(work)
    return len(changed) + len(gone)


_DUE = models.WebsiteDue
_WEBSITES = select(models.Website.url, models.Website.id)
_KEPT = select(_DUE.website_id, _DUE.next_due_at, _DUE.days)
