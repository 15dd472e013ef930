"""Crawls that are killed, stopped, late or hurt: nothing finished is lost, nothing is left over."""

from __future__ import annotations

import os
import signal
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
import psutil
import pytest

from crawler.database import queries
from crawler.facts.document import DocumentState
from crawler.jobs.crawl import run_crawl
from crawler.records import EndState
from crawler.register import read_register
from tests.documents.made import pdf
from tests.jobs.crawling import PATIENCE, Reports, alive, config_for, family, pages_of, start, until
from tests.server import SiteServer
from tests.small_site import LINKS, SEARCH, searchable, write_site

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from crawler.config import Config

Begin = Callable[["Config"], "subprocess.Popen[str]"]
SLOW = '[[behaviour.rules]]\npath = "/council-tax"\ndelay = 600.0\n'
PATHS = ("/", "/contact", "/accessibility-statement", "/council-tax")


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for temporary files. Its path is short, for Chromium puts a socket there."""
    with tempfile.TemporaryDirectory(prefix="t-") as folder:
        yield Path(folder)


@pytest.fixture
def begin(scratch: Path) -> Iterator[Begin]:
    """Starts crawls, and sees that none outlives its test."""
    started: list[subprocess.Popen[str]] = []

    def start_one(config: Config) -> subprocess.Popen[str]:
        started.append(start(config, TMPDIR=str(scratch)))
        return started[-1]

    yield start_one
    for process in started:
        with process:
            process.kill()


def saved(config: Config) -> list[str]:
    """The paths of the pages that the database holds, without our own code in between."""
    connection = sqlite3.connect(config.database.removeprefix("sqlite:///"), timeout=10)
    try:
        rows = connection.execute(
            "SELECT page.url FROM page_audit JOIN page ON page.id = page_audit.page_id"
        ).fetchall()
    except sqlite3.OperationalError:  # not made yet
        return []
    finally:
        connection.close()
    return sorted("/" + url.split("/", 3)[3] for (url,) in rows)


def half_way(begin: Begin, config: Config) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """A crawl that has finished all but the slow page, and its whole family."""
    process = begin(config)
    until(lambda: len(saved(config)) == 3, "the pages before the slow one")
    return process, family(process)


def make_quick(server: SiteServer, slug: str) -> None:
    """Let the slow page be quick from now on."""
    site = server.sites[slug]
    site.settings = type(site.settings)(
        port=site.settings.port, about=site.settings.about, councils=site.settings.councils
    )


def test_kill_9_half_way_and_the_same_command_again(
    tmp_path: Path, scratch: Path, begin: Begin
) -> None:
    write_site(tmp_path / "sites", "slow", behaviour=SLOW)
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server)
        process, members = half_way(begin, config)
        assert len(members) > 4, [member.name() for member in members]
        finished = saved(config)
        assert finished == sorted(PATHS[:3])
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        until(lambda: not alive(members), "every process of the crawl to end")
        until(lambda: not list(scratch.iterdir()), "its temporary files to go")

        make_quick(server, "slow")
        again = begin(config)
        output, errors = again.communicate(timeout=PATIENCE)
        assert again.returncode == 0, errors
        assert "Going on with the unfinished crawl" in output
        assert saved(config) == sorted(PATHS), "each page once"
        for path in finished:
            assert server.hits("slow", path) == 1, f"{path} was loaded again"
    assert all(page.state is EndState.AUDITED for page in pages_of(config, "slow").values())


def test_the_same_command_at_once_after_kill_9_waits_for_what_is_dying(
    tmp_path: Path, begin: Begin
) -> None:
    write_site(tmp_path / "sites", "slow", behaviour=SLOW)
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server)
        process, members = half_way(begin, config)
        (child,) = psutil.Process(process.pid).children()
        child.suspend()  # it cannot end before the next crawl is there
        process.kill()
        process.communicate()
        make_quick(server, "slow")
        again = begin(config)
        assert again.stdout is not None
        assert any("Waiting for the processes" in line for line in again.stdout)
        child.resume()
        _, errors = again.communicate(timeout=PATIENCE)
        assert again.returncode == 0, errors
        assert not alive(members)
        assert saved(config) == sorted(PATHS)
        assert server.hits("slow", "/contact") == 1
    assert all(page.state is EndState.AUDITED for page in pages_of(config, "slow").values())


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, scratch: Path, begin: Begin) -> None:
    write_site(tmp_path / "sites", "slow", behaviour=SLOW)
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server, log_format="pretty")
        process, members = half_way(begin, config)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130, errors
        said = "Stopped. What is finished is kept; to go on: usability crawl"
        assert said in errors.splitlines(), errors
        assert "Not finished" in output
        assert "3 pages scored" in output
        assert "Traceback" not in output
        until(lambda: not alive(members), "every process of the crawl to end")
        assert list(scratch.iterdir()) == []
        assert saved(config) == sorted(PATHS[:3])

        make_quick(server, "slow")
        reports = Reports()
        outcome = run_crawl(config, read_register(config.register), reporter=reports)
        assert outcome.resumed
        assert reports.sites["slow"].ended.state is EndState.AUDITED
        assert server.hits("slow", "/contact") == 1


def test_a_site_past_its_deadline_keeps_its_pages(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    links = {"/council-tax": "Pay your council tax"}
    write_site(tmp_path / "sites", "slow", links=links, behaviour=SLOW)
    before = set(psutil.Process().children(recursive=True))
    with SiteServer(tmp_path / "sites") as server:
        for deadline in (20, 55):  # a busy machine takes longer over the first page
            folder = tmp_path / str(deadline)
            folder.mkdir()
            patience = {"load_timeout": 900.0, "page_timeout": 900.0}
            limit = float(deadline)
            config = config_for(folder, server, site_deadline=limit, steps="", **patience)
            reports = Reports()
            run_crawl(config, read_register(config.register), reporter=reports)
            ended = reports.sites["slow"].ended
            assert ended.reason == f"the site's limit of {deadline} seconds was reached"
            if ended.pages_scored:
                break
    assert ended.state is EndState.PARTIAL
    assert (ended.pages_scored, ended.pages_planned) == (1, 2)
    left = set(psutil.Process().children(recursive=True)) - before
    assert not alive(sorted(left, key=lambda process: process.pid))
    assert list(scratch.iterdir()) == []
    late = pages_of(config, "slow")["/council-tax"]
    assert late.state is EndState.FAILED
    assert f"limit of {deadline} seconds" in late.reason


def is_browser(process: psutil.Process) -> bool:
    try:
        line = " ".join(process.cmdline())
    except psutil.Error:
        return False
    return "--remote-debugging" in line and "--type=" not in line


def test_a_browser_and_a_process_that_are_killed_cost_nothing(
    tmp_path: Path, scratch: Path, begin: Begin
) -> None:
    write_site(tmp_path / "sites", "slow", behaviour=SLOW)
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server, concurrency=1)
        process, members = half_way(begin, config)
        (child,) = psutil.Process(process.pid).children()
        for member in child.children(recursive=True):
            if is_browser(member):
                member.kill()
        until(lambda: "Once more, since" in log_of(config), "the page to be loaded once more")
        make_quick(server, "slow")
        child.kill()
        output, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors
        assert "our process for this site was ended by signal 9" in output + errors
        assert "Traceback" not in errors
        until(lambda: not alive(members), "every process of the crawl to end")
        assert server.hits("slow", "/contact") == 1, "what was finished was loaded again"
    assert list(scratch.iterdir()) == []
    assert saved(config) == sorted(PATHS), "each page once"
    assert all(page.state is EndState.AUDITED for page in pages_of(config, "slow").values())


# --- Killed while looking for tasks -------------------------------------------------------------

# What is slow
STAGES = {"discovery": "/council-tax", "findability": "/search"}


def log_of(config: Config) -> str:
    return "".join(file.read_text() for file in (config.artifacts.parent / "logs").glob("*.log"))


def records(config: Config, slug: str) -> dict[str, object]:
    """What a crawl left: the panel, the audited pages, and the verdict for each task."""
    database = queries.open_for_reading(config.database)
    detail, found = queries.panel(database, slug), queries.findability(database, slug)
    (crawl,) = queries.crawls(database)
    database.close()
    assert detail is not None
    assert found is not None
    pages = pages_of(config, slug)
    return {
        "panel": [(page.url, page.role, page.task, page.reason) for page in detail.pages],
        "beyond": [page.url for page in detail.beyond],
        "changes": detail.changes,
        "pages": {path: (page.state, page.role, page.scores) for path, page in pages.items()},
        "tasks": [
            (task.task, task.verdict, task.url, task.clicks, task.search)
            for task in found.findability.tasks
        ],
        "states": crawl.states,
    }


@pytest.mark.parametrize("stage", STAGES)
def test_kill_9_while_looking_for_tasks_costs_no_record(
    tmp_path: Path, begin: Begin, stage: str
) -> None:
    slow = STAGES[stage]
    links = {path: text for path, text in LINKS.items() if path != "/planning"}
    rule = f'[[behaviour.rules]]\npath = "{slow}"\ndelay = 600.0\n'
    write_site(
        tmp_path / "sites", "slow", links=links, behaviour=SEARCH + rule, pages=searchable(links)
    )
    with SiteServer(tmp_path / "sites") as server:
        options = {"discovery_pages": 10, "searches": 2, "load_timeout": 900.0}
        config = config_for(tmp_path, server, **options)
        process = begin(config)
        until(lambda: f"Looking at {server.url('slow', slow)}" in log_of(config), f"the {stage}")
        members = family(process)
        finished = saved(config)
        assert (finished == []) == (stage == "discovery")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        until(lambda: not alive(members), "every process of the crawl to end")

        site = server.sites["slow"]
        quick = msgspec.structs.replace(site.settings.behaviour, rules=())
        site.settings = msgspec.structs.replace(site.settings, behaviour=quick)
        before = {path: server.hits("slow", path) for path in finished}
        again = begin(config)
        output, errors = again.communicate(timeout=PATIENCE)
        assert again.returncode == 0, errors
        assert "Going on with the unfinished crawl" in output
        for path in finished:
            assert server.hits("slow", path) == before[path], f"{path} was loaded again"

        whole = tmp_path / "whole"
        whole.mkdir()
        undisturbed = config_for(whole, server, **options)
        run_crawl(undisturbed, read_register(undisturbed.register))
    assert records(config, "slow") == records(undisturbed, "slow")


# --- Killed while reading a document ------------------------------------------------------------


def is_reader(process: psutil.Process) -> bool:
    try:
        return "crawler.documents.reader" in process.cmdline()
    except psutil.Error:
        return False


def test_kill_9_while_a_document_is_read_and_the_same_command_again(
    tmp_path: Path, scratch: Path, begin: Begin
) -> None:
    names = ("/a.pdf", "/b.pdf")
    write_site(tmp_path / "sites", "town", links=dict.fromkeys(names, "Bins"))
    with SiteServer(tmp_path / "sites") as server:
        for name in names:
            (tmp_path / "sites" / "town" / name[1:]).write_bytes(pdf())
        config = config_for(tmp_path, server, pages=1, documents=2)
        process = begin(config)
        until(lambda: any(map(is_reader, family(process))), "a document to be read")
        members = family(process)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        until(lambda: not alive(members), "every process of the crawl to end")
        until(lambda: not list(scratch.iterdir()), "its temporary files to go")
        database = queries.open_for_reading(config.database)
        assert queries.documents(database, "town") is None, "half of a sample is none"

        again = begin(config)
        output, errors = again.communicate(timeout=PATIENCE)
        assert again.returncode == 0, errors
        assert "Going on with the unfinished crawl" in output
        found = queries.documents(database, "town")
        database.close()
        assert found is not None
        documents = found.documents.documents
        assert [urlsplit(each.url).path for each in documents] == list(names), "each once"
        assert {each.state for each in documents} == {DocumentState.READ}
        assert found.documents.linked == len(names)
        assert server.hits("town", "/") == 1, "the page was loaded again"
