"""The queue of jobs, seen from outside: what is put in, what waits, who has what. It runs nothing.

A job is one website in one crawl, and a DBOS workflow. Jobs of one website are in one partition of
the queue, which has one of them at work at a time: so no website is in two jobs at once, in
whatever crawls. A host's websites share as many partitions as it may have lanes.
"""

from __future__ import annotations

import logging
import zlib
from contextlib import ExitStack
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from dbos import DBOS, DBOSClient, WorkflowSerializationFormat
from msgspec import Struct

from crawler.database.jobs_engine import has_jobs, jobs_engine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from types import TracebackType

    from dbos import EnqueueOptions, WorkflowStatus

    from crawler.config import Config
    from crawler.records import Website

QUEUE = "websites"
WORKFLOW = "audit-website"
APPLICATION = "usability"
# Pinned: a job is an address and a number, which every version understands. What a version cannot
# go on with, the tables' revision says.
VERSION = "1"
POLL_SECONDS = 0.5  # between looks for work, while a lane is free

WAITING = "ENQUEUED"
RUNNING = "PENDING"
DELAYED = "DELAYED"
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DELAYED = "delayed"
    ENDED = "ended"


class JobCounts(Struct, frozen=True):
    """How many jobs there are in each state; those that ended are not counted."""

    waiting: int = 0
    running: int = 0
    delayed: int = 0

    @property
    def open(self) -> int:
        return self.waiting + self.running + self.delayed


class Job(Struct, frozen=True, kw_only=True):
    """A website's job in a crawl. `executor` is the worker that has it, None while it waits;
    `since` is when it came into its state."""

    id: str
    crawl_id: int
    attempt: int
    website: str
    state: JobState
    executor: str | None
    since: datetime


def quieten() -> None:
    """Let DBOS speak to Python's logging only: on its own it writes to the terminal."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # it adds one of its own where there is none


def job_id(crawl_id: int, attempt: int, website: str) -> str:
    return f"crawl-{crawl_id}-{attempt}-{website}"


def partition_of(website: str, host_lanes: int) -> str:
    """Where the website's jobs queue: its host and port, and one of so many lanes of it."""
    host = urlsplit(website).netloc.lower().removeprefix("www.")
    return f"{host}#{zlib.crc32(website.encode()) % host_lanes}"


