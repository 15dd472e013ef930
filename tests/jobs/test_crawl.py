"""One crawl of small sites, each with its own trouble, and what it left in the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from crawler.config import ROBOT, Config
from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.errors import NoContactUrl, UnknownCouncil
from crawler.jobs.crawl import run_crawl
from crawler.records import Council, EndState, PageRole, Viewport
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for, pages_of
from tests.server import SiteServer
from tests.small_site import LINKS, page, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.jobs.reporter import CrawlOutcome

RULE = "[[behaviour.rules]]\n"


class Crawled(NamedTuple):
    config: Config
    server: SiteServer
    reports: Reports
    outcome: CrawlOutcome


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("crawl")
    sites = folder / "sites"
    write_site(sites, "good", councils=2)
    write_site(sites, "closed", robots="User-agent: *\nDisallow: /\n")
    write_site(
        sites,
        "partly",
        robots="User-agent: *\nDisallow: /council-tax\nDisallow: /hidden\n",
        links={path: text for path, text in LINKS.items() if path != "/planning"},
        behaviour='[[behaviour.rules]]\npath = "/contact"\nstatus = 404\n',
    )
    write_site(sites, "guarded", behaviour=f"{RULE}status = 403\n")
    write_site(sites, "broken", behaviour=f'{RULE}path = "/robots.txt"\nstatus = 503\n')
    write_site(sites, "silent", behaviour="[behaviour]\nunreachable = true\n")
    write_site(
        sites,
        "mapped",
        links={"/about": "About us"},
        robots="Sitemap: {{origin}}/map.xml\n",
        pages={
            "map.xml": "<urlset><url><loc>{{origin}}/contact</loc></url>"
            "<url><loc>{{origin}}/council-tax</loc></url>"
            "<url><loc>https://elsewhere.example/bins</loc></url></urlset>",
            "contact.html": page("Contact us"),
            "council-tax.html": page("Council tax"),
        },
    )
    with SiteServer(sites) as server:
        config = config_for(folder, server, steps="")
        reports = Reports()
        outcome = run_crawl(config, read_register(config.register), reporter=reports)
        yield Crawled(config, server, reports, outcome)


@pytest.mark.parametrize(
    ("slug", "state"),
    [
        ("good", EndState.AUDITED),
        ("mapped", EndState.AUDITED),
        ("partly", EndState.PARTIAL),
        ("closed", EndState.DISALLOWED),
        ("guarded", EndState.BLOCKED),
        ("broken", EndState.UNREACHABLE),
        ("silent", EndState.UNREACHABLE),
    ],
)
def test_each_site_ends_in_its_state(crawled: Crawled, slug: str, state: EndState) -> None:
    ended = crawled.reports.sites[slug].ended
    assert ended.state is state, ended.reason
    assert bool(ended.reason) is (state is not EndState.AUDITED)


def test_the_database_says_the_same(crawled: Crawled) -> None:
    database = queries.open_for_reading(crawled.config.database)
    rows = {row.slug: row for row in queries.league(database, today=datetime.now(UTC).date())}
    database.close()
    for slug, report in crawled.reports.sites.items():
        assert rows[slug].state is report.ended.state
        assert rows[slug].reason == report.ended.reason
        assert (rows[slug].scores.total is not None) is report.ended.state.scored


def test_the_panel_is_home_contact_statement_and_tasks(crawled: Crawled) -> None:
    pages = pages_of(crawled.config, "good")
    assert len(pages) == 4
    assert pages["/"].role is PageRole.HOME
    assert pages["/contact"].role is PageRole.CONTACT
    assert pages["/accessibility-statement"].role is PageRole.ACCESSIBILITY_STATEMENT
    assert [page.role for page in pages.values()].count(PageRole.TASK) == 1


def test_each_page_is_loaded_once(crawled: Crawled) -> None:
    pages = pages_of(crawled.config, "good")
    assert len(pages) == 4
    for path in pages:
        assert crawled.server.hits("good", path) == 1, path
        assert crawled.server.hits("good", "/robots.txt") == 1


def test_facts_pictures_and_scores_are_kept(crawled: Crawled) -> None:
    pages = pages_of(crawled.config, "good")
    assert len(pages) == 4
    for path, kept in pages.items():
        assert kept.state is EndState.AUDITED, (path, kept.reason)
        assert kept.scores.total is not None
        assert kept.metrics is not None
        assert set(kept.screenshots) == {Viewport.MOBILE, Viewport.DESKTOP}, path
        for digest in kept.screenshots.values():
            picture = crawled.config.artifacts / digest[:2] / digest[2:4] / digest
            assert picture.is_file()


def test_a_shared_website_is_audited_once_for_both_councils(crawled: Crawled) -> None:
    assert set(pages_of(crawled.config, "good-2")) == set(pages_of(crawled.config, "good"))
    assert crawled.outcome.planned == 7
    assert len(crawled.reports.sites) == 7


def test_a_disallowed_site_is_asked_for_nothing_but_its_rules(crawled: Crawled) -> None:
    assert {hit.path for hit in crawled.server.log("closed")} == {"/robots.txt"}
    assert crawled.reports.sites["closed"].ended.reason == "robots.txt disallows /"


def test_without_its_rules_a_site_is_left_alone(crawled: Crawled) -> None:
    assert {hit.path for hit in crawled.server.log("broken")} == {"/robots.txt"}
    assert "503" in crawled.reports.sites["broken"].ended.reason


def test_disallowed_pages_are_not_loaded(crawled: Crawled) -> None:
    assert crawled.server.hits("partly", "/council-tax") == 0


def test_a_missing_page_is_gone_and_the_rest_is_kept(crawled: Crawled) -> None:
    pages = pages_of(crawled.config, "partly")
    assert pages["/contact"].state is EndState.GONE
    assert pages["/"].state is EndState.AUDITED
    assert crawled.reports.sites["partly"].ended.reason == f"1 gone of {len(pages)} pages"


def test_the_sitemap_of_robots_txt_names_pages(crawled: Crawled) -> None:
    pages = pages_of(crawled.config, "mapped")
    assert {"/contact", "/council-tax"} <= set(pages)
    assert crawled.server.hits("mapped", "/map.xml") == 1
    assert crawled.server.hits("mapped", "/sitemap.xml") == 0


def test_a_site_that_blocks_us_is_not_asked_again(crawled: Crawled) -> None:
    assert crawled.server.hits("guarded", "/") == 1
    assert "403" in crawled.reports.sites["guarded"].ended.reason


def test_robots_and_sitemaps_are_asked_for_by_name(crawled: Crawled) -> None:
    plain = [hit for hit in crawled.server.log("good") if hit.path.endswith((".txt", ".xml"))]
    assert plain
    assert all(ROBOT in hit.user_agent for hit in plain)


def test_the_crawl_is_closed(crawled: Crawled) -> None:
    database = queries.open_for_reading(crawled.config.database)
    (crawl,) = queries.crawls(database)
    database.close()
    assert crawl.state is queries.CrawlState.FINISHED
    assert crawl.open == 0
    assert not crawled.outcome.interrupted


def test_the_same_crawl_again_is_a_new_one(crawled: Crawled) -> None:
    reports = Reports()
    config = crawled.config
    outcome = run_crawl(config, read_register(config.register), slugs=["closed"], reporter=reports)
    assert not outcome.resumed
    assert outcome.crawl_id != crawled.outcome.crawl_id
    assert set(reports.sites) == {"closed"}


def test_a_crawl_that_was_left_goes_on_with_the_sites_that_are_left(crawled: Crawled) -> None:
    config = crawled.config
    councils = read_register(config.register)
    database = open_database(config.database)
    first = run_crawl(config, councils, slugs=["closed", "guarded"])
    ticket = store.begin_crawl(
        database,
        started_at=datetime.now(UTC),
        register=config.register.name,
        selection=store.selection_of(["broken", "closed"]),
        panel_size=config.pages,
        allow_loopback=True,
    )
    site = next(council.website for council in councils if council.slug == "closed")
    audit = store.begin_site(database, ticket.id, site, datetime.now(UTC)).site_audit_id
    store.close_site(
        database, audit, EndState.DISALLOWED, "robots.txt disallows /", None, datetime.now(UTC)
    )
    database.close()
    reports = Reports()
    outcome = run_crawl(config, councils, slugs=["closed", "broken"], reporter=reports)
    assert outcome.resumed
    assert outcome.crawl_id == ticket.id != first.crawl_id
    assert outcome.kept == {site: EndState.DISALLOWED}
    assert set(reports.sites) == {"broken"}


def test_an_unknown_slug_is_refused_before_anything_happens(crawled: Crawled) -> None:
    with pytest.raises(UnknownCouncil, match="Did you mean guarded"):
        run_crawl(crawled.config, read_register(crawled.config.register), slugs=["garded"])


@pytest.mark.parametrize("allow_loopback", [False, True])
def test_a_public_site_needs_a_contact(crawled: Crawled, allow_loopback: bool) -> None:
    config = msgspec.structs.replace(crawled.config, allow_loopback=allow_loopback)
    public = Council(
        slug="public",
        name="Public",
        nation="England",
        region="London",
        type="unitary",
        gss_code="E06990001",
        website="https://www.example.gov.uk/",
    )
    with pytest.raises(NoContactUrl):
        run_crawl(config, [public])


def test_an_expired_council_is_left_out(crawled: Crawled) -> None:
    council = read_register(crawled.config.register)[0]
    gone = msgspec.structs.replace(council, valid_to=date(2020, 3, 31))
    outcome = run_crawl(crawled.config, [gone])
    assert outcome.planned == 0
    assert outcome.sites == ()
