"""The queue's limits, and what becomes of jobs, with real DBOS and hands that only note."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.config import Config
from crawler.database import store
from crawler.database.session import Database, open_database
from crawler.jobs import queue as queue_module
from crawler.jobs.engine import engine
from crawler.jobs.heartbeat import give_back_orphans
from crawler.jobs.plan_crawl import plan_crawl
from crawler.jobs.queue import JobQueue, JobState, partition_of
from crawler.jobs.shift import on_shift
from crawler.jobs.terms import SETTINGS
from crawler.jobs.worker import put_in_again
from crawler.records import EndState, Website
from tests.jobs.crawling import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "https://www.one.gov.uk"
MACHINE = {
    *("database", "artifacts", "register", "node_modules", "chromium", "node", "panel_overrides"),
    *("schedule", "machine_factor", "concurrency", "recycle_after_pages", "browser_memory"),
    *("site_memory", "all_lanes", "host_lanes", "close_timeout", "heartbeat", "heartbeat_timeout"),
    *("crux_key", "crux_api", "crux_per_minute", "log_format", "metrics_port", "metrics_host"),
}
"""The settings that are a machine's own: the same crawl may have others elsewhere."""


def sites(*urls: str) -> list[Website]:
    return [Website(url=url, councils=()) for url in urls]


class Noting:
    """Hands that hold each job until told otherwise, and note which were held together."""

    def __init__(self) -> None:
        self.now: list[tuple[int, str]] = []
        self.most = 0
        self.crowded = 0
        self.done: list[tuple[int, str]] = []
        self.holding = True
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def working(self) -> asyncio.AbstractEventLoop:
        return self._loop

    async def take(self, crawl_id: int, url: str) -> None:
        self.now.append((crawl_id, url))
        self.most = max(self.most, len(self.now))
        hosts = [partition_of(each, 1) for _, each in self.now]
        self.crowded = max(self.crowded, *(hosts.count(host) for host in hosts))
        while self.holding:  # noqa: ASYNC110 -- set from another thread
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.02)
        self.now.remove((crawl_id, url))
        self.done.append((crawl_id, url))

    @contextmanager
    def at_work(self, queue: JobQueue, executor: str = "here-1") -> Iterator[None]:
        self._thread.start()
        try:
            with engine(queue, executor, self):  # type: ignore[arg-type]
                yield
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.run_until_complete(asyncio.sleep(0))
            self._loop.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_module, "POLL_SECONDS", 0.05)


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


def test_limits_hold_over_hosts_crawls_and_lanes(url: str) -> None:
    own = sites(f"{HOST}/a", f"{HOST}/b", "https://two.gov.uk/", "https://three.gov.uk/")
    hands = Noting()
    with JobQueue(Config(database=url)) as queue:
        queue.prepare()
        queue.set_lanes(3, 0)
        assert queue.enqueue(1, own) == 4
        assert queue.enqueue(2, own) == 4, "another crawl has jobs of its own"
        with hands.at_work(queue):
            until(lambda: len(hands.now) == 3, "a job for each host")
            counts = queue.counts()
            assert (counts.waiting, counts.running, counts.open) == (5, 3, 8)
            assert {job.executor for job in queue.jobs() if job.executor} == {"here-1"}
            hands.holding = False
            until(lambda: not queue.counts().open, "all jobs")
        assert len(hands.done) == 8
        assert (hands.most, hands.crowded) == (3, 1)
        assert queue.ended_crawls() == {1, 2}
        assert queue.forget([1]) == 4
        assert queue.jobs_of(1) == ()
        assert queue.enqueue(2, own[:1]) == 1, "one that ended may be put in again"
        assert [job.attempt for job in queue.jobs()] == [2]


