"""Workers in tests: many of them on one database, whose websites are closed at once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.config import Config
from crawler.database import store
from crawler.database.session import Database, open_database
from crawler.jobs.plan_crawl import plan_crawl
from crawler.jobs.queue import JobQueue
from crawler.register import websites
from tests.database.samples import council

if TYPE_CHECKING:
    from crawler.records import Website

ROOT = Path(__file__).resolve().parents[2]
# A suspended process keeps its website's lock, which is waited for; here not for long.
CODE = """
import sys
from crawler.cli import main
from crawler.jobs import lock
lock.DYING_SECONDS = 0.5
sys.executable = {program!r}
main()
"""


def settings(folder: Path, url: str) -> Config:
    """Settings for workers that are soon taken for dead."""
    return Config(
        database=url,
        artifacts=folder / "artifacts",
        register=folder / "councils.csv",
        steps="layout",
        concurrency=1,
        heartbeat=0.3,
        heartbeat_timeout=1.5,
        contact_url="https://www.example.gov.uk/about",
    )


def program(folder: Path) -> Path:
    """What a worker starts in place of Python for a website's process: it waits until the gate is
    open and fails, so that the worker closes the website. It ends with its parent."""
    path = folder / "website"
    if path.exists():  # one that runs may not be written
        return path
    path.write_text(
        "#!/bin/sh\nexec 3<&0\n(cat <&3; kill -9 $$) > /dev/null 2>&1 &\n"
        f"while [ ! -e '{folder / 'gate'}' ]; do sleep 0.1; done\nexit 9\n"
    )
    path.chmod(0o755)
    return path


def open_gate(folder: Path) -> None:
    """Let the websites' processes go on."""
    (folder / "gate").touch()


def planned(config: Config, number: int, selection: str = "all") -> tuple[int, list[Website]]:
    """A crawl of so many websites, all of them in the queue."""
    councils = [council(f"c{i}", f"https://www.c{i}.gov.uk/") for i in range(number)]
    sites = list(websites(councils))
    database = open_database(config.database, create=True)
    now = datetime.now(UTC)
    ticket = plan_crawl(database, config, councils, sites, selection=selection, at=now)
    database.close()
    with JobQueue(config) as queue:
        assert queue.enqueue(ticket.id, sites) == number
        assert queue.enqueue(ticket.id, sites) == 0
    return ticket.id, sites


def start_worker(config: Config, folder: Path, *options: str) -> subprocess.Popen[str]:
    """Start `usability worker` with one lane, whose websites are closed at once."""
    values = {
        f"USABILITY_{name.upper()}": str(getattr(config, name))
        for name in Config.__struct_fields__
        if getattr(config, name) != getattr(Config(), name)
    }
    return subprocess.Popen(
        [sys.executable, "-c", CODE.format(program=str(program(folder))), "worker", *options],
        env={**os.environ, **values},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def at_work(database: Database) -> dict[str, str]:
    """Who has begun which website that is still open: its address by executor."""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT site_audit.worker, website.url FROM site_audit "
            "JOIN website ON website.id = site_audit.website_id WHERE site_audit.state IS NULL"
        )
        return {row[0]: row[1] for row in rows if row[0]}


def closed(database: Database) -> dict[str, int]:
    """The claim of each website that has ended, by address."""
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT website.url, site_audit.claim FROM site_audit "
            "JOIN website ON website.id = site_audit.website_id WHERE state IS NOT NULL"
        )
        return {row[0]: row[1] for row in rows}


def seen(database: Database) -> dict[str, int]:
    """The process of each worker that has a row, by executor."""
    return {worker.id: worker.process for worker in store.workers_seen(database)}
