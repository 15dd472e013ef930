"""What more workers bring, and what the queue costs: one PostgreSQL, one machine, one run.

    python -m bench.workers --sites FOLDER FOLDER --crews 1x1 2x1 4x1

A crew is so many `usability worker` with so many lanes each. Each audits the same websites, served
on loopback, into a database of its own. Then they stay, with nothing to do, and what they ask the
database meanwhile is counted. The machine's cores bound what more workers can bring.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from msgspec import Struct
from typing_extensions import override

from bench.served import OWN_FOLDERS, served
from crawler.config import read_config
from crawler.database.session import open_database
from crawler.jobs.plan_crawl import plan_crawl
from crawler.jobs.queue import JobQueue
from crawler.register import read_register, websites
from tests.postgresql import PostgreSQL
from tests.server import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

IDLE_SECONDS = 30
PATIENCE = 3600.0
SETTINGS = {
    "allow_loopback": "true",
    "crawl_delay": "0",
    "walked_pages": "0",
    "rotating_pages": "0",
    "documents": "0",
    "speed_runs": "1",
    "machine_factor": "1.0",
    "discovery_pages": "10",
    "searches": "0",
}
JOBS = """
    SELECT w.url, s.executor_id, s.started_at_epoch_ms / 1000.0, s.completed_at / 1000.0,
           extract(epoch FROM a.started_at), extract(epoch FROM a.ended_at)
    FROM dbos.workflow_status s
    JOIN website w ON s.workflow_uuid LIKE '%%-' || w.url
    JOIN site_audit a ON a.website_id = w.id AND a.ended_at IS NOT NULL
    WHERE s.status = 'SUCCESS'
"""


class Job(Struct, frozen=True):
    """When a worker took a job and was done with it, and when the audit in it began and ended:
    seconds since 1970."""

    worker: str
    taken: float
    done: float
    begun: float
    ended: float


class Crew(Struct, frozen=True):
    workers: int
    lanes: int

    @override
    def __str__(self) -> str:
        return f"{self.workers}x{self.lanes}"


class Figures(Struct, frozen=True, kw_only=True):
    """What a crew came to. Of `idle` lane-seconds, lanes were free while jobs waited; `claiming`
    went by between taking a job and beginning its audit, and `closing` between the audit's end and
    the job's, which is the process's exit; all summed over all jobs, as are `job_seconds`. CPU
    seconds are those of the workers and all that they started and saw end. Bytes of the queue are
    those of DBOS's tables while the jobs were in them."""

    crew: Crew
    jobs: int
    pages: int
    wall: float
    job_seconds: float
    idle: float
    claiming: float
    closing: float
    cpu: float
    connections_busy: int
    connections_idle: int
    statements_idle: float
    crawl_bytes: int
    queue_bytes: int
    artifact_bytes: int
    transferred: int

    @property
    def overhead(self) -> float:
        return (self.idle + self.claiming) / self.job_seconds


def idle_lanes(jobs: Sequence[Job], crew: Crew) -> float:
    """Lane-seconds without a job, from when each worker took its first until the last job was
    taken: until then there was always one waiting."""
    last = max(job.taken for job in jobs)
    idle = 0.0
    for worker in {job.worker for job in jobs}:
        own = [job for job in jobs if job.worker == worker]
        first = min(job.taken for job in own)
        busy = sum(max(0.0, min(job.done, last) - job.taken) for job in own)
        idle += crew.lanes * (last - first) - busy
    return max(0.0, idle)


def run(crew: Crew, server: PostgreSQL, register: Path, settings: dict[str, str]) -> Figures:
    """Let the crew audit all websites of the register."""
    database = server.database()
    with tempfile.TemporaryDirectory(prefix="workers-") as folder:
        values = {
            **SETTINGS,
            **settings,
            "database": database,
            "register": str(register),
            "artifacts": f"{folder}/artifacts",
            "concurrency": str(crew.lanes),
        }
        environment = {f"USABILITY_{name.upper()}": value for name, value in values.items()}
        count = _enqueue(environment)
        empty = _bytes(database)
        before = _children_cpu()
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "crawler", "worker"],
                env={**os.environ, **environment},
                stdout=subprocess.DEVNULL,
            )
            for _ in range(crew.workers)
        ]
        try:
            watch = _Watch(database)
            watch.until_ended(count, started)
            time.sleep(10)  # for the workers to come to rest
            idle = _connections(database)
            asked = _asked(database)
        finally:
            for worker in started:
                worker.send_signal(signal.SIGTERM)
            for worker in started:
                worker.wait(60)
        own, _ = _bytes(database)
        artifacts = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
        jobs = list(watch.jobs.values())
        pages, transferred = _pages(database)
        return Figures(
            crew=crew,
            jobs=len(jobs),
            pages=pages,
            wall=max(job.ended for job in jobs) - min(job.taken for job in jobs),
            job_seconds=sum(job.done - job.taken for job in jobs),
            idle=idle_lanes(jobs, crew),
            claiming=sum(job.begun - job.taken for job in jobs),
            closing=sum(job.done - job.ended for job in jobs),
            cpu=_children_cpu() - before,
            connections_busy=watch.connections,
            connections_idle=idle,
            statements_idle=asked,
            crawl_bytes=own - empty[0],
            queue_bytes=watch.queue_bytes,
            artifact_bytes=artifacts,
            transferred=transferred,
        )


def _enqueue(environment: dict[str, str]) -> int:
    config = read_config(environment)
    councils = read_register(config.register)
    sites = websites(councils)
    database = open_database(config.database, create=True)
    try:
        ticket = plan_crawl(
            database, config, councils, sites, selection="all", at=datetime.now(UTC)
        )
        with JobQueue(config) as queue:
            return queue.enqueue(ticket.id, sites)
    finally:
        database.close()


