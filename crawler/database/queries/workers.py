"""The processes that take jobs, and whether they live."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.database.workers import workers_seen

if TYPE_CHECKING:
    from crawler.database.session import Database


class WorkerSeen(Struct, frozen=True, kw_only=True):
    """A process that takes jobs, or did: `alive` unless it was silent for longer than heartbeats
    may be apart, by the database's clock."""

    id: str
    host: str
    process: int
    role: str
    lanes: int
    started_at: datetime
    seen_at: datetime
    alive: bool


def workers(db: Database, timeout: float = 60.0) -> tuple[WorkerSeen, ...]:
    """Return the workers by id; one that was silent for more than `timeout` seconds is dead."""
    limit = timedelta(seconds=timeout)
    return tuple(
        WorkerSeen(
            alive=each.silence <= limit,
            **{
                name: getattr(each, name)
                for name in WorkerSeen.__struct_fields__
                if name != "alive"
            },
        )
        for each in workers_seen(db)
    )
