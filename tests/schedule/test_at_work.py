"""`usability schedule` as a person runs it: planning, working, showing, stopping."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from crawler.cli import usability
from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.records import EndState, Website
from crawler.register import read_register, websites
from crawler.schedule.plan import Due
from tests.schedule.test_scheduler import write_register

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Operator:
    """Runs the command on a register of its own, all in one folder."""

    def __init__(self, folder: Path, *slugs: str) -> None:
        self.folder = folder
        self.register = folder / "register.csv"
        self.url = f"sqlite:///{folder}/usability.db"
        write_register(self.register, *slugs)
        # Nobody answers there.
        text = self.register.read_text()
        for slug in slugs:
            here = f"http://127.0.0.1:{closed_port()}/"
            text = text.replace(f"https://www.{slug}.gov.uk/", here)
        self.register.write_text(text)
        self.environment = {
            **os.environ,
            "USABILITY_DATABASE": self.url,
            "USABILITY_REGISTER": str(self.register),
            "USABILITY_ALLOW_LOOPBACK": "true",
            "USABILITY_LOG_FORMAT": "json",
            "USABILITY_CRAWL_DELAY": "0",
            "USABILITY_STEPS": "layout",
        }

    @property
    def sites(self) -> tuple[Website, ...]:
        return websites(read_register(self.register))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "crawler", "schedule", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=240)
        return process.returncode, out, err

    def run_here(self, *arguments: str) -> Result:
        """In this process, which is quicker than a new one."""
        runner = CliRunner(env=self.environment)
        return runner.invoke(usability, ["schedule", *arguments], prog_name="usability")

    def fall_due(self, at: datetime) -> None:
        """As if the plan had been made earlier."""
        database = open_database(self.url, create=True)
        store.save_register(database, read_register(self.register))
        store.save_due(database, [Due(site, 7, at) for site in self.sites])
        database.close()


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path, "adur", "barnet")


def events(said: str, name: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in said.splitlines()]
    return [line for line in lines if line["event"] == name]


def test_once_and_at_work_until_nothing_is_left(tmp_path: Path) -> None:
    operator = Operator(tmp_path, "adur")
    begun = datetime.now(UTC)
    operator.fall_due(begun - HOUR)
    code, _, said = operator.run("--once", "--work")
    assert code == 0, said
    database = queries.open_for_reading(operator.url)
    found = queries.remembered(database, until=begun + DAY)
    [crawl] = queries.crawls(database)
    database.close()
    assert crawl.selection.startswith("schedule ")
    assert crawl.states == {EndState.UNREACHABLE: 1}
    for site in operator.sites:
        newest = found[site.url].newest
        assert newest is not None
        assert found[site.url].previous is None
        assert found[site.url].next_due_at == newest.at + DAY
    again = operator.run_here("--once")
    assert again.exit_code == 0
    [tick] = events(again.stderr, "schedule_tick")
    assert (tick["due"], tick["enqueued"]) == (0, 0)


def test_planning_alone_and_showing_the_plan(operator: Operator) -> None:
    operator.fall_due(datetime.now(UTC) - 3 * DAY)
    assert operator.run_here("show").stdout.startswith("Overdue: 2 websites\n")
    running = operator.start()
    try:
        assert running.stderr is not None
        tick = next(found for line in running.stderr for found in events(line, "schedule_tick"))
        assert (tick["websites"], tick["due"], tick["enqueued"]) == (2, 2, 2)
        refused = operator.run_here("--once")
        assert refused.exit_code == 1
        assert f"process {running.pid} on " in refused.stderr
        running.send_signal(signal.SIGTERM)
        _, rest = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 0
    assert events(rest, "schedule_ended")
    shown = json.loads(operator.run_here("show", "--json", "--all").stdout)
    assert [row["website"] for row in shown["websites"]] == sorted(s.url for s in operator.sites)
    assert len(shown["overdue"]) == 2
    assert shown["load"]["lane_hours_needed"] is None
    assert shown["load"]["lane_hours_available"] == pytest.approx(336)
    assert shown["planned"] is True


def test_a_broken_schedule_is_one_sentence(operator: Operator) -> None:
    operator.environment["USABILITY_LOG_FORMAT"] = "pretty"
    file = operator.folder / "mine.toml"
    missing = operator.run_here("--once", "--schedule", str(file))
    assert missing.exit_code == 2
    assert missing.stderr.startswith(f"Error: There is no file {file}. Check USABILITY_SCHEDULE")
    file.write_text("[windows]\nmonday = '9-5'\n")
    for command in (["show"], ["--once"]):
        broken = operator.run_here(*command, "--schedule", str(file))
        assert broken.exit_code == 2
        assert broken.stderr.startswith(f"Error: {file}, [windows]: monday is '9-5', which are no")
    assert not (operator.folder / "usability.db").exists()
