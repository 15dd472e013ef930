"""Suppliers, retired pages, closed searches and Welsh: one crawl of several sites."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import pytest

from crawler.audits.registry import judge
from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.jobs.crawl import run_crawl
from crawler.records import EndState, SearchState, Verdict
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for, pages_of
from tests.server import SiteServer
from tests.small_site import LINKS, SEARCH, page, searchable, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.config import Config
    from crawler.records import Findability, PageResult, TaskFindability

GO = '<!doctype html><title>Go</title><script>location = "{}"</script>'
PORTAL = "{{origin:portal}}"
LOOKS = 6


class Crawled(NamedTuple):
    config: Config
    server: SiteServer
    reports: Reports
    crawl_id: int

    def findability(self, slug: str) -> Findability:
        database = queries.open_for_reading(self.config.database)
        found = queries.findability(database, slug)
        database.close()
        assert found is not None
        return found.findability

    def task(self, slug: str, task: str) -> TaskFindability:
        return next(each for each in self.findability(slug).tasks if each.task == task)

    def results(self, slug: str) -> tuple[PageResult, ...]:
        database = open_database(self.config.database)
        url = self.server.url(slug)
        audit = store.begin_site(database, self.crawl_id, url, datetime.now(UTC)).site_audit_id
        results = store.results_of(database, audit)
        database.close()
        return results


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("services")
    sites = folder / "sites"
    write_site(
        sites,
        "portal",
        links={"/planning": "Search planning applications", "/tax": "Pay your council tax"},
        councils=0,
    )
    write_site(
        sites,
        "served",
        links={
            "/council-tax": "Pay your council tax",
            "/bins": "Bin collection days",
            f"{PORTAL}/planning": "Search planning applications",
        },
        suppliers=["portal"],
        pages={"council-tax.html": GO.format(f"{PORTAL}/tax"), "bins.html": GO.format("/")},
    )
    write_site(
        sites,
        "shut",
        links=LINKS,
        behaviour=SEARCH,
        robots="User-agent: *\nDisallow: /search\n",
        pages=searchable(LINKS),
    )
    welsh = page("Hafan", "/cartref", {"/cy/cysylltu": "Cysylltu"}).replace('"en"', '"cy"')
    write_site(
        sites,
        "gwent",
        links={"/bins": "Bin collection days", "/cy": "Cymraeg"},
        nation="Wales",
        pages={"cy.html": welsh},
    )
    write_site(sites, "blocked", behaviour="[[behaviour.rules]]\nstatus = 403\n")
    with SiteServer(sites) as server:
        config = config_for(folder, server, discovery_pages=LOOKS, searches=30, pages=5, steps="")
        reports = Reports()
        outcome = run_crawl(config, read_register(config.register), reporter=reports)
        yield Crawled(config, server, reports, outcome.crawl_id)


def test_a_suppliers_page_stands_in_the_panel_and_is_marked(crawled: Crawled) -> None:
    host = crawled.server.url("portal").split("/")[2]
    by_task = {each.page.task: each for each in crawled.results("served")}
    for task, address in {
        "planning": crawled.server.url("portal", "/planning"),
        "council-tax": crawled.server.url("portal", "/tax"),
    }.items():
        result = by_task[task]
        assert result.facts.state is EndState.AUDITED, result.facts.reason
        assert result.facts.final_url == address
        assert result.page.supplier == host
        assert result.score.scores.total is not None
    database = open_database(crawled.config.database)
    stored = store.stored_panel(database, crawled.server.url("served"))
    database.close()
    assert stored is not None
    suppliers = {each.task: each.supplier for each in stored.pages if each.task}
    assert suppliers == {"planning": host, "council-tax": host}


def test_the_suppliers_rules_are_asked_for(crawled: Crawled) -> None:
    assert crawled.server.hits("portal", "/robots.txt") == 1


def test_a_retired_page_is_not_replaced_by_the_home_page(crawled: Crawled) -> None:
    results = crawled.results("served")
    home = crawled.server.url("served")
    assert [each.page.url for each in results].count(home) == 1
    assert "bin-day" not in {each.page.task for each in results if each.facts.state.scored}
    assert crawled.task("served", "bin-day").verdict is not Verdict.EASY


def test_a_search_that_is_disallowed_is_never_asked(crawled: Crawled) -> None:
    assert crawled.server.hits("shut", "/search") == 0
    found = crawled.findability("shut")
    with_page = [each for each in found.tasks if each.url is not None]
    assert with_page
    assert {each.search.state for each in with_page} == {SearchState.DISALLOWED}
    assert found.figure is not None


def test_where_there_is_no_search_form_that_is_said(crawled: Crawled) -> None:
    states = {each.search.state for each in crawled.findability("served").tasks}
    assert SearchState.NO_FORM in states
    assert SearchState.ASKED not in states


def test_a_welsh_councils_home_page_is_expected_in_welsh(crawled: Crawled) -> None:
    home = crawled.results("gwent")[0]
    assert home.facts.expected_languages == ("cy",)
    assert "language-link" in {each.audit for each in judge(home.facts)}
    assert crawled.results("served")[0].facts.expected_languages == ()


def test_a_site_that_blocks_us_has_no_findability_and_no_panel(crawled: Crawled) -> None:
    assert crawled.reports.sites["blocked"].ended.state is EndState.BLOCKED
    assert crawled.server.hits("blocked", "/") == 1
    database = open_database(crawled.config.database)
    assert queries.findability(database, "blocked") is None
    assert store.stored_panel(database, crawled.server.url("blocked")) is None
    database.close()


def test_every_task_has_a_line(crawled: Crawled) -> None:
    tasks = crawled.findability("shut").tasks
    assert len({each.task for each in tasks}) == len(tasks)
    county_only = {each.task for each in tasks if each.verdict is Verdict.NOT_THIS_COUNCILS_JOB}
    assert county_only == set(), "a unitary council does them all"


def test_pages_say_how_they_were_chosen(crawled: Crawled) -> None:
    pages = pages_of(crawled.config, "shut")
    assert all(each.why for each in pages.values())
