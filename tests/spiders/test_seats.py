"""Websites through several crawls: an empty seat is filled, and a bad day costs no panel."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.jobs.crawl import run_crawl
from crawler.panel.overrides import Override, write_overrides
from crawler.records import EndState, PageRole, Verdict
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for
from tests.server import SiteServer
from tests.site_folder import Rule
from tests.small_site import LINKS, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.records import Findability

MORE = {**LINKS, "/libraries": "Find a library", "/mayor": "The mayor"}
NOW = datetime.now(UTC)


class Crawl(NamedTuple):
    """What a crawl left: paths of the pages, with what each replaces."""

    pages: list[str]
    beyond: list[str]
    ends: dict[str, EndState]
    changes: list[tuple[str, str, str]]
    findability: Findability

    def verdict(self, task: str) -> Verdict | None:
        return next(each.verdict for each in self.findability.tasks if each.task == task)


class Crawled(NamedTuple):
    """A website's server, what its first crawl found, and the folder that this left."""

    server: SiteServer
    first: Crawl
    left: Path


class Weekly:
    """Crawls a website week by week."""

    def __init__(self, folder: Path, server: SiteServer, weeks: int = 0) -> None:
        self._server = server
        self._weeks = weeks
        self.config = config_for(folder, server, pages=5, discovery_pages=20)

    def behave(self, **options: object) -> None:
        site = self._server.sites["town"]
        behaviour = msgspec.structs.replace(site.settings.behaviour, **options)
        site.settings = msgspec.structs.replace(site.settings, behaviour=behaviour)

    def url(self, path: str) -> str:
        return self._server.url("town", path)

    def choose(self, *overrides: Override) -> None:
        write_overrides(self.config.overrides_file, overrides)

    def crawl(self, **options: object) -> Crawl:
        config = msgspec.structs.replace(self.config, **options)
        at = NOW + timedelta(weeks=self._weeks)
        self._weeks += 1
        councils = read_register(config.register)
        outcome = run_crawl(config, councils, reporter=Reports(), now=lambda: at)
        url = self._server.url("town")
        database = open_database(config.database)
        audit = store.begin_site(database, outcome.crawl_id, url, at).site_audit_id
        results = store.results_of(database, audit)
        panel = queries.panel(database, "town")
        found = queries.findability(database, "town")
        database.close()
        assert panel is not None
        assert found is not None
        return Crawl(
            [_path(page.url) for page in panel.pages],
            [_path(page.url) for page in panel.beyond],
            {_path(each.page.url): each.facts.state for each in results},
            [
                (_path(each.url), each.reason, _path(each.replaced_by or ""))
                for each in panel.changes
            ],
            found.findability,
        )


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3] if url else ""


