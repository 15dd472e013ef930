"""One website through three crawls: the panel stays, and only what is gone is replaced."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.jobs.crawl import run_crawl
from crawler.panel.rotating import rotating_pages
from crawler.records import EndState, PageRole, SearchState, Source
from crawler.register import read_register
from crawler.scoring.site import score_site
from tests.jobs.crawling import Reports, config_for
from tests.server import Hit, SiteServer
from tests.small_site import SEARCH, page, searchable, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from crawler.jobs.messages import SiteEnded
    from crawler.records import Findability, PageResult, PanelPage

SIZE, LOOKS, SEARCHES, DRAWN = 6, 10, 3, 2
LINKS = {
    "/contact": "Contact us",
    "/accessibility-statement": "Accessibility statement",
    "/council-tax": "Pay your council tax",
    "/bins": "Bin collection days",
    "/planning": "Search planning applications",
    "/libraries": "Find a library",
    "/parking-fine": "Pay a parking fine",
    "/mayor": "The mayor",
}
SPARE = {f"/history-{number}": f"The town in the year {number}" for number in range(1801, 1813)}
TODAY = datetime.now(UTC)


class Crawl(NamedTuple):
    ended: SiteEnded
    results: tuple[PageResult, ...]
    stored: tuple[PanelPage, ...]
    detail: queries.PanelDetail
    council: queries.CouncilDetail
    findability: Findability
    hits: tuple[Hit, ...]


class Story(NamedTuple):
    first: Crawl
    second: Crawl
    third: Crawl
    removed: str


def drawn(server: SiteServer, day: date) -> set[str]:
    known = [server.url("steady", path) for path in (*LINKS, *SPARE)]
    url = server.url("steady")
    pages = rotating_pages(known, [], day=day, website_url=url, count=DRAWN)
    return {each.url for each in pages}


def weeks_later(server: SiteServer, weeks: int) -> datetime:
    """A day from then on for which other pages are drawn than for today, and none that could take
    the place of a page that is gone: it would leave the tail."""
    spare = {server.url("steady", path) for path in SPARE}
    days = (TODAY + timedelta(days=7 * weeks + number) for number in range(1000))
    return next(
        day for day in days if drawn(server, TODAY.date()) != drawn(server, day.date()) <= spare
    )


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("steady")
    write_site(
        folder / "sites",
        "steady",
        links=LINKS,
        sitemap="<urlset>"
        + "".join(f"<url><loc>{{{{origin}}}}{path}</loc></url>" for path in (*LINKS, *SPARE))
        + "</urlset>",
        behaviour=SEARCH,
        pages={
            **{f"{path[1:]}.html": page(text, path) for path, text in SPARE.items()},
            **searchable(LINKS),
        },
    )
    with SiteServer(folder / "sites") as server:
        config = config_for(
            folder,
            server,
            pages=SIZE,
            discovery_pages=LOOKS,
            searches=SEARCHES,
            rotating_pages=DRAWN,
        )
        councils = read_register(config.register)

        def crawl(at: datetime) -> Crawl:
            before = len(server.log("steady"))
            reports = Reports()
            outcome = run_crawl(config, councils, reporter=reports, now=lambda: at)
            database = open_database(config.database)
            audit = store.begin_site(
                database, outcome.crawl_id, server.url("steady"), at
            ).site_audit_id
            results = store.results_of(database, audit)
            stored = store.stored_panel(database, server.url("steady"))
            detail = queries.panel(database, "steady")
            council = queries.council(database, "steady", today=at.date())
            found = queries.findability(database, "steady")
            database.close()
            assert stored is not None
            assert detail is not None
            assert council is not None
            assert found is not None
            return Crawl(
                reports.sites["steady"].ended,
                results,
                stored.pages,
                detail,
                council,
                found.findability,
                server.log("steady")[before:],
            )

        first = crawl(TODAY)
        second = crawl(weeks_later(server, 1))
        removed = next(each.url for each in second.stored if each.role is PageRole.TASK)
        site = server.sites["steady"]
        behaviour = msgspec.structs.replace(
            site.settings.behaviour, removed=("/" + removed.split("/", 3)[3],)
        )
        site.settings = msgspec.structs.replace(site.settings, behaviour=behaviour)
        third = crawl(weeks_later(server, 2))
        yield Story(first, second, third, removed)


def counting(crawl: Crawl) -> list[PageResult]:
    return [each for each in crawl.results if each.page.role.headline]


def urls(pages: Sequence[PanelPage]) -> list[str]:
    return [each.url for each in pages]


def test_the_panel_is_full_and_its_home_page_is_the_registers(story: Story) -> None:
    assert len(story.first.stored) == SIZE
    assert story.first.stored[0].role is PageRole.HOME
    assert story.first.stored[0].source is Source.REGISTER
    assert story.first.ended.state is EndState.AUDITED, story.first.ended.reason


def test_two_crawls_of_the_same_site_have_the_same_panel(story: Story) -> None:
    assert story.second.stored == story.first.stored
    assert [each.page for each in counting(story.second)] == list(story.first.stored)
    assert story.second.detail.changes == ()
    assert story.second.detail.chosen_at == story.first.detail.chosen_at


def test_a_removed_page_has_one_replacement_which_is_recorded(story: Story) -> None:
    before, after = urls(story.second.stored), urls(story.third.stored)
    place = before.index(story.removed)
    assert [*before[:place], *before[place + 1 :]] == [*after[:place], *after[place + 1 :]]
    heir = story.third.stored[place]
    assert heir.url not in before
    assert heir.replaces == story.removed
    (change,) = [each for each in story.third.detail.changes if each.replaced_by]
    assert (change.url, change.replaced_by) == (story.removed, heir.url)
    assert change.reason.startswith("It is gone: ")


def test_the_replacement_is_audited_at_once_and_the_place_counts_once(story: Story) -> None:
    third = story.third
    assert third.ended.state is EndState.AUDITED, third.ended.reason
    assert third.ended.pages_planned == SIZE
    assert [each.page for each in counting(third)] == list(third.stored)
    assert story.removed not in [each.url for each in third.council.pages]
    (heir,) = [each for each in third.council.pages if each.replaces]
    assert heir.replaces == story.removed
    assert heir.state is EndState.AUDITED


def test_other_pages_are_drawn_and_no_score_moves(story: Story) -> None:
    tails = []
    for crawl in (story.first, story.second, story.third):
        tail = {each.page.url for each in crawl.results if not each.page.role.headline}
        assert len(tail) == DRAWN
        assert not tail & set(urls(crawl.stored))
        tails.append(tail)
        assert crawl.ended.scores == score_site(counting(crawl)).scores
        assert crawl.ended.pages_planned == SIZE
    assert tails[0] != tails[1]


def test_no_more_is_loaded_than_the_settings_allow(story: Story) -> None:
    for crawl in (story.first, story.second, story.third):
        pages = [hit for hit in crawl.hits if "." not in hit.path]
        searches = [hit for hit in pages if hit.path == "/search"]
        gone = [hit for hit in pages if hit.status == 404]
        assert len(searches) <= SEARCHES
        audits = SIZE + DRAWN + len(gone)
        assert len(pages) - len(searches) <= audits + LOOKS
        assert crawl.findability.requests == len(pages) - audits
        assert len(searches) == SEARCHES


def test_the_search_is_asked_once_a_task(story: Story) -> None:
    for crawl in (story.first, story.second):
        asked = [task for task in crawl.findability.tasks if task.search.state is SearchState.ASKED]
        assert len(asked) == SEARCHES
        queries_seen = [hit.query for hit in crawl.hits if hit.path == "/search"]
        assert len(set(queries_seen)) == len(queries_seen) == SEARCHES
        assert all(task.search.position == 1 for task in asked), [
            (task.task, task.search) for task in asked
        ]
        left = [task for task in crawl.findability.tasks if task not in asked]
        assert {task.search.state for task in left} == {SearchState.NOT_ASKED}


def test_what_was_found_is_found_again(story: Story) -> None:
    def verdicts(crawl: Crawl) -> dict[str, object]:
        return {task.task: (task.verdict, task.url) for task in crawl.findability.tasks}

    assert verdicts(story.second) == verdicts(story.first)
    assert story.first.findability.figure == story.second.findability.figure
