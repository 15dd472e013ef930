"""The demo, on small sites of its own: a real server, a real browser, two real crawls."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
import pytest
from typing_extensions import override

from crawler.commands.demo import demo_command
from crawler.config import Config
from crawler.database import queries
from crawler.database.states import CrawlState
from crawler.demo.crawls import crawl_twice, demo_config
from crawler.demo.sites import ServedSites
from crawler.errors import DemoFailed, DemoFolderInUse, NoDemoSites, NotDemoFolder
from crawler.jobs.reporter import Reporter
from crawler.panel.overrides import CHOOSABLE
from crawler.records import PageRole
from crawler.scoring.method import METHOD
from tests.small_site import page, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.database.queries import CrawlSummary, TrendPoint
    from crawler.jobs.reporter import SiteReport

LINKS = {"/contact": "Contact us"}


class StopAfterOne(Reporter):
    """Presses Ctrl-C when the first website has ended."""

    @override
    def site_ended(self, report: SiteReport) -> None:
        os.kill(os.getpid(), signal.SIGINT)


class Demo:
    """A demo of two councils' sites, one of which mends its home page for the second crawl."""

    def __init__(self, scratch: Path) -> None:
        self.sites = scratch / "sites"
        self.folder = scratch / "demo"
        self.said: list[str] = []
        for slug in ("ashby", "birkby"):
            write_site(self.sites, slug, links=LINKS)
        changes = self.sites / "ashby" / "changes"
        changes.mkdir()
        (changes / "site.toml").write_text('about = "mended"\n')
        mended = page("Home", "/home", LINKS).replace("<img ", '<img alt="The town hall" ')
        (changes / "index.html").write_text(mended)

    @property
    def config(self) -> Config:
        quick = Config(
            quiet=0.1,
            settle_time=0.02,
            concurrency=1,
            walked_pages=0,
            documents=0,
            discovery_pages=0,
            searches=0,
        )
        return demo_config(quick, self.folder, 2)

    def run(self, reporter: type[Reporter] = Reporter, *, fresh: bool = False) -> bool:
        self.said.clear()
        return crawl_twice(
            self.config,
            self.folder,
            fresh=fresh,
            say=self.said.append,
            reporter=reporter,
            sites=self.sites,
        )

    def crawls(self) -> tuple[CrawlSummary, ...]:
        database = queries.open_for_reading(self.config.database)
        try:
            return queries.crawls(database)
        finally:
            database.close()

    def trend(self, slug: str) -> tuple[TrendPoint, ...]:
        database = queries.open_for_reading(self.config.database)
        try:
            council = queries.council(database, slug, today=datetime.now(UTC).date())
        finally:
            database.close()
        assert council is not None
        return council.trend

    def first_ended(self) -> tuple[str, datetime]:
        """The council whose website alone has ended, and when; the queue has no order."""
        (ended,) = [slug for slug in ("ashby", "birkby") if self.trend(slug)]
        return ended, self.trend(ended)[0].at


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo(tmp_path)


def test_two_crawls_show_what_changed_and_a_second_run_crawls_nothing(demo: Demo) -> None:
    assert demo.run()
    newest, oldest = demo.crawls()
    assert [oldest.register, newest.register] == ["original.csv", "changes.csv"]
    assert oldest.state is newest.state is CrawlState.FINISHED
    before, after = (point.scores.accessibility for point in demo.trend("ashby"))
    assert before is not None
    assert after is not None
    assert after > before + 5
    before, after = (point.scores.accessibility for point in demo.trend("birkby"))
    assert before == after

    assert demo.run()
    assert demo.said == ["Both crawls are there from an earlier run; --fresh crawls again."]
    assert len(demo.crawls()) == 2

    style = demo.sites / "birkby" / "new.css"
    style.write_text("body { color: black }")
    assert not demo.run(StopAfterOne)
    assert demo.said[0] == "Starting the demo over: what it was made from has changed."
    assert [crawl.id for crawl in demo.crawls()] == [1]


def test_an_interrupted_demo_goes_on_where_it_was(demo: Demo) -> None:
    assert not demo.run(StopAfterOne)
    (stopped,) = demo.crawls()
    assert stopped.state is CrawlState.RUNNING
    assert sum(stopped.states.values()) == 1
    slug, finished_at = demo.first_ended()

    assert demo.run()
    assert [crawl.state for crawl in demo.crawls()] == [CrawlState.FINISHED] * 2
    assert demo.trend(slug)[0].at == finished_at
    assert demo.said.count("\nCrawl 1 of 2: the websites as they are.") == 1


def test_a_fresh_demo_forgets_what_was_there(demo: Demo) -> None:
    assert not demo.run(StopAfterOne)
    _, before = demo.first_ended()
    assert not demo.run(StopAfterOne, fresh=True)
    assert demo.said[0] == "Starting the demo over: as you asked."
    (crawl,) = demo.crawls()
    assert crawl.id == 1
    _, after = demo.first_ended()
    assert after > before


def test_a_demo_without_a_single_score_is_a_failure_and_is_not_kept(demo: Demo) -> None:
    shutil.rmtree(demo.sites / "ashby")
    (demo.sites / "birkby" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    for _ in range(2):
        with pytest.raises(DemoFailed, match=r"no website could be audited \(robots\.txt"):
            demo.run()


def test_a_folder_with_other_things_is_left_alone(demo: Demo) -> None:
    demo.folder.mkdir()
    treasure = demo.folder / "artifacts" / "thesis.txt"
    treasure.parent.mkdir()
    treasure.write_text("years of work")
    with pytest.raises(NotDemoFolder):
        demo.run(fresh=True)
    assert treasure.read_text() == "years of work"


def test_two_demos_do_not_share_a_folder(demo: Demo) -> None:
    demo.folder.mkdir()
    with (demo.folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(DemoFolderInUse):
            demo.run()


def test_without_its_sites_the_demo_says_so(demo: Demo) -> None:
    demo.sites = demo.sites / "elsewhere"
    with pytest.raises(NoDemoSites, match="works from a clone"):
        demo.run()


def test_a_server_that_ends_is_noticed(demo: Demo, tmp_path: Path) -> None:
    (demo.sites / "ashby" / "site.toml").write_text("port = 'none'")
    with pytest.raises(DemoFailed), ServedSites(demo.sites, tmp_path / "register.csv"):
        pass


def test_by_default_the_pages_of_roles_leave_places_for_tasks() -> None:
    (pages,) = (option for option in demo_command.params if option.name == "pages")
    asked = pages.get_default(click.Context(demo_command))
    roles = {PageRole.HOME, *CHOOSABLE} - {PageRole.WELSH}
    assert asked is not None
    assert asked >= len(roles) + METHOD.minimum_pages


def test_the_command_refuses_a_port_in_use_before_it_crawls(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "crawler", "demo", "--port", str(port)]
        command += ["--folder", str(tmp_path / "demo")]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 1
    assert result.stderr.startswith(f"Error: Port {port} on 127.0.0.1 is in use.")
    assert not (tmp_path / "demo").exists()