@pytest.fixture
def weekly(tmp_path: Path) -> Iterator[Callable[..., Weekly]]:
    servers: list[SiteServer] = []

    def begin(**links: str) -> Weekly:
        listed = {f"/{name}": text for name, text in links.items()} or MORE
        write_site(tmp_path / "sites", "town", links=listed)
        servers.append(SiteServer(tmp_path / "sites").__enter__())
        return Weekly(tmp_path, servers[-1])

    yield begin
    for server in servers:
        server.__exit__(None, None, None)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A website after its first crawl, from which several of these stories go on."""
    folder = tmp_path_factory.mktemp("crawled")
    write_site(folder / "sites", "town", links=MORE)
    (folder / "left").mkdir()
    with SiteServer(folder / "sites") as server:
        yield Crawled(server, Weekly(folder / "left", server).crawl(), folder / "left")


@pytest.fixture
def town(crawled: Crawled, tmp_path: Path) -> Iterator[Weekly]:
    """That website in its second week, in a database of its own."""
    shutil.copytree(crawled.left, tmp_path / "town")
    site = crawled.server.sites["town"]
    settings = site.settings
    yield Weekly(tmp_path / "town", crawled.server, weeks=1)
    site.settings = settings


def test_a_page_that_comes_back_gets_its_seat_back(crawled: Crawled, town: Weekly) -> None:
    first = crawled.first
    town.behave(removed=("/accessibility-statement",))
    second = town.crawl()
    assert "/accessibility-statement" not in second.pages
    assert len(second.pages) == len(first.pages)
    town.behave(removed=())
    third = town.crawl()
    assert third.pages == first.pages
    assert third.verdict("accessibility-statement") is Verdict.EASY
    fourth = town.crawl()
    assert fourth.ends["/accessibility-statement"] is EndState.AUDITED
    assert (fourth.pages, fourth.changes) == (first.pages, third.changes)


def test_a_bad_day_costs_no_panel_and_two_do(crawled: Crawled, town: Weekly) -> None:
    first = crawled.first
    away = tuple(Rule(path=path, status=302, location="/") for path in LINKS)
    town.behave(rules=away)
    second = town.crawl()
    assert (second.pages, second.beyond, second.changes) == (first.pages, first.beyond, [])
    gone = [path for path, state in second.ends.items() if state is EndState.GONE]
    assert gone == first.pages[1:]
    town.behave(rules=())
    third = town.crawl()
    assert (third.pages, third.changes) == (first.pages, [])
    assert set(third.ends.values()) == {EndState.AUDITED}
    town.behave(rules=away)
    town.crawl()
    fifth = town.crawl()
    assert not set(fifth.pages) & set(LINKS)
    assert {path for path, *_ in fifth.changes} >= set(first.pages[1:])


def test_a_better_page_that_did_not_answer_gets_the_seat_later(
    weekly: Callable[..., Weekly],
) -> None:
    town = weekly(
        ctx="Council tax and business rates",
        paytax="Pay your council tax",
        planning=LINKS["/planning"],
    )
    town.behave(rules=(Rule(path="/paytax", status=503),))
    first = town.crawl(pages=3)
    assert "/ctx" in [*first.pages, *first.beyond]
    town.behave(rules=())
    second = town.crawl(pages=3)
    assert "/paytax" in [*second.pages, *second.beyond]
    assert "/ctx" not in [*second.pages, *second.beyond]
    ((path, reason, by),) = second.changes
    assert (path, by) == ("/ctx", "/paytax")
    assert "did not answer" in reason
    assert town.crawl(pages=3).changes == second.changes


def test_choices_by_hand_can_be_taken_back_and_dead_ones_cost_nothing(
    crawled: Crawled, town: Weekly
) -> None:
    contact = Override(council="town", role=PageRole.CONTACT, task=None, url=None)
    first = crawled.first
    town.choose(contact)
    assert "/contact" not in town.crawl().pages
    town.choose()
    back = town.crawl()
    assert sorted(back.pages) == sorted(first.pages)
    assert back.verdict("contact") is Verdict.EASY

    dead = msgspec.structs.replace(
        contact, role=PageRole.TASK, task="council-tax", url=town.url("/dead")
    )
    town.choose(dead)
    for _ in range(2):
        after = town.crawl()
        assert (after.pages, after.changes) == (back.pages, back.changes)
        assert after.ends["/council-tax"] is EndState.AUDITED

    home = msgspec.structs.replace(dead, url=town.url("/"))
    town.choose(home)
    at_home = town.crawl()
    assert "/" in at_home.beyond
    (task,) = [each for each in at_home.findability.tasks if each.task == "council-tax"]
    assert (task.clicks, task.url) == (0, town.url("/"))


def test_another_number_of_pages_adds_or_leaves_out_at_the_end(
    weekly: Callable[..., Weekly],
) -> None:
    town = weekly()
    first = town.crawl(pages=4)
    assert len(first.pages) == 4
    more = town.crawl(pages=6)
    assert more.pages[:4] == first.pages
    assert len(more.pages) == 6
    assert list(more.ends) == more.pages
    fewer = town.crawl(pages=3)
    assert list(fewer.ends) == more.pages[:3]
    assert (fewer.pages, fewer.changes) == (more.pages, more.changes)
    assert list(town.crawl(pages=6).ends) == more.pages
