"""One crawl in a folder and in a database, and what is left of one that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import text
from typing_extensions import override

from crawler.config import Config
from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.errors import BadSetting, CrawlRunning, DatabaseAway, DatabaseLost
from crawler.jobs import lock
from crawler.jobs.alone import alone, stay_together, together
from crawler.jobs.closing import close_left
from crawler.jobs.crawl import run_crawl
from crawler.jobs.lock import Holder, held, only_child
from crawler.jobs.reporter import Reporter
from crawler.records import EndState, PageRole, PanelPage
from crawler.register import read_register
from tests.database.samples import result
from tests.jobs.crawling import Reports, config_for
from tests.postgresql import PostgreSQL
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path


COMMAND = "`usability crawl`"


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    robots = "User-agent: *\nDisallow: /\n"
    write_site(tmp_path / "sites", "first", robots=robots)
    write_site(tmp_path / "sites", "second", robots=robots)
    with SiteServer(tmp_path / "sites") as server:
        yield config_for(tmp_path, server)


def taking(
    path: Path, *, alone: bool, waiting: Callable[[], None] = lambda: None
) -> AbstractContextManager[int]:
    return held(path, path.parent, COMMAND, alone=alone, waiting=waiting)


def orphan(path: Path, seconds: float) -> subprocess.Popen[bytes]:
    """A process that shares a lock whose taker, a process before it, is dead."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with held(path, path, COMMAND, alone=True) as descriptor:
        process = subprocess.Popen(
            [sys.executable, "-c", f"import time; time.sleep({seconds})"], pass_fds=[descriptor]
        )
    note = Holder(gone.pid, COMMAND, alone=True)
    path.with_name(f"{path.name}.{gone.pid}-0").write_bytes(msgspec.json.encode(note))
    return process


@pytest.mark.parametrize("alone", [True, False])
def test_the_processes_of_a_dead_crawl_are_waited_for(tmp_path: Path, alone: bool) -> None:
    path = tmp_path / "crawl.lock"
    told: list[str] = []
    with orphan(path, 1.0) as process:
        with taking(path, alone=alone, waiting=lambda: told.append("waiting")):
            assert process.poll() is not None
            (note,) = tmp_path.glob("crawl.lock.*")
            assert note.name.startswith(f"crawl.lock.{os.getpid()}-"), "the dead one's is gone"
        assert told == ["waiting"]
    assert list(tmp_path.iterdir()) == [path]


def test_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "DYING_SECONDS", 0.2)
    path = tmp_path / "crawl.lock"
    with orphan(path, 600.0) as process:
        with pytest.raises(CrawlRunning, match="was killed"), taking(path, alone=True):
            raise AssertionError
        process.kill()


def test_those_who_share_work_beside_each_other_and_keep_out_who_needs_it_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "crawl.lock"
    with taking(path, alone=False) as first, taking(path, alone=False) as second:
        assert first != second
        with pytest.raises(CrawlRunning) as refused, taking(path, alone=True):
            raise AssertionError
        assert str(refused.value) == (
            f"{COMMAND} is at work in {tmp_path} (process {os.getpid()}), and this command needs to"
            " be alone with it. Wait until it has ended, or stop it with Ctrl-C."
        )
    with taking(path, alone=True):
        for alone in (True, False):
            with pytest.raises(CrawlRunning, match="needs to be alone with it"):
                taking(path, alone=alone).__enter__()
    assert list(tmp_path.iterdir()) == [path]


