"""`usability status`: what it says, what it exits with, and how it looks again."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from click.testing import CliRunner

from crawler.cli import usability
from crawler.commands.status_page import page
from crawler.commands.terminal import console
from crawler.config import read_config
from crawler.database import store
from crawler.database.queries import (
    CouncilName,
    CrawlProgress,
    CrawlState,
    CrawlSummary,
    SiteUnderWay,
    Turns,
    WebsiteAge,
    WorkerSeen,
    failures_by_state,
    freshness,
)
from crawler.database.session import open_database
from crawler.jobs.alarms import LITTLE_ROOM, alarms
from crawler.jobs.queue import JobCounts, JobQueue
from crawler.jobs.status import Disk, Queue, Status, read_status
from crawler.records import EndState, Website
from crawler.schedule.plan import Due
from tests.database.samples import SITE, council, site_score

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'usability.db'}"
    open_database(url, create=True).close()
    return url


def asked(url: str, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(usability, ["status", "--database", url, *options])
    return done.exit_code, done.output


def audited(url: str, at: datetime) -> None:
    database = open_database(url)
    store.save_register(database, [council()])
    ticket = store.begin_crawl(database, started_at=at - HOUR, register="r")
    key = store.begin_site(database, ticket.id, SITE, at - HOUR).site_audit_id
    store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), at)
    store.close_crawl(database, ticket.id, at)
    database.close()


# --- Judged -------------------------------------------------------------------------------------


def age(slug: str, weeks: float, state: EndState = EndState.AUDITED) -> WebsiteAge:
    """A council whose last attempt ended so just now, or its last result, so many weeks ago."""
    at = NOW - weeks * 7 * DAY
    return WebsiteAge(
        url=f"https://www.{slug}.example/",
        councils=(CouncilName(slug, slug.title()),),
        scored_at=at,
        tried_at=at if state.scored else NOW,
        state=state,
        reason="" if state is EndState.AUDITED else "the site refuses us (status 403)",
        days=7,
        next_due_at=None,
    )


def of(*ages: WebsiteAge) -> dict[str, object]:
    return {"freshness": freshness(ages, NOW), "failures": failures_by_state(ages)}


def summary(**states: int) -> CrawlSummary:
    return CrawlSummary(
        id=7,
        state=CrawlState.FINISHED,
        started_at=NOW - 3 * HOUR,
        ended_at=NOW - HOUR,
        register="councils.csv",
        selection="all",
        websites=sum(states.values()),
        open=0,
        pages_scored=60,
        states={EndState[name.upper()]: number for name, number in states.items()},
    )


def worker(seen: timedelta, *, alive: bool, lanes: int = 2) -> WorkerSeen:
    return WorkerSeen(
        id="attic-1",
        host="attic",
        process=123,
        role="worker",
        lanes=lanes,
        started_at=NOW - 2 * HOUR,
        seen_at=NOW - seen,
        alive=alive,
    )


def under_way(ended: int, *, began: timedelta = 2 * HOUR) -> CrawlProgress:
    return CrawlProgress(
        id=8,
        started_at=NOW - began,
        selection="all",
        websites=10,
        states={EndState.AUDITED: ended} if ended else {},
        under_way=(
            SiteUnderWay(
                crawl_id=8, url=SITE, worker="attic-1", since=NOW - MINUTE, pages=3, planned=12
            ),
        ),
        pages=12 * ended + 3,
        websites_an_hour=ended or None,
        pages_an_hour=12.0 * ended or None,
        ends_at=NOW + HOUR if ended else None,
    )


WELL = Status(
    at=NOW,
    grace=MINUTE,
    crawls=(),
    last=(summary(audited=5, blocked=1),),
    workers=(worker(MINUTE / 6, alive=True),),
    queue=Queue(counts=JobCounts(), waits_since=None),
    freshness=freshness([age(f"council-{number}", 1) for number in range(20)], NOW),
    failures=(),
    turns=Turns(websites=6, due=0, within_a_day=1, due_since=None, next_at=NOW + HOUR),
    late=timedelta(0),
    database="sqlite:////data/usability.db",
    database_bytes=3_400_000_000,
    disks=(Disk(path="/data", free=2 * LITTLE_ROOM, total=9 * LITTLE_ROOM),),
)
WAITS = {"queue": Queue(counts=JobCounts(waiting=3, running=1), waits_since=NOW - 2 * MINUTE)}


def changed(**fields: object) -> Status:
    return msgspec.structs.replace(WELL, **fields)


@pytest.mark.parametrize(
    ("fields", "name", "what"),
    [
        ({**WAITS, "workers": ()}, "no-worker", "4 jobs wait, and no worker is alive."),
        (
            {**WAITS, "workers": (worker(MINUTE / 6, alive=True, lanes=0),)},
            "no-worker",
            "4 jobs wait, and no worker is alive.",
        ),
        (
            {"crawls": (under_way(9),), "workers": ()},
            "abandoned-crawl",
            "Crawl 8 has 1 website left, and nobody works on it.",
        ),
        (
            {"workers": (worker(5 * MINUTE, alive=False), worker(MINUTE, alive=True))},
            "silent-worker",
            "Worker attic-1 has been silent for 5 minutes: its process or its machine has ended, "
            "hangs, or cannot reach the database.",
        ),
        (
            {"disks": (Disk(path="/data", free=LITTLE_ROOM - 1, total=9 * LITTLE_ROOM),)},
            "disk-full",
            "The disk of /data is nearly full: 2.0 GB are free.",
        ),
        (
            {"last": (summary(audited=1, gone=1), summary(audited=2, failed=3, blocked=1))},
            "failed-crawl",
            "The newest 8 audits gave results for only 3: 3 our failure, 1 gone, 1 blocked us.",
        ),
        (
            {"crawls": (msgspec.structs.replace(under_way(0), states={EndState.FAILED: 6}),)},
            "failed-crawl",
            "The newest 6 audits gave results for only 0: 6 our failure.",
        ),
        (
            {"turns": msgspec.structs.replace(WELL.turns, due=1), "late": 2 * DAY + MINUTE},
            "late-schedule",
            "1 website is due by the schedule, one for 2 days.",
        ),
        (
            of(*[age("old", 3)] * 2, *[age("young", 1)] * 10),
            "untried",
            "2 of 12 councils have not been looked at for two periods.",
        ),
        (
            of(*[age("old", 3, EndState.BLOCKED)] * 3, *[age("young", 1)] * 9),
            "stale",
            "3 of 12 councils have a result older than two periods, though we tried.",
        ),
    ],
)
def test_what_needs_a_person_is_said_with_a_remedy(
    fields: dict[str, object], name: str, what: str
) -> None:
    (found,) = alarms(changed(**fields))
    assert (found.name, found.what) == (name, what)
    assert found.remedy.endswith(".")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        WAITS,  # and a worker is alive
        {  # a crawl that has just begun, before its own worker is there
            "crawls": (under_way(0, began=MINUTE / 2),),
            "queue": Queue(counts=JobCounts(waiting=9), waits_since=NOW - MINUTE / 2),
            "workers": (),
        },
        {"crawls": (under_way(10),), "workers": ()},  # the schedule's, whose day is not over
        {"last": (summary(blocked=4),)},  # too few to tell of us
        {"last": ()},
        of(*[age("old", 2)] * 12),
        of(age("old", 9, EndState.BLOCKED), *[age("young", 1)] * 9),
        of(),
    ],
)
def test_what_is_as_it_should_be_alarms_nobody(fields: dict[str, object]) -> None:
    assert alarms(changed(**fields)) == ()


def printed(status: Status, capsys: pytest.CaptureFixture[str]) -> str:
    console().print(page(status, alarms(status)))
    return " ".join(capsys.readouterr().out.split())


def test_the_page_has_everything(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(
        changed(
            crawls=(under_way(4),),
            **WAITS,
            **of(age("fresh", 1), age("walled", 9, EndState.BLOCKED)),
        ),
        capsys,
    )
    for part in (
        "1 thing needs a person (24 Nov 2026, 12:00 UTC):",
        "Crawl 8 of all, for 2 h 0 min: 4 of 10 websites, 51 pages",
        "40% 4 websites and 48 pages an hour, 1 h 0 min left, until 13:00",
        "now: https://www.eastmere.example/ (3 of 12 pages, for 1 min 0 s, attic-1)",
        "Queue: 3 waiting, the oldest for 2 min 0 s; 1 at work; 0 put off",
        "attic-1 worker 2 10 s ago 10:00",
        "Results: 2 of 2 councils have one; 1 is older than two periods; the oldest is of "
        "22 Sep 2026 (Walled)",
        "Schedule: 0 websites due now, 1 more within a day; next turn at 13:00",
        "Blocked us 1 the site refuses us (status 403) (1)",
        "7 (finished) 24 Nov 2026, 09:00 2 h 0 min 60 audited 5, blocked us 1",
        "Database: 3.4 GB, sqlite:////data/usability.db; 4.0 GB of 18.0 GB free at /data",
    ):
        assert part in said


def test_a_dead_worker_and_a_crawl_without_ends_are_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = printed(changed(crawls=(under_way(0),), workers=(worker(HOUR, alive=False),)), capsys)
    assert "2 things need a person" in said
    assert "silent for 1 h 0 min" in said
    assert "no website ended yet" in said


# --- Read ---------------------------------------------------------------------------------------


def test_an_empty_database_says_how_to_begin(url: str) -> None:
    code, said = asked(url)
    assert code == 0
    assert "All is well" in said
    assert "Nothing has been crawled yet" in said
    assert "usability crawl" in said


def test_a_fresh_result_is_well_and_an_old_one_is_not(url: str) -> None:
    audited(url, datetime.now(UTC) - 15 * DAY)
    code, said = asked(url)
    assert code == 2
    assert "1 of 1 council has not been looked at for two periods" in " ".join(said.split())
    audited(url, datetime.now(UTC) - DAY)
    code, said = asked(url)
    assert code == 0
    assert "none is older than two periods" in said


def test_jobs_that_nobody_takes_are_seen(url: str) -> None:
    audited(url, datetime.now(UTC) - DAY)
    config = read_config({}, database=url)
    with JobQueue(config) as queue:
        queue.enqueue(1, [Website(url=SITE, councils=(council(),))])
    status = read_status(config, datetime.now(UTC) + 2 * MINUTE)
    assert status.queue.counts == JobCounts(waiting=1)
    assert [alarm.name for alarm in alarms(status)] == ["no-worker"]


def test_closed_windows_are_not_lateness(url: str, tmp_path: Path) -> None:
    monday = datetime(2026, 11, 23, 18, tzinfo=UTC)
    audited(url, monday - 7 * DAY)
    database = open_database(url)
    saturday = Due(Website(url=SITE, councils=()), 7, monday - 2.5 * DAY)
    store.save_due(database, [saturday])
    database.close()
    schedule = tmp_path / "schedule.toml"
    schedule.write_text('[windows]\nweekdays = ["19:00-07:00"]\n')
    config = read_config({}, database=url, schedule=schedule)
    assert read_status(config, monday).late == HOUR
    missing = read_config({}, database=url, schedule=tmp_path / "none.toml")
    assert read_status(missing, monday).late == 2.5 * DAY


def test_machines_get_the_same_in_one_object(url: str) -> None:
    audited(url, datetime.now(UTC) - 15 * DAY)
    code, said = asked(url, "--json")
    assert code == 2
    found = json.loads(said)
    assert found["well"] is False
    assert [alarm["name"] for alarm in found["alarms"]] == ["untried"]
    assert found["stale_councils"] == 1
    assert found["freshness"]["ages"] == [0, 0, 1, 0, 0]
    assert found["queue"]["counts"] == {"waiting": 0, "running": 0, "delayed": 0}
    assert {"at", "crawls", "last", "workers", "turns", "disks", "database_bytes"} <= found.keys()


@pytest.mark.parametrize("options", [["--no-such-option"], ["--watch", "0"], ["surplus"]])
def test_a_wrong_option_is_not_taken_for_an_alarm(url: str, options: list[str]) -> None:
    code, said = asked(url, *options)
    assert code == 1
    assert "Usage:" in said


def test_what_cannot_be_read_is_not_taken_for_an_alarm(tmp_path: Path) -> None:
    code, said = asked(f"sqlite:///{tmp_path / 'none.db'}")
    assert code == 1
    assert "none.db" in said
    assert "Traceback" not in said
    assert not list(tmp_path.iterdir())
    assert asked("no such thing")[0] == 1


def test_it_writes_nothing(url: str, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    assert asked(url)[0] == 0
    assert {path.name for path in tmp_path.iterdir()} - before <= {
        "usability.db-wal",
        "usability.db-shm",
    }


# --- Watched ------------------------------------------------------------------------------------


def test_in_a_pipe_it_repeats_itself_until_it_is_told_to_stop(url: str) -> None:
    command = [sys.executable, "-m", "crawler", "status", "--database", url, "--json"]
    watching = subprocess.Popen([*command, "--watch", "0.5"], stdout=subprocess.PIPE, text=True)
    assert watching.stdout is not None
    first = json.loads(watching.stdout.readline())
    audited(url, datetime.now(UTC) - 15 * DAY)
    while json.loads(watching.stdout.readline())["well"]:
        pass
    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 2
    watching.stdout.close()
    assert first["well"] is True


def test_on_a_terminal_it_redraws_in_place_and_leaves_the_last_page(url: str) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "crawler", "status", "--database", url, "--watch", "0.5"]
    watching = subprocess.Popen(
        command, stdout=slave, stderr=slave, env={**os.environ, "TERM": "xterm"}
    )
    os.close(slave)
    said = b""
    while said.count(b"All is well") < 2:
        said += os.read(master, 65_536)
    watching.send_signal(signal.SIGINT)
    with suppress(OSError):  # as a terminal ends
        while more := os.read(master, 65_536):
            said += more
    os.close(master)
    assert watching.wait(20) == 0
    assert b"\x1b[?1049h" in said, "a screen of its own"
    _, _, after = said.rpartition(b"\x1b[?1049l")
    assert b"All is well" in after
    assert b"Traceback" not in said
