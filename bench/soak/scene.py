"""One crawl under test: its folder, its settings, its commands, and what of it can be seen."""

from __future__ import annotations

import secrets
import signal
import sqlite3
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg

from bench.soak.processes import MARK, Command, kill, marked
from crawler.config import read_config
from crawler.database import store
from crawler.database.session import open_database
from crawler.errors import UsabilityError
from crawler.jobs.queue import JobQueue
from crawler.register import read_register, websites
from crawler.schedule.plan import Due

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import psutil

# All that the scores of accessibility and mobile usability rest on, and the trace, for Lantern.
STEPS = (
    "axe_mobile,axe_desktop,screenshot_mobile,layout,layout_mobile,codesniffer,style,text,links,"
    "fields,contacts,tables,frames,motion,fit,hover_menus,targets,covering,resizing,trace,menus,"
    "first_step"
)
SETTINGS = {
    "steps": STEPS,
    "pages": "3",
    "rotating_pages": "0",
    "walked_pages": "0",
    "documents": "0",
    "speed_runs": "1",
    "machine_factor": "1.0",
    "discovery_pages": "0",
    "searches": "0",
    "crawl_delay": "0",
    "quiet": "0.1",
    "concurrency": "1",
    "heartbeat": "1",
    "heartbeat_timeout": "8",
    "allow_loopback": "true",
}
# A restarted command that still does not come to its end is a defect; so is a crawl that goes on.
MOST_STARTS = 6
PATIENCE = 420.0


class Scene:
    """A crawl of its own in `folder`. `settings` go before those above."""

    def __init__(
        self, folder: Path, register: Path, database: str, settings: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self.mark = secrets.token_hex(6)
        self.said = folder.with_name(f"{folder.name}-said")
        self.said.mkdir(parents=True)
        # Its path is short, for Chromium puts a socket there.
        self.scratch = folder.with_name(f"{folder.name}-tmp")
        self.scratch.mkdir()
        values = {
            **SETTINGS,
            "database": database,
            "artifacts": str(folder / "artifacts"),
            "register": str(register),
            **settings,
        }
        self.settings = {f"USABILITY_{name.upper()}": value for name, value in values.items()}
        self.config = read_config(self.settings)
        councils = read_register(register)
        self.websites = sorted({council.website for council in councils})
        self.commands: list[Command] = []

    def start(self, name: str, *words: str, **environment: str) -> Command:
        """Start `usability` with these words."""
        own = {MARK: self.mark, "TMPDIR": str(self.scratch), "PYTHONUNBUFFERED": "1"}
        command = Command(name, words, {**self.settings, **own, **environment})
        self.commands.append(command)
        command.start(self.said)
        return command

    def let_all_be_due(self) -> None:
        """Make the database, in which every website has been due for an hour: it would be so in
        the course of the first week."""
        councils = read_register(self.config.register)
        at = datetime.now(UTC) - timedelta(hours=1)
        database = open_database(self.config.database, create=True)
        try:
            store.save_register(database, councils)
            store.save_due(database, [Due(each, 7, at) for each in websites(councils)])
        finally:
            database.close()

    def processes(self) -> list[psutil.Process]:
        return marked(self.mark)

    def pages_saved(self) -> int:
        """How many page audits the database holds; 0 also while it cannot be asked."""
        return self._count("SELECT count(*) FROM page_audit")

    def idle(self) -> bool:
        """Whether none of the commands runs."""
        running = (command.process for command in self.commands)
        return all(process is None or process.poll() is not None for process in running)

    def over(self) -> bool:
        """Whether every website of the register has its end, and its job too, which ends a moment
        later."""
        ended = self._count("SELECT count(*) FROM site_audit WHERE state IS NOT NULL")
        if ended != len(self.websites):
            return False
        try:
            with JobQueue(self.config) as queue:
                return not queue.jobs()
        except UsabilityError:
            return False

    def _count(self, query: str) -> int:
        file = self.config.database_file
        try:
            if file is not None:
                if not file.is_file():
                    return 0
                connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=1)
                try:
                    return int(connection.execute(query).fetchone()[0])
                finally:
                    connection.close()
            with psycopg.connect(self.config.database.replace("+psycopg", "")) as server:
                row = server.execute(query).fetchone()
                return int(row[0]) if row else 0
        except (sqlite3.Error, psycopg.Error):
            return 0

    def run_on(self, main: Command | None) -> str:
        """Start again whatever has ended and should not have, until `main` ends with 0; without
        one, until every website has its end. Returns why that did not come about, or ""."""
        end = time.monotonic() + PATIENCE
        while main is not None or not self.over():
            for command in self.commands:
                code = command.ended()
                if command is main and code == 0:
                    return ""
                if command.process is None:
                    if command.starts >= MOST_STARTS:
                        return f"`{' '.join(command.words)}` ended with {command.codes}"
                    command.start(self.said)
            if time.monotonic() > end:
                return f"not done after {PATIENCE:g} seconds"
            time.sleep(0.2)
        return ""

    def stop(self) -> list[str]:
        """Ask what still runs to stop, and say what did not, or not well."""
        problems = []
        running = [command for command in self.commands if command.process is not None]
        for command in running:
            if command.process is not None:
                command.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + 60
        for command in running:
            while (code := command.ended()) is None and time.monotonic() < end:
                time.sleep(0.1)
            if code is None:
                problems.append(f"`{' '.join(command.words)}` did not stop when asked to")
            elif code not in (0, 130, 143) and not command.replaced(self.said):
                problems.append(f"`{' '.join(command.words)}` was stopped and ended with {code}")
        return problems

    @contextmanager
    def open(self) -> Iterator[None]:
        """At its end nothing of this crawl runs any more."""
        try:
            yield
        finally:
            kill(self.processes())
            for command in self.commands:
                if command.process is not None:
                    command.process.wait()
