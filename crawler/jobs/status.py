"""Where everything stands, read at one moment: what `usability status` shows and judges."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.database import queries
from crawler.database.queries import (
    CrawlProgress,
    CrawlSummary,
    Failures,
    Freshness,
    Turns,
    WorkerSeen,
)
from crawler.errors import UsabilityError
from crawler.jobs.queue import JobCounts, JobQueue, JobState
from crawler.jobs.scheduler import read_files

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.config import Config

LAST_CRAWLS = 5


class Queue(Struct, frozen=True, kw_only=True):
    """The jobs that have not ended. `waits_since` is since when the oldest of the waiting waits,
    None where none does."""

    counts: JobCounts
    waits_since: datetime | None


class Disk(Struct, frozen=True, kw_only=True):
    """A file system of this machine that data is written to; sizes in bytes."""

    path: str
    free: int
    total: int


class Status(Struct, frozen=True, kw_only=True):
    """Everything at the moment `at`. `last` are the newest crawls that are not under way; `grace`
    is how long a worker may take to be seen. `late` is for how much open time of the schedule a
    website has been due. The database's size is in bytes."""

    at: datetime
    grace: timedelta
    crawls: tuple[CrawlProgress, ...]
    last: tuple[CrawlSummary, ...]
    workers: tuple[WorkerSeen, ...]
    queue: Queue
    freshness: Freshness
    failures: tuple[Failures, ...]
    turns: Turns
    late: timedelta
    database: str
    database_bytes: int
    disks: tuple[Disk, ...]

    @property
    def begun(self) -> bool:
        """Whether there ever was a crawl."""
        return bool(self.crawls or self.last)

    @property
    def hands(self) -> tuple[WorkerSeen, ...]:
        """The workers that are alive and take jobs."""
        return tuple(each for each in self.workers if each.alive and each.lanes)


def read_status(config: Config, now: datetime) -> Status:
    """Read where everything stands. Nothing is written.

    Raises `DatabaseUnreadable`, `DatabaseOutdated`, `DatabaseNewer` or `DatabaseLost`.
    """
    database = queries.open_for_reading(config.database)
    try:
        with database.explained(), JobQueue(config) as jobs:
            ages = queries.website_ages(database, today=now.date())
            under_way = queries.crawls_under_way(database, now=now)
            newest = queries.crawls(database, newest=LAST_CRAWLS + len(under_way))
            going = {each.id for each in under_way}
            turns = queries.turns(database, now=now)
            return Status(
                at=now,
                grace=timedelta(seconds=config.heartbeat_timeout),
                crawls=under_way,
                last=tuple(each for each in newest if each.id not in going)[:LAST_CRAWLS],
                workers=queries.workers(database, config.heartbeat_timeout),
                queue=_queue(jobs),
                freshness=queries.freshness(ages, now),
                failures=queries.failures_by_state(ages),
                turns=turns,
                late=_open_time(config, turns.due_since, now),
                database=database.url,
                database_bytes=queries.database_size(database),
                disks=_disks(config, database.file),
            )
    finally:
        database.close()


def _open_time(config: Config, since: datetime | None, now: datetime) -> timedelta:
    """How much of the time since then lies in the windows of the schedule, where they can be
    read: what is due while they are closed is not late."""
    if since is None:
        return timedelta(0)
    try:
        return timedelta(hours=read_files(config).schedule.windows.hours(since, now))
    except UsabilityError:
        return now - since


def _queue(queue: JobQueue) -> Queue:
    jobs = queue.jobs()
    states = [job.state for job in jobs]
    waiting = [job.since for job in jobs if job.state is JobState.WAITING]
    return Queue(
        counts=JobCounts(
            waiting=len(waiting),
            running=states.count(JobState.RUNNING),
            delayed=states.count(JobState.DELAYED),
        ),
        waits_since=min(waiting, default=None),
    )


def _disks(config: Config, database: Path | None) -> tuple[Disk, ...]:
    """The file systems of the database's file and of the artifacts, each once."""
    found: dict[int, Disk] = {}
    for path in (database, config.artifacts):
        if path is None:
            continue
        folder = next(each for each in path.absolute().parents if each.exists())
        usage = shutil.disk_usage(folder)
        disk = Disk(path=str(folder), free=usage.free, total=usage.total)
        found.setdefault(folder.stat().st_dev, disk)
    return tuple(found.values())