class _Watch:
    """What is seen of the jobs while at work: with their crawl they leave DBOS's tables."""

    def __init__(self, database: str) -> None:
        self.jobs: dict[str, Job] = {}
        self.connections = 0
        self.queue_bytes = 0
        self._database = database

    def until_ended(self, count: int, workers: Sequence[subprocess.Popen[bytes]]) -> None:
        """Watch until so many websites have ended. Raises RuntimeError where they do not."""
        end = time.monotonic() + PATIENCE
        query = "SELECT count(*) FROM site_audit WHERE state IS NOT NULL"
        with _connect(self._database) as connection:
            while time.monotonic() < end:
                row = connection.execute(query).fetchone()
                for url, *times in connection.execute(JOBS):
                    self.jobs[url] = Job(times[0], *map(float, times[1:]))
                self.connections = max(self.connections, _connections(self._database))
                self.queue_bytes = max(self.queue_bytes, _bytes(self._database)[1])
                if row is not None and row[0] >= count:
                    return
                if any(worker.poll() is not None for worker in workers):
                    raise RuntimeError("a worker ended before its work")
                time.sleep(0.3)
        raise RuntimeError(f"not done after {PATIENCE:g} seconds")


def _connect(database: str) -> psycopg.Connection:
    return psycopg.connect(database, autocommit=True, application_name="bench")


def _connections(database: str) -> int:
    """How many connections there are beside the bench's own."""
    with _connect(database) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name <> 'bench'"
        ).fetchone()
        return int(row[0]) if row else 0


def _asked(database: str) -> float:
    """How many statements a second the server hears, the bench's own left out."""
    with _connect(database) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
        log = Path(str(row[0]) if row else "").parent / "log"
        connection.execute("ALTER SYSTEM SET log_statement = 'all'")
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(2)
        before = _statements(log)
        time.sleep(IDLE_SECONDS)
        asked = _statements(log) - before
        connection.execute("ALTER SYSTEM RESET log_statement")
        connection.execute("SELECT pg_reload_conf()")
        return asked / IDLE_SECONDS


def _statements(log: Path) -> int:
    return len(re.findall(r"LOG:  (?:statement|execute)", log.read_text(errors="replace")))


def _bytes(database: str) -> tuple[int, int]:
    """The size of our tables and of DBOS's, with their indexes."""
    query = """
        SELECT coalesce(sum(size) FILTER (WHERE schemaname <> 'dbos'), 0),
               coalesce(sum(size) FILTER (WHERE schemaname = 'dbos'), 0)
        FROM (SELECT schemaname, pg_total_relation_size(relid) AS size FROM pg_stat_user_tables) t
    """
    with _connect(database) as connection:
        row = connection.execute(query).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)


def _pages(database: str) -> tuple[int, int]:
    """How many page audits there are, and the bytes that they transferred."""
    query = "SELECT count(*), coalesce(sum(transfer_bytes), 0) FROM page_audit"
    with _connect(database) as connection:
        row = connection.execute(query).fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(figures: Sequence[Figures]) -> str:
    """The figures, a crew a line; pages a minute also as a ratio to the first crew's."""
    lines = [
        "| Workers x lanes | Pages | Pages a minute | To the first | Seconds a job |"
        " Lane free, s a job | Claim, s a job | Queue, % of the job | Exit, s a job |"
        " CPU s a page | Connections busy, idle | Statements/s idle |"
        " Database, bytes a page | DBOS, bytes a job |",
        "|" + " --- |" * 14,
    ]
    first = figures[0].pages / figures[0].wall
    for each in figures:
        rate = each.pages / each.wall
        lines.append(
            f"| {each.crew} | {each.pages} | {60 * rate:.1f} | {rate / first:.2f} | "
            f"{each.job_seconds / each.jobs:.1f} | {each.idle / each.jobs:.2f} | "
            f"{each.claiming / each.jobs:.2f} | {100 * each.overhead:.1f} | "
            f"{each.closing / each.jobs:.2f} | {each.cpu / each.pages:.2f} | "
            f"{each.connections_busy}, {each.connections_idle} | {each.statements_idle:.1f} | "
            f"{each.crawl_bytes / each.pages:,.0f} | {each.queue_bytes / each.jobs:,.0f} |"
        )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", nargs="+", type=Path, default=list(OWN_FOLDERS))
    parser.add_argument("--copies", type=int, default=3, help="websites made of each folder")
    parser.add_argument("--pages", type=int, default=4)
    parser.add_argument("--crews", nargs="+", default=["1x1", "2x1", "4x1", "1x2", "2x2"])
    given = parser.parse_args(arguments)
    folders = [folder for folder in given.sites for _ in range(given.copies)]
    at = datetime.now(UTC)
    print(f"{at:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors, {len(folders)} websites")
    figures = []
    with (
        tempfile.TemporaryDirectory(prefix="workers-") as folder,
        served(folders) as (origins, _),
        PostgreSQL() as server,
    ):
        register = Path(folder) / "register.csv"
        write_register(register, origins)
        for words in given.crews:
            crew = Crew(*map(int, words.split("x")))
            figures.append(run(crew, server, register, {"pages": str(given.pages)}))
            load = os.getloadavg()[0]
            print(table(figures).splitlines()[-1], f"load average {load:.1f}", flush=True)
    print("\n" + table(figures))


def write_register(path: Path, origins: Sequence[str]) -> None:
    """A register of one fictional council a website."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number, origin in enumerate(origins):
            name = f"council-{number}"
            row = {"slug": name, "name": name.title(), "nation": "England", "region": "England"}
            more = {"type": "unitary", "gss_code": f"E06{990000 + number}"}
            writer.writerow({**row, **more, "website": f"{origin}/"})


if __name__ == "__main__":
    main()
