"""Whom we ask for a task, and when we stop asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from crawler.database import queries
from crawler.jobs.crawl import run_crawl
from crawler.records import Findability, SearchState, Verdict
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for
from tests.server import Hit, SiteServer
from tests.small_site import LINKS, SEARCH_FORM, page, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.config import Config

STRANGER = SEARCH_FORM.replace("/search", "{{origin:stranger}}/search")
SENT = '<!doctype html><title>Away</title><script>location = "{{origin:stranger}}/search"</script>'
REFUSES = '[[behaviour.rules]]\npath = "/search"\nstatus = 429\n'
# The home page and robots.txt, and no more than that.
BUSY = "".join(
    f'[[behaviour.rules]]\npath = "{path}"\nstatus = {status}\n'
    for path, status in (("/", 200), ("/robots.txt", 200), ("*", 429))
)


class Asked(NamedTuple):
    found: dict[str, Findability]
    hits: dict[str, tuple[Hit, ...]]

    def searches(self, slug: str) -> int:
        return sum(hit.path == "/search" for hit in self.hits[slug])

    def states(self, slug: str) -> set[SearchState]:
        return {task.search.state for task in self.found[slug].tasks}


def crawl(config: Config, at: datetime | None = None) -> dict[str, Findability]:
    councils = read_register(config.register)
    run_crawl(config, councils, reporter=Reports(), now=lambda: at or datetime.now(UTC))
    database = queries.open_for_reading(config.database)
    details = {each.slug: queries.findability(database, each.slug) for each in councils}
    database.close()
    return {slug: detail.findability for slug, detail in details.items() if detail is not None}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    folder = tmp_path_factory.mktemp("search")
    sites = folder / "sites"
    write_site(sites, "stranger", links={}, councils=0)
    for slug, form, search, behaviour in (
        ("strange", STRANGER, "", ""),
        ("sent", SEARCH_FORM, SENT, ""),
        ("strict", SEARCH_FORM, "", f"[behaviour]\n{REFUSES}"),
        ("busy", SEARCH_FORM, "", f"[behaviour]\n{BUSY}"),
    ):
        home = page("Home", "/home", LINKS).replace("<body>", f"<body><header>{form}</header>")
        pages = {"index.html": home, "search.html": search}
        write_site(sites, slug, suppliers=["stranger"], behaviour=behaviour, pages=pages)
    with SiteServer(sites) as server:
        found = crawl(config_for(folder, server, pages=3, discovery_pages=12, searches=9))
        hits = {slug: server.log(slug) for slug in (*found, "stranger")}
    return Asked(found, hits)


def test_a_form_that_asks_a_stranger_is_not_the_websites_own(asked: Asked) -> None:
    assert asked.states("strange") == {SearchState.NO_FORM}


def test_results_that_are_a_strangers_are_none_and_not_asked_for_again(asked: Asked) -> None:
    assert asked.searches("sent") == 1
    assert asked.searches("stranger") == 1
    assert asked.states("sent") == {SearchState.FAILED, SearchState.NOT_ASKED}


def test_a_search_that_refuses_is_asked_once(asked: Asked) -> None:
    assert asked.searches("strict") == 1
    assert asked.states("strict") == {SearchState.FAILED, SearchState.NOT_ASKED}


def test_a_website_that_refuses_is_looked_at_once(asked: Asked) -> None:
    found = asked.found["busy"]
    assert found.requests == 1
    assert asked.searches("busy") == 0
    assert {task.verdict for task in found.tasks} == {None}
    assert found.figure is None


def test_a_way_that_a_short_crawl_did_not_walk_is_walked_again(tmp_path: Path) -> None:
    """The page between has a name that says nothing, so that nobody would look there again."""
    bins = {"/bins": "Bin collection days"}
    write_site(
        tmp_path / "sites",
        "hub",
        links={f"/part-{number}": f"More services {number}" for number in range(9)},
        sitemap="<urlset><url><loc>{{origin}}/bins</loc></url></urlset>",
        pages={
            "part-3.html": page("More services", "/part-3", bins),
            "bins.html": page("Bin collection days", "/bins"),
        },
    )
    with SiteServer(tmp_path / "sites") as server:
        verdicts = []
        for week, looks in enumerate((40, 0, 6, 6)):
            config = config_for(tmp_path, server, pages=2, discovery_pages=looks)
            found = crawl(config, datetime.now(UTC) + timedelta(weeks=week))
            (task,) = [each for each in found["hub"].tasks if each.task == "bin-day"]
            verdicts.append(task.verdict)
    assert verdicts == [Verdict.EASY, None, Verdict.EASY, Verdict.EASY]
