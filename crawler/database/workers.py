"""Who works: a row for each process that takes jobs, with its heartbeat.

Each row tells that its executor is alive. Whoever finds one that beats no more deletes it, and with
it takes over the executor's jobs: only one can have deleted it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from sqlalchemy import delete, func, select, text, update

from crawler.database import models
from crawler.database.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy.orm import Session

    from crawler.database.session import Database

Result = TypeVar("Result")

# Any number will do, as long as all of us use the same.
_TAKEOVER_LOCK = 7_421_650_943


class WorkerSeen(Struct, frozen=True, kw_only=True):
    """A worker as its row tells. `silence` is the time since its last heartbeat by the database's
    clock, not this machine's; it is negative where that clock was set back."""

    id: str
    token: str
    host: str
    process: int
    role: str
    lanes: int
    started_at: datetime
    seen_at: datetime
    silence: timedelta


class Joining(Struct, frozen=True, kw_only=True):
    """A process that wants to take jobs. `token` is this run of it, known to nobody else."""

    id: str
    token: str
    host: str
    process: int
    role: str
    lanes: int


def join_workers(db: Database, joining: Joining, *, replaces: Collection[str] = ()) -> bool:
    """Take the executor id, and say whether it was free. It is also free where the one that has it
    is, by its token, one of those that we know to be dead."""

    def work(session: Session) -> bool:
        dead = models.Worker.token.in_(replaces)
        session.execute(delete(models.Worker).where(models.Worker.id == joining.id, dead))
        now = _now(session)
        values = {name: getattr(joining, name) for name in joining.__struct_fields__}
        statement = insert(session, models.Worker).values(**values, started_at=now, seen_at=now)
        session.execute(statement.on_conflict_do_nothing())
        holder = session.scalar(select(models.Worker.token).filter_by(id=joining.id))
        return holder == joining.token

    return db.write(work)


def beat(db: Database, executor: str, token: str) -> bool:
    """Say that the worker lives. False when its row is gone or another's: then its jobs are."""

    def work(session: Session) -> bool:
        mine = (models.Worker.id == executor, models.Worker.token == token)
        session.execute(update(models.Worker).where(*mine).values(seen_at=_now(session)))
        return session.scalar(select(models.Worker.id).where(*mine)) is not None

    return db.write(work)


def leave_workers(db: Database, executor: str, token: str) -> None:
    """Take the worker's row away. Its jobs must be given back before."""
    mine = (models.Worker.id == executor, models.Worker.token == token)
    db.write(lambda session: session.execute(delete(models.Worker).where(*mine)))


def bury(db: Database, worker: WorkerSeen) -> bool:
    """Delete the row of a worker that beats no more, and say whether it was us who did: then its
    jobs are ours to give back. One that beat since it was seen so stays."""

    def work(session: Session) -> bool:
        same = (
            models.Worker.id == worker.id,
            models.Worker.token == worker.token,
            models.Worker.seen_at == worker.seen_at,
        )
        gone = session.scalars(delete(models.Worker).where(*same).returning(models.Worker.id))
        return gone.one_or_none() is not None

    return db.write(work)


def workers_seen(db: Database) -> tuple[WorkerSeen, ...]:
    """Return all workers with a row, alive or not, by id."""
    with db.read() as session:
        now = _now(session)
        rows = session.scalars(select(models.Worker).order_by(models.Worker.id)).all()
    return tuple(
        WorkerSeen(
            silence=now - row.seen_at,
            **{
                name: getattr(row, name)
                for name in WorkerSeen.__struct_fields__
                if name != "silence"
            },
        )
        for row in rows
    )


def _now(session: Session) -> datetime:
    """The server's time: it is the same for all its clients. A file has only the machine's, which
    is that of all who share it."""
    if session.get_bind().dialect.name == "postgresql":
        at: datetime = session.scalars(select(func.clock_timestamp())).one()
        return at.astimezone(UTC)
    return datetime.now(UTC)


def one_at_a_time(db: Database, work: Callable[[], Result]) -> Result:
    """Run `work`, which talks to DBOS's tables, while nobody else does so here. It may run twice,
    and must be short: on SQLite nobody writes meanwhile."""

    def locked(session: Session) -> Result:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _TAKEOVER_LOCK})
        return work()

    return db.write(locked)