class JobQueue:
    """The queue of a database, open from `with` to its end. One may be used by many threads."""

    def __init__(self, config: Config) -> None:
        self._host_lanes = config.host_lanes
        self._url = config.database
        self._stack = ExitStack()
        self._client: DBOSClient | None = None

    def __enter__(self) -> Self:
        quieten()
        self._engine = jobs_engine(self._url)
        self._stack.callback(self._engine.dispose)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client = None
        self._stack.close()

    def enqueue(self, crawl_id: int, websites: Sequence[Website]) -> int:
        """Put a job for each website into the queue, in their order, and return how many are new:
        one that waits or is at work stays as it is. One that has ended is put in again: whoever
        enqueues knows that its website is still open."""
        self._make()
        known = {job.website: job for job in self._jobs(prefix=f"crawl-{crawl_id}-")}
        new = [
            (website.url, job.attempt + 1 if job else 1)
            for website in websites
            if (job := known.get(website.url)) is None or job.state is JobState.ENDED
        ]
        if not new:
            return 0
        client = self._connected()
        with self._engine.begin() as connection:
            for website, attempt in new:
                client.enqueue_in_transaction(
                    connection, self._options(crawl_id, attempt, website), crawl_id, website
                )
        return len(new)

    def counts(self) -> JobCounts:
        """How many jobs wait, are at work, and are put off, of all crawls."""
        states = [job.state for job in self.jobs()]
        return JobCounts(
            waiting=states.count(JobState.WAITING),
            running=states.count(JobState.RUNNING),
            delayed=states.count(JobState.DELAYED),
        )

    def jobs(self) -> tuple[Job, ...]:
        """The jobs that have not ended, oldest first."""
        return self._jobs(states=[WAITING, RUNNING, DELAYED])

    def jobs_of(self, crawl_id: int) -> tuple[Job, ...]:
        """The jobs of a crawl, also those that ended, oldest first."""
        return self._jobs(prefix=f"crawl-{crawl_id}-")

    def give_back(self, jobs: Iterable[Job]) -> None:
        """Let jobs that were at work wait again, for whoever takes them. Their workers must have
        let go of them."""
        if ids := [job.id for job in jobs]:
            # Without the name of the queue they would land on another one, which has no limits.
            self._connected().resume_workflows(ids, queue_name=QUEUE)

    def drop(self, jobs: Iterable[Job]) -> None:
        """Remove jobs whose work is done. Their workers must have let go of them."""
        if ids := [job.id for job in jobs]:
            self._connected().delete_workflows(ids)

    def held_by(self, executors: Collection[str]) -> tuple[Job, ...]:
        """The jobs that these executors have at work."""
        if not executors:
            return ()
        return self._jobs(states=[RUNNING], executors=sorted(executors))

    def forget(self, crawl_ids: Iterable[int], *, all_of_them: bool = False) -> int:
        """Remove the jobs of these crawls that ended; with `all_of_them`, those that wait too,
        which then never run. Return how many."""
        leave = () if all_of_them else (JobState.WAITING, JobState.DELAYED)
        ids = [
            job.id
            for crawl_id in crawl_ids
            for job in self.jobs_of(crawl_id)
            if job.state is not JobState.RUNNING and job.state not in leave
        ]
        if ids:
            self._connected().delete_workflows(ids)
        return len(ids)

    def ended_crawls(self) -> frozenset[int]:
        """The crawls that have jobs that ended and are remembered still."""
        return frozenset(job.crawl_id for job in self._jobs(states=ENDED))

    def set_lanes(self, lanes: int, all_lanes: int) -> None:
        """Let each worker have so many jobs, and all together at most `all_lanes` (0: as many as
        there are lanes)."""
        self._make()
        client = self._connected()
        everywhere = all_lanes or None
        client.register_queue(
            QUEUE,
            worker_concurrency=min(lanes, everywhere or lanes),
            global_concurrency=everywhere,
            partition_concurrency=1,
            polling_interval_sec=POLL_SECONDS,
        )

    def _options(self, crawl_id: int, attempt: int, website: str) -> EnqueueOptions:
        return {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": job_id(crawl_id, attempt, website),
            "app_version": VERSION,
            "application_name": APPLICATION,
            "queue_partition_key": partition_of(website, self._host_lanes),
            # Its default would be a pickle, which runs whatever someone put there.
            "serialization_type": WorkflowSerializationFormat.PORTABLE,
        }

    @property
    def engine(self) -> Any:
        """What DBOS itself is to work with."""
        return self._engine

    def _jobs(
        self,
        *,
        prefix: str | None = None,
        states: list[str] | None = None,
        executors: list[str] | None = None,
    ) -> tuple[Job, ...]:
        if self._client is None and not has_jobs(self._engine):
            return ()
        found = self._connected().list_workflows(
            name=WORKFLOW,
            status=states,
            workflow_id_prefix=prefix,
            executor_id=executors,
            load_input=False,
            load_output=False,
        )
        return tuple(_job(each) for each in found)

    def _connected(self) -> DBOSClient:
        if self._client is None:
            self._client = client = DBOSClient(
                system_database_engine=self._engine,
                application_name=APPLICATION,
                retry_connection_errors=False,  # it would wait for ever
            )
            self._stack.callback(client.destroy)
        return self._client

    def prepare(self) -> None:
        """Make DBOS's tables, or bring them up to date: before work is taken."""
        DBOS.migrate(self._engine.url.render_as_string(hide_password=False))

    def _make(self) -> None:
        """Make DBOS's tables where they are missing. Newer ones are a worker's to bring up."""
        if self._client is None and not has_jobs(self._engine):
            self.prepare()


def _job(workflow: WorkflowStatus) -> Job:
    _, crawl_id, attempt, website = workflow.workflow_id.split("-", 3)
    states = {WAITING: JobState.WAITING, RUNNING: JobState.RUNNING, DELAYED: JobState.DELAYED}
    state = states.get(workflow.status, JobState.ENDED)
    begun = workflow.dequeued_at if state is JobState.RUNNING else None
    stamp = begun or workflow.created_at or 0
    return Job(
        id=workflow.workflow_id,
        crawl_id=int(crawl_id),
        attempt=int(attempt),
        website=website,
        state=state,
        executor=workflow.executor_id if state is JobState.RUNNING else None,
        since=datetime.fromtimestamp(stamp / 1000, UTC),
    )