def test_of_many_at_once_only_those_who_share_are_together(tmp_path: Path) -> None:
    """Each in a process of its own; whoever is alone must see nobody beside."""
    code = (
        "import random, sys, time; from pathlib import Path\n"
        "from crawler.errors import CrawlRunning; from crawler.jobs.lock import held\n"
        "path, alone = Path(sys.argv[1]), sys.argv[2] == 'alone'\n"
        "inside = path.parent / 'inside'; inside.mkdir(exist_ok=True)\n"
        "end = time.monotonic() + 0.8; entered = 0\n"
        "while time.monotonic() < end or not entered:\n"
        "    try:\n"
        "        with held(path, path, 'x', alone=alone):\n"
        "            entered += 1\n"
        "            mine = inside / (sys.argv[2] + sys.argv[3]); mine.touch()\n"
        "            time.sleep(random.uniform(0, 0.02))\n"
        "            others = {each.name for each in inside.iterdir()} - {mine.name}\n"
        "            kept_out = {each for each in others if alone or 'alone' in each}\n"
        "            assert not kept_out, kept_out\n"
        "            mine.unlink()\n"
        "    except CrawlRunning: pass\n"
        "    time.sleep(random.uniform(0, 0.02))\n"
    )
    path = tmp_path / "crawl.lock"
    arguments = [("alone", "1"), ("alone", "2"), ("shared", "3"), ("shared", "4")]
    processes = [
        subprocess.Popen([sys.executable, "-c", code, path, *more], stderr=subprocess.PIPE)
        for more in arguments
    ]
    for process in processes:
        _, complaints = process.communicate(timeout=120)
        assert process.returncode == 0, complaints.decode()


async def test_a_website_s_process_that_lost_its_parent_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "locks" / "www.example.lock"
    told: list[str] = []
    with orphan(path, 1.0) as process:
        async with only_child(path, lambda: told.append("waiting")):
            assert process.poll() is not None
    assert told == ["waiting"]
    monkeypatch.setattr(lock, "DYING_SECONDS", 0.2)
    with orphan(path, 600.0) as process:
        async with only_child(path):
            assert process.poll() is None, "one that cannot end holds up nothing for ever"
        process.kill()


def test_a_database_is_kept_for_one_also_from_another_folder(tmp_path: Path) -> None:
    config = Config(
        database=f"sqlite:///{tmp_path}/crawl.db", artifacts=tmp_path / "one" / "artifacts"
    )
    link = tmp_path / "link.db"
    link.symlink_to("crawl.db")
    other = msgspec.structs.replace(
        config, artifacts=tmp_path / "two" / "artifacts", database=f"sqlite:///{link}"
    )

    def quietly() -> None:
        raise AssertionError("nobody is waited for")

    with together(config, quietly, COMMAND), together(other, quietly, "`usability worker`"):
        with pytest.raises(CrawlRunning, match=r"`usability crawl` is at work in .*one \("):
            alone(config, quietly, "`usability restore`").__enter__()
        with pytest.raises(CrawlRunning, match=r"at work in .*two .*needs to be alone"):
            alone(other, quietly, "`usability restore`").__enter__()
        third = msgspec.structs.replace(other, artifacts=tmp_path / "three" / "artifacts")
        with pytest.raises(CrawlRunning, match=r"at work in .*crawl\.db"):
            alone(third, quietly, "`usability restore`").__enter__()
    refused = pytest.raises(CrawlRunning, match=r"`usability restore` is at work in .*crawl\.db")
    with alone(other, quietly, "`usability restore`"), refused:
        together(config, quietly, COMMAND).__enter__()


def test_a_server_s_database_too() -> None:
    with PostgreSQL() as server, ExitStack() as stack:
        first = open_database(server.database(), create=True)
        stack.callback(first.close)
        second = open_database(first.engine.url.render_as_string(hide_password=False))
        stack.callback(second.close)
        with first.held("`one`", alone=False) as none:
            assert none is None
            with second.held("`two`", alone=False) as holder:
                assert holder is None
            with second.held("`two`", alone=True) as holder:
                assert holder is not None
                assert holder.command == "`one`"
                assert str(os.getpid()) in holder.process
        with second.held("`two`", alone=True) as none:
            assert none is None
            for alone in (True, False):
                with first.held("`one`", alone=alone) as other:
                    assert other is not None
                    assert other.command == "`two`"