def test_a_cap_on_all_lanes_holds(url: str) -> None:
    hands = Noting()
    with JobQueue(Config(database=url)) as queue:
        queue.prepare()
        queue.set_lanes(4, 2)
        queue.enqueue(1, sites(*(f"https://{n}.gov.uk/" for n in range(5))))
        with hands.at_work(queue):
            until(lambda: len(hands.now) == 2, "two jobs")
            hands.holding = False
            until(lambda: not queue.counts().open, "all jobs")
        assert hands.most == 2


def test_what_nobody_has_any_more_waits_again(db: Database, url: str) -> None:
    hands = Noting()
    with JobQueue(Config(database=url)) as queue:
        queue.prepare()
        queue.set_lanes(2, 0)
        queue.enqueue(1, sites("https://one.gov.uk/", "https://two.gov.uk/"))
        with hands.at_work(queue):
            until(lambda: len(hands.now) == 2, "two jobs")
        assert [job.state for job in queue.jobs()] == [JobState.RUNNING] * 2, "let go, not done"
        assert give_back_orphans(db, queue) == 2
        assert give_back_orphans(db, queue) == 0
        assert [job.state for job in queue.jobs()] == [JobState.WAITING] * 2
        again = Noting()
        again.holding = False
        with again.at_work(queue, "there-1"):
            until(lambda: not queue.counts().open, "the jobs")
        assert len(again.done) == 2
        assert queue.forget([1], all_of_them=True) == 2


def test_a_crawl_whose_last_website_ended_unseen_is_closed(db: Database, url: str) -> None:
    """The worker that had it ended before it could see that it was the last."""
    config = Config(database=url)
    (site,) = chosen = sites(f"{HOST}/")
    ticket = plan_crawl(db, config, (), chosen, selection="all", at=datetime.now(UTC))
    audit = store.begin_site(db, ticket.id, site.url, datetime.now(UTC)).site_audit_id
    with JobQueue(config) as queue:
        queue.prepare()
        store.close_site(db, audit, EndState.UNREACHABLE, "no answer", None, datetime.now(UTC))
        assert put_in_again(db, queue) == 0
        found = store.terms_of(db, ticket.id)
        assert found is not None
        assert not found.running


def test_who_leaves_gives_back_what_has_not_ended(db: Database, url: str, tmp_path: Path) -> None:
    config = Config(database=url, artifacts=tmp_path / "artifacts", concurrency=2)
    done, open_ = chosen = sites("https://one.gov.uk/", "https://two.gov.uk/")
    at = datetime.now(UTC)
    ticket = plan_crawl(db, config, (), chosen, selection="all", at=at)
    hands = Noting()
    with JobQueue(config) as queue:
        with on_shift(config, db, "worker") as shift:
            queue.set_lanes(2, 0)
            queue.enqueue(ticket.id, chosen)
            with hands.at_work(queue, shift.executor):
                until(lambda: len(hands.now) == 2, "two jobs")
            audit = store.begin_site(db, ticket.id, done.url, at).site_audit_id
            store.close_site(db, audit, EndState.UNREACHABLE, "no answer", None, at)
        (left,) = queue.jobs()
        assert (left.website, left.state) == (open_.url, JobState.WAITING)


def test_looking_makes_no_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    with JobQueue(Config(database=f"sqlite:///{folder}/usability.db")) as queue:
        assert queue.counts().open == 0
        assert queue.jobs() == ()
    assert list(folder.iterdir()) == []


def test_a_host_s_websites_share_as_many_partitions_as_it_has_lanes() -> None:
    many = [f"https://www.shared.gov.uk/{number}" for number in range(40)]
    assert len({partition_of(each, 1) for each in many}) == 1
    assert len({partition_of(each, 3) for each in many}) == 3
    assert partition_of(many[0], 3) == partition_of(many[0], 3)
    assert partition_of("https://one.gov.uk/", 1) == partition_of("https://www.one.gov.uk/x", 1)


def test_each_setting_is_the_crawl_s_or_the_machine_s() -> None:
    assert set(SETTINGS) | MACHINE == set(Config.__struct_fields__)
    assert not set(SETTINGS) & MACHINE
