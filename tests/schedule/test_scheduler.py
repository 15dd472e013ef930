"""The schedule at work on real tables and a real queue. What workers do to the tables is done here
by hand, so that days pass in an instant."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import text

from crawler.config import Config
from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.database.states import CrawlState
from crawler.errors import BadSchedule, DatabaseLost, NoContactUrl, ScheduleRunning
from crawler.jobs.queue import JobQueue
from crawler.jobs.schedule_run import Rounds
from crawler.jobs.scheduler import Scheduler, Tick
from crawler.records import EndState
from crawler.register import COUNCIL_COLUMNS
from crawler.schedule.windows import WEEK
from tests.schedule.council import address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.database.session import Database

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BOTH = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
SLUGS = ("adur", "barnet", "kent", "wells", "york")


def write_register(path: Path, *slugs: str) -> None:
    lines = [",".join(COUNCIL_COLUMNS)]
    for number, slug in enumerate(slugs):
        lines.append(f"{slug},{slug},England,R,district,E0{number:07},,{address(slug)},,,,,,")
    path.write_text("\n".join(lines) + "\n")


class Bench:
    """A schedule whose process may be replaced at any time, and the hands that do its jobs."""

    def __init__(self, config: Config, database: Database, queue: JobQueue) -> None:
        self.config = config
        self.database = database
        self.queue = queue
        self.restart()

    def restart(self) -> None:
        self.scheduler = Scheduler(self.config, self.database, self.queue, NOW)

    def tick(self, at: datetime) -> Tick:
        return self.scheduler.tick(at)

    def waiting(self) -> list[tuple[int, str]]:
        return [(job.crawl_id, job.website) for job in self.queue.jobs()]

    def work(self, at: datetime, state: EndState = EndState.AUDITED, most: int = 99) -> list[str]:
        """Do what waits: close its website, then take its job away, as a worker does."""
        done = []
        for crawl_id, site in self.waiting()[:most]:
            self.begin(crawl_id, site, at, state)
            self.end_job(crawl_id, site)
            done.append(site)
        return done

    def begin(self, crawl_id: int, site: str, at: datetime, state: EndState | None = None) -> None:
        begun = store.begin_site(self.database, crawl_id, site, at - timedelta(minutes=9))
        if state is not None:
            store.close_site(self.database, begun.site_audit_id, state, "", None, at)

    def end_job(self, crawl_id: int, site: str) -> None:
        client = self.queue._connected()
        ids = [job.id for job in self.queue.jobs_of(crawl_id) if job.website == site]
        client.cancel_workflows(ids)

    def crawls(self) -> dict[str, CrawlState]:
        return {crawl.selection: crawl.state for crawl in queries.crawls(self.database)}


@pytest.fixture
def config(tmp_path: Path, url: str) -> Config:
    write_register(tmp_path / "councils.csv", *SLUGS)
    (tmp_path / "schedule.toml").write_text("")
    return Config(
        database=url,
        artifacts=tmp_path / "artifacts",
        register=tmp_path / "councils.csv",
        schedule=tmp_path / "schedule.toml",
        contact_url="https://example.org/",
    )


@pytest.fixture
def bench(config: Config, db: Database) -> Iterator[Bench]:
    with JobQueue(config) as queue:
        yield Bench(config, db, queue)


def with_schedule(bench: Bench, text: str) -> None:
    bench.config.schedule.write_text(text)


def test_weeks_of_it(bench: Bench) -> None:
    """Each website once a week, oldest first, in the crawl of its day, which is closed after it."""
    audited: list[tuple[datetime, str]] = []
    at = NOW
    while at < NOW + 3 * WEEK:
        if bench.tick(at).enqueued:
            audited += [(at, site) for site in bench.work(at + 9 * HOUR / 60)]
        at += 10 * HOUR
    for slug in SLUGS:
        times = [at for at, site in audited if site == address(slug)]
        assert len(times) == 3
        assert all(WEEK - 15 * HOUR < b - a < WEEK + 15 * HOUR for a, b in pairwise(times))
    running = [each for each, state in bench.crawls().items() if state is CrawlState.RUNNING]
    assert len(running) <= 1
    assert all(each.startswith("schedule 2026-1") for each in bench.crawls())


@BOTH
def test_a_tick_twice_is_a_tick_once(bench: Bench) -> None:
    bench.tick(NOW)
    late = NOW + 8 * DAY
    first = bench.tick(late)
    assert (first.websites, first.due, first.enqueued) == (5, 5, 5)
    assert bench.tick(late).enqueued == 0
    bench.restart()
    assert bench.tick(late + HOUR).enqueued == 0
    assert len(bench.waiting()) == 5


def test_killed_between_the_end_of_an_audit_and_the_next_tick(bench: Bench) -> None:
    bench.tick(NOW)
    late = NOW + 8 * DAY
    bench.tick(late)
    bench.work(late + HOUR, most=3)
    bench.restart()
    after = bench.tick(late + HOUR)
    assert (after.due, after.enqueued) == (2, 0)
    assert len(bench.waiting()) == 2


def test_what_was_missed_for_weeks_is_caught_up_once(bench: Bench) -> None:
    bench.tick(NOW)
    late = NOW + 30 * DAY
    assert bench.tick(late).enqueued == 5
    bench.work(late + HOUR)
    after = bench.tick(late + HOUR)
    assert (after.due, after.enqueued) == (0, 0)
    assert after.next_at is not None
    assert after.next_at > late + 3 * DAY


@BOTH
def test_a_job_over_midnight_is_not_handed_out_again(bench: Bench) -> None:
    bench.tick(NOW)
    evening = datetime(2026, 12, 1, 23, 50, tzinfo=UTC)
    bench.tick(evening)
    [(crawl_id, first), *_] = bench.waiting()
    bench.begin(crawl_id, first, evening)
    after = bench.tick(evening + 2 * HOUR)
    assert (after.enqueued, after.closed) == (0, ())
    bench.work(evening + 3 * HOUR)
    closing = bench.tick(evening + 3 * HOUR)
    assert closing.closed == (crawl_id,)
    assert bench.queue.jobs_of(crawl_id) == ()
    assert bench.crawls() == {"schedule 2026-12-01": CrawlState.FINISHED}


def test_jobs_that_were_lost_are_put_in_again(bench: Bench) -> None:
    """As when the file of the jobs was lost: what was begun goes on in its crawl, the rest in the
    crawl of the day on which it is found."""
    bench.tick(NOW)
    evening = datetime(2026, 12, 1, 23, 50, tzinfo=UTC)
    bench.tick(evening)
    [(crawl_id, first), *others] = bench.waiting()
    bench.begin(crawl_id, first, evening)
    bench.queue.forget([crawl_id], all_of_them=True)
    assert bench.waiting() == []
    assert bench.tick(evening + HOUR).enqueued == 5
    later = {site: crawl for crawl, site in bench.waiting()}
    assert later[first] == crawl_id
    assert {later[site] for _, site in others} == {crawl_id + 1}


def test_windows_take_back_what_still_waits(bench: Bench) -> None:
    with_schedule(bench, '[windows]\nevery-day = "22:00-06:00"\n')
    bench.tick(NOW)
    night = datetime(2026, 12, 2, 23, tzinfo=UTC)
    assert bench.tick(night).enqueued == 5
    bench.work(night + HOUR, most=2)
    morning = bench.tick(night + 8 * HOUR)
    assert (morning.taken_back, morning.enqueued, morning.due) == (3, 0, 3)
    assert bench.waiting() == []
    assert bench.tick(night + 9 * HOUR).taken_back == 0
    assert bench.tick(night + 23 * HOUR).enqueued == 3


def test_unreachable_is_tried_again_the_next_day(bench: Bench) -> None:
    bench.tick(NOW)
    late = NOW + 8 * DAY
    bench.tick(late)
    bench.work(late + HOUR, EndState.UNREACHABLE)
    assert bench.tick(late + 2 * HOUR).enqueued == 0
    again = late + DAY + 2 * HOUR
    assert bench.tick(again).enqueued == 5
    bench.work(again + HOUR, EndState.UNREACHABLE)
    assert bench.tick(again + DAY + 2 * HOUR).enqueued == 0


def test_once_a_day_at_most(bench: Bench) -> None:
    with_schedule(bench, 'period = "1 day"')
    bench.tick(NOW)
    counts: dict[tuple[str, str], int] = {}
    at = NOW
    while at < NOW + 3 * DAY:
        bench.tick(at)
        for site in bench.work(at):
            counts[site, at.date().isoformat()] = counts.get((site, at.date().isoformat()), 0) + 1
        at += 6 * HOUR
    assert set(counts.values()) == {1}
    assert len(counts) >= 5 * 2


def test_the_register_and_the_schedule_may_change_meanwhile(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    bench.tick(NOW)
    write_register(bench.config.register, *SLUGS[1:], "zetland")
    assert bench.tick(NOW).websites == 5
    turns = set(queries.remembered(bench.database, NOW + WEEK))
    assert {address("adur"), address("zetland")} <= turns
    due = {
        url: each.next_due_at
        for url, each in queries.remembered(bench.database, NOW + WEEK).items()
    }
    assert due[address("adur")] is None
    assert due[address("zetland")] is not None
    with_schedule(bench, "period = 'sometimes'")
    with caplog.at_level("ERROR"):
        bench.tick(NOW + HOUR)
        bench.tick(NOW + 2 * HOUR)
    assert len(caplog.records) == 1
    assert "'sometimes' is not a period" in caplog.text
    with pytest.raises(BadSchedule):
        bench.restart()


def test_whom_to_contact_is_asked_first(config: Config, db: Database) -> None:
    nobody: Any = msgspec.structs.replace(config, contact_url=None)
    with JobQueue(nobody) as queue, pytest.raises(NoContactUrl):
        Scheduler(nobody, db, queue, NOW)


@pytest.mark.parametrize("kind", ["postgresql"])
def test_a_server_that_was_restarted_is_found_again(
    config: Config, db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    """All connections are cut, the lock's too; it is taken again before anything is handed out."""
    other = open_database(config.database)

    def cut() -> None:
        with suppress(DatabaseLost), other.explained(), other.read() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )

    with JobQueue(config) as queue, store.ScheduleLock(db, "process 7 on alpha") as lock:
        rounds = Rounds(config, db, queue, lock, lambda: NOW)
        assert rounds.attempt() is not None
        cut()
        with caplog.at_level("WARNING"):
            assert rounds.attempt() is None
        assert "The schedule tries again every 10 seconds." in caplog.text
        assert rounds.attempt() is not None
        with pytest.raises(ScheduleRunning, match="process 7 on alpha"):
            store.ScheduleLock(other, "process 8 on beta").hold()
        cut()
        with store.ScheduleLock(other, "process 8 on beta"):
            assert rounds.attempt() is None
            with pytest.raises(ScheduleRunning, match="process 8 on beta"):
                rounds.attempt()
    other.close()


@BOTH
def test_there_is_one_schedule_at_a_time(db: Database) -> None:
    with store.ScheduleLock(db, "process 7 on alpha") as first:
        first.hold()
        with (
            pytest.raises(ScheduleRunning, match="process 7 on alpha"),
            store.ScheduleLock(db, "process 8 on beta"),
        ):
            pytest.fail("two at once")
        first.hold()
    with store.ScheduleLock(db, "process 8 on beta"):
        pass