def test_a_server_that_was_restarted_is_asked_for_the_lock_again() -> None:
    with PostgreSQL() as server, ExitStack() as stack:
        first = open_database(server.database(), create=True)
        stack.callback(first.close)
        second = open_database(first.engine.url.render_as_string(hide_password=False))
        stack.callback(second.close)

        def cut() -> None:
            with second.read() as session:
                session.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                    )
                )

        with first.held("`one`", alone=False):
            stay_together(first)
            cut()
            with pytest.raises(DatabaseAway), first.explained():
                stay_together(first)
            stay_together(first)
            with second.held("`two`", alone=True) as holder:
                assert holder is not None
            cut()
            with second.held("`two`", alone=True) as holder:
                assert holder is None, "it was quicker"
                with suppress(DatabaseAway), first.explained():
                    stay_together(first)
                with pytest.raises(CrawlRunning, match="`two`"):
                    stay_together(first)


def test_a_limit_is_another_request_and_no_site_stays_open(config: Config) -> None:
    councils = read_register(config.register)
    now = datetime.now(UTC)
    database = open_database(config.database, create=True)
    store.save_register(database, councils)
    whole = store.begin_crawl(
        database,
        started_at=now,
        register=config.register.name,
        panel_size=config.pages,
        allow_loopback=True,
    )
    first = run_crawl(config, councils, limit=1)
    assert not first.resumed
    (one,) = store.site_states(database, first.crawl_id).values()
    assert one is EndState.DISALLOWED

    # A website that the register no longer has was under way in the whole crawl.
    gone = "https://gone.example/"
    store.begin_site(database, whole.id, gone, now)
    reports = Reports()
    outcome = run_crawl(config, councils, reporter=reports)
    assert outcome.crawl_id == whole.id
    assert set(reports.sites) == {"first", "second"}
    assert gone not in store.site_states(database, whole.id)
    assert all(crawl.open == 0 for crawl in queries.crawls(database))
    database.close()


def test_what_an_interrupted_crawl_finished_of_a_site_is_scored(config: Config) -> None:
    councils = read_register(config.register)
    url = councils[0].website
    now = datetime.now(UTC)
    database = open_database(config.database, create=True)
    store.save_register(database, councils)
    crawl = store.begin_crawl(database, started_at=now, register="r")
    audit = store.begin_site(database, crawl.id, url, now).site_audit_id
    home = PanelPage(url=url, role=PageRole.HOME, reason="home")
    contact = PanelPage(url=f"{url}contact", role=PageRole.CONTACT, reason="linked")
    store.save_panel(database, audit, [home, contact])
    store.save_page(database, audit, result(home, now))
    close_left(database)
    assert store.site_states(database, crawl.id) == {url: None}, "its crawl may still go on"
    store.begin_crawl(database, started_at=now, register="r", fresh=True)
    close_left(database)
    close_left(database)
    detail = queries.council(database, councils[0].slug, today=now.date())
    database.close()
    assert detail is not None
    assert detail.latest is not None
    assert detail.latest.state is EndState.PARTIAL
    assert detail.latest.tested_at == now
    assert detail.latest.scores.total is not None
    assert (detail.latest.pages_scored, detail.latest.pages_planned) == (1, 2)


def test_artifacts_where_nothing_can_be_put(config: Config, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wrong = msgspec.structs.replace(config, artifacts=tmp_path / "file" / "artifacts")
    with pytest.raises(BadSetting, match="USABILITY_ARTIFACTS"):
        run_crawl(wrong, read_register(config.register))


def test_a_database_that_fails_is_one_sentence_and_the_reporter_is_closed(config: Config) -> None:
    closed: list[bool] = []

    class Breaking(Reporter):
        @override
        def crawl_started(self, *_: object) -> None:
            database = open_database(config.database)
            with database.engine.begin() as connection:
                connection.exec_driver_sql("DROP TABLE panel_page")
                connection.exec_driver_sql("DROP TABLE site_audit")
            database.close()

        @override
        def close(self) -> None:
            closed.append(True)

    with pytest.raises(DatabaseLost, match="site_audit"):
        run_crawl(config, read_register(config.register), reporter=Breaking())
    assert closed == [True]
