"""Running crawls in tests: settings, processes, and what they left in the database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import psutil
from typing_extensions import override

from crawler.config import Config
from crawler.database import queries
from crawler.jobs.reporter import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crawler.browser.machine import Machine
    from crawler.jobs.reporter import SiteReport
    from crawler.records import Website
    from tests.server import SiteServer

PATIENCE = 300.0  # seconds until a test gives up; none waits that long, on a busy machine either


def config_for(folder: Path, server: SiteServer, **options: object) -> Config:
    """Settings for a quick crawl of these sites into a database of its own: unless asked for,
    nothing is loaded but the panel, and seen but what says where pages lead. `steps=""` gathers
    all that scores need."""
    register = folder / "register.csv"
    server.write_register(register)
    values: dict[str, object] = {
        "database": f"sqlite:///{folder}/crawl.db",
        "artifacts": folder / "artifacts",
        "register": register,
        "pages": 4,
        "rotating_pages": 0,
        "walked_pages": 0,
        "documents": 0,
        "speed_runs": 1,
        "machine_factor": 1.0,
        "steps": "layout,first_step,menus",
        "discovery_pages": 0,
        "searches": 0,
        "crawl_delay": 0.0,
        "quiet": 0.1,
        "settle_time": 0.02,
        "allow_loopback": True,
    }
    return Config(**{**values, **options})  # type: ignore[arg-type]


def start(config: Config, **environment: str) -> subprocess.Popen[str]:
    """Start `usability crawl` with these settings in a session of its own."""
    settings = {
        f"USABILITY_{name.upper()}": str(getattr(config, name))
        for name in Config.__struct_fields__
        if getattr(config, name) is not None
    }
    return subprocess.Popen(
        [sys.executable, "-m", "crawler", "crawl"],
        env={**os.environ, **settings, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"still waiting: {what}"
        time.sleep(0.05)


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """A process and everything that it started."""
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


def alive(processes: Sequence[psutil.Process]) -> list[str]:
    """The names of those that still run."""
    names = []
    for process in processes:
        try:
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                names.append(process.name())
        except psutil.NoSuchProcess:
            continue
    return names


class Reports(Reporter):
    """Keeps what the crawl said, by the website's first council."""

    def __init__(self) -> None:
        self.sites: dict[str, SiteReport] = {}
        self.todo = 0
        self.kept = 0
        self.resumed = False
        self.machine: Machine | None = None

    @override
    def measured(self, machine: Machine) -> None:
        self.machine = machine

    @override
    def crawl_started(self, todo: Sequence[Website], kept: int, resumed: bool) -> None:
        self.todo = len(todo)
        self.kept = kept
        self.resumed = resumed

    @override
    def site_ended(self, report: SiteReport) -> None:
        self.sites[report.website.councils[0].slug] = report


def pages_of(config: Config, slug: str) -> dict[str, queries.PageSummary]:
    """The pages of a council's newest audit, by path."""
    database = queries.open_for_reading(config.database)
    try:
        detail = queries.council(database, slug, today=datetime.now(UTC).date())
    finally:
        database.close()
    assert detail is not None
    return {"/" + page.url.split("/", 3)[3]: page for page in detail.pages}
