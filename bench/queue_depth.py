"""What a long queue costs PostgreSQL: jobs that do nothing but take a second.

    python -m bench.queue_depth --jobs 0 4000 40000 --takers 1 4 8

Fills the queue, then lets so many workers take from it, with the queue's own code and DBOS, but
without an audit. Counts how fast they take, what the server's processes cost meanwhile, how often
two got into each other's way, and how long a look at the whole queue takes.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psutil
import psycopg
from typing_extensions import override

from crawler.config import Config
from crawler.database.session import upgrade
from crawler.jobs.engine import engine
from crawler.jobs.queue import JobQueue
from crawler.records import Website
from tests.postgresql import PostgreSQL

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 20.0
LANES = 2
JOB_SECONDS = 1.0
SETTLE_SECONDS = 8.0


class IdleHands:
    """Does nothing with a job, for a second."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.taken = 0
        self._loop = loop

    def working(self) -> asyncio.AbstractEventLoop:
        return self._loop

    async def take(self, *_job: object) -> None:
        self.taken += 1
        await asyncio.sleep(JOB_SECONDS)


class _Conflicts(logging.Handler):
    """Counts what DBOS says of queues that two wanted at once."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.count += "Contention" in record.getMessage()


def take(url: str, executor: str) -> None:
    """Take jobs until the input ends; print how many, and how many conflicts there were."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    hands, conflicts = IdleHands(loop), _Conflicts()
    logging.getLogger("dbos").addHandler(conflicts)
    with JobQueue(Config(database=url)) as queue:
        queue.set_lanes(LANES, 0)
        with engine(queue, executor, hands):  # type: ignore[arg-type]
            print("ready", flush=True)
            sys.stdin.readline()
            before = hands.taken
            sys.stdin.readline()
            print(hands.taken - before, conflicts.count, flush=True)
            os._exit(0)  # the jobs at work are nobody's loss


def measure(server: PostgreSQL, jobs: int, takers: list[int]) -> Iterator[str]:
    """A line of the table for each number of takers."""
    url = server.database()
    upgrade(url)
    begun = time.monotonic()
    with JobQueue(Config(database=url)) as queue:
        queue.enqueue(
            1, [Website(url=f"https://www.council-{n}.example/", councils=()) for n in range(jobs)]
        )
        filled = time.monotonic() - begun
        begun = time.monotonic()
        queue.counts()
        looked = time.monotonic() - begun
    for count in takers:
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "bench.queue_depth", "--take", url, f"taker-{number}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(count)
        ]
        for process in processes:
            _read(process)
        time.sleep(SETTLE_SECONDS)
        before = _server_cpu(url)
        _tell(processes)
        time.sleep(SECONDS)
        cpu = (_server_cpu(url) - before) / SECONDS
        _tell(processes)
        told = [list(map(int, _read(process).split())) for process in processes]
        for process in processes:
            process.communicate()
        rate = sum(each[0] for each in told) / SECONDS
        yield (
            f"| {jobs:,} | {filled:.1f} | {looked:.2f} | {count} | {rate:.1f} | "
            f"{sum(each[1] for each in told)} | {cpu:.2f} |"
        )


def _read(process: subprocess.Popen[str]) -> str:
    if process.stdout is None:
        raise RuntimeError("the process has no pipe")
    return process.stdout.readline()


def _tell(processes: list[subprocess.Popen[str]]) -> None:
    for process in processes:
        if process.stdin is not None:
            process.stdin.write("\n")
            process.stdin.flush()


def _server_cpu(url: str) -> float:
    """Processor seconds of all processes of the server so far."""
    with psycopg.connect(url, autocommit=True) as connection:
        own = psutil.Process(connection.info.backend_pid)
        server = own.parent()
        total = 0.0
        for process in [server, *server.children()] if server is not None else []:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                total += sum(times[:4]) if process == server else times.user + times.system
        return total


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", nargs="+", type=int, default=[0, 4_000, 40_000])
    parser.add_argument("--takers", nargs="+", type=int, default=[1, 4, 8])
    parser.add_argument("--take", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.take:
        take(*given.take)
        return
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} processors")
    print(
        "| Jobs waiting | Filled in, s | Counted in, s | Workers | Jobs taken a second |"
        " Conflicts | Server, processors |\n|" + " --- |" * 7
    )
    with PostgreSQL() as server:
        for jobs in given.jobs:
            for line in measure(server, jobs, given.takers):
                print(line, flush=True)


if __name__ == "__main__":
    main()
