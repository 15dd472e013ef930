"""The search for pages, on sites of a few links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.panel.known import MOST_PLACES
from crawler.panel.overrides import Override
from crawler.records import EndState, LanguageLink, LocalLink, OpenedLink, PageRole, Source
from tests.panel.council_pages import HOME, chosen, home, link, looking, page, search

if TYPE_CHECKING:
    from crawler.records import Link

BINS = link("bins/collection-day", "Find your bin day")
BIN_PAGE = page("bins/collection-day", "Find your bin day")


def test_a_link_whose_page_agrees_is_the_tasks_page() -> None:
    found = search(home(BINS, link("about", "About us")), [BIN_PAGE])
    best = next(one for one in found.pages if one.task == "bin-day")
    assert (best.url, best.role, best.source) == (BINS.url, PageRole.TASK, Source.HOME_LINK)
    assert best.score > 90
    assert "says “Find your bin day”" in best.reason
    assert "Its heading is “Find your bin day”" in best.reason


@pytest.mark.parametrize(
    "trap",
    [
        link("news/bin-day", "Bin day"),
        link("2026/11/bin-day", "Bin day"),
        link("bin-day.pdf", "Bin day"),
        link("bins/missed", "Missed bin collection"),
        link("stories/x", "Bin day heroes: meet the crews that have emptied bins for forty years"),
        link("x", "Find your bin day", heading="Latest news"),
        link("https://www.gov.uk/rubbish-collection-day", "Find your bin day"),
        link("https://www.facebook.com/bins", "Find your bin day"),
    ],
    ids=lambda trap: trap.url,
)
def test_no_page_is_better_than_a_wrong_one(trap: Link) -> None:
    wrong = page(trap.url, "Bin crews are on strike")
    assert "bin-day" not in chosen(search(home(trap), [wrong]))


def test_what_a_page_says_itself_decides() -> None:
    start = home(link("a", "Find your bin day"), link("b", "Bins and recycling"))
    pages = [
        page("a", "Apply for a Blue Badge"),
        page("b", "Bins and recycling", below=["Check your bin collection day"]),
    ]
    found = search(start, pages)
    assert chosen(found)["bin-day"] == "b"
    rejected = next(one for one in found.candidates if one.url == HOME + "a")
    assert "names another task" in rejected.rejected


def test_a_page_may_stand_for_two_tasks() -> None:
    report = page("report", "Report a problem", below=["Potholes", "Street lights"])
    found = chosen(search(home(link("report", "Report a problem")), [report]))
    assert found["pothole"] == found["street-light"] == "report"


def test_a_task_two_levels_deep_is_found_through_its_topic() -> None:
    start = home(link("bins", "Bins and recycling"), link("art", "Art gallery"))
    hub = page("bins", "Bins and recycling", link("bins/days", "Check your collection day"))
    leaf = page("bins/days", "Collection days")
    found = search(start, [hub, leaf])
    assert chosen(found)["bin-day"] == "bins/days"
    best = next(one for one in found.pages if one.task == "bin-day")
    assert best.source is Source.DEEPER_LINK


def test_click_here_is_called_by_the_heading_above_it() -> None:
    start = home(link("x/151", "Click here", heading="Report fly-tipping"))
    assert chosen(search(start, [page("x/151", "Report fly-tipping")]))["fly-tipping"] == "x/151"


def test_a_menu_that_opens_is_read() -> None:
    start = home(link("about", "About us"))
    menu = OpenedLink(url=HOME + "bins", text="Find your bin day", controls=("Menu",))
    start = type(start)(
        **{name: getattr(start, name) for name in start.__struct_fields__} | {"opened": (menu,)}
    )
    assert chosen(search(start, [page("bins", "Find your bin day")]))["bin-day"] == "bins"


def test_a_page_that_is_gone_or_leads_home_is_no_page() -> None:
    assert "bin-day" not in chosen(search(home(BINS)))
    away = page("bins/collection-day", "Home", final=HOME)
    assert "bin-day" not in chosen(search(home(BINS), [away]))
    assert "bin-day" not in chosen(search(home(BINS), [BIN_PAGE], gone=[BINS.url]))


def test_a_retired_page_that_leads_to_its_section_stands_for_nothing() -> None:
    retired = link("housing/homelessness", "Homelessness")
    prose = "We help people who are homeless to find a home."
    section = page(retired.url, "Homes", final=HOME + "homes", prose=prose)
    assert "homelessness" not in chosen(search(home(retired), [section]))


def test_a_page_that_moved_keeps_what_spoke_for_it() -> None:
    moved = page(BINS.url, "Bin collection days", final=HOME + "bins/days")
    assert chosen(search(home(BINS), [moved]))["bin-day"] == "bins/days"
    merged = page(BINS.url, "Rubbish", final=HOME + "rubbish", below=["Find your bin day"])
    assert chosen(search(home(BINS), [merged]))["bin-day"] == "rubbish"


def test_only_allowed_addresses_are_asked_for() -> None:
    _, asked = looking(home(BINS, link("a-z", "A to Z")), allowed=lambda url: "bins" not in url)
    assert asked == [HOME + "a-z"]


def test_local_links_come_first_and_dead_ones_fall_through() -> None:
    rows = [LocalLink(council="northam", lgsl=524, lgil=8, url=HOME + "service/17")]
    start = home(BINS)
    alive = [BIN_PAGE, page("service/17", "Your collection day")]
    assert chosen(search(start, alive, local_links=rows))["bin-day"] == "service/17"
    assert chosen(search(start, [BIN_PAGE], local_links=rows))["bin-day"] == "bins/collection-day"


def test_the_sitemap_is_the_last_resort() -> None:
    listed = [HOME + "environment/report-fly-tipping", HOME + "news/fly-tipping"]
    found = search(home(), [page(listed[0], "Report fly-tipping")], sitemap=listed)
    best = next(one for one in found.pages if one.task == "fly-tipping")
    assert (best.url, best.source) == (listed[0], Source.SITEMAP)


def test_a_supplier_carries_a_task_when_its_page_says_so() -> None:
    portal = "https://planning.example.com/northam/search"
    start = home(link(portal, "View planning applications"))
    found = search(start, [page(portal, "Search planning applications")])
    best = next(one for one in found.pages if one.task == "planning")
    assert (best.url, best.supplier) == (portal, "planning.example.com")
    assert "planning" not in chosen(search(start, [page(portal, "Welcome")]))
    council = search(start, [page(portal, "Search")], other_hosts=["planning.example.com"])
    assert "planning" not in chosen(council)


def test_the_councils_own_subdomain_is_no_supplier() -> None:
    own = "https://planning.northam.gov.uk/search"
    start = home(link(own, "View planning applications"))
    found = search(start, [page(own, "View planning applications")])
    best = next(one for one in found.pages if one.task == "planning")
    assert best.supplier is None


def test_a_form_and_documents_are_what_pages_hold() -> None:
    start = home(link("report/pothole", "Report a pothole"), link("papers", "Policies"))
    pages = [
        page("report/pothole", "Report a pothole", fields=4),
        page("papers", "Policies", documents=7),
    ]
    found = chosen(search(start, pages))
    assert (found["form"], found["documents"]) == ("report/pothole", "papers")
    login = [page("report/pothole", "Sign in", fields=2), page("papers", "Policies", documents=2)]
    assert {"form", "documents"}.isdisjoint(chosen(search(start, login)))


def test_overrides_win_over_everything() -> None:
    def by_hand(url: str | None) -> list[Override]:
        return [Override(council="northam", role=PageRole.TASK, task="bin-day", url=url)]

    found = search(home(BINS), [BIN_PAGE], overrides=by_hand(HOME + "my-bins"))
    best = next(one for one in found.pages if one.task == "bin-day")
    assert (best.url, best.source) == (HOME + "my-bins", Source.OVERRIDE)
    none = search(home(BINS), [BIN_PAGE], overrides=by_hand(None))
    assert "bin-day" not in chosen(none)
    assert none.nothing == ((PageRole.TASK, "bin-day"),)
    rejected = next(one.rejected for one in none.candidates if one.task == "bin-day")
    assert rejected == "Not chosen: a person said that this website has no page for it."


def test_a_welsh_site_has_its_home_and_a_task_in_welsh() -> None:
    cymraeg = LanguageLink(language="cy", url=HOME + "cy/", text="Cymraeg")
    version = LanguageLink(language="cy", url=HOME + "cy/biniau", text="Cymraeg")
    start = home(BINS, languages=(cymraeg,))
    bins = page("bins/collection-day", "Find your bin day", languages=(version,))
    found = search(start, [bins], nation="Wales")
    welsh = [(one.task, one.url) for one in found.pages if one.role is PageRole.WELSH]
    assert welsh == [(None, HOME + "cy/"), ("bin-day", HOME + "cy/biniau")]


def test_an_english_page_is_preferred_to_a_welsh_one() -> None:
    start = home(link("cy/treth", "Treth y Cyngor"), link("tax", "Council tax"))
    pages = [page("cy/treth", "Treth y Cyngor", language="cy"), page("tax", "Council tax")]
    assert chosen(search(start, pages, nation="Wales"))["council-tax"] == "tax"


@settings(deadline=None)
@given(st.integers(0, 6))
def test_no_more_looks_than_allowed(looks: int) -> None:
    names = ["Bins and recycling", "Housing", "Schools", "A to Z", "Parking", "Report it", "Jobs"]
    start = home(*(link(f"p{number}", name) for number, name in enumerate(names)))
    _, asked = looking(start, looks=looks)
    assert len(asked) <= looks


@settings(deadline=None)  # how quick it is here is not what is asked
@given(st.permutations(range(5)))
def test_the_order_of_links_does_not_matter_where_scores_differ(order: list[int]) -> None:
    links = [
        BINS,
        link("tax", "Council tax"),
        link("jobs", "Jobs"),
        link("contact", "Contact us"),
        link("libraries", "Libraries"),
    ]
    pages = [BIN_PAGE, *(page(one.url, one.text) for one in links[1:])]
    straight = chosen(search(home(*links), pages))
    assert chosen(search(home(*(links[place] for place in order)), pages)) == straight


def test_the_same_site_twice_gives_the_same() -> None:
    start = home(BINS, link("housing", "Housing"), link("x", "A to Z of services"))
    pages = [BIN_PAGE, page("housing", "Housing"), page("x", "A to Z", BINS)]
    assert search(start, pages) == search(start, pages)


def test_a_page_that_could_not_be_reached_is_not_chosen() -> None:
    down = page("bins/collection-day", "", state=EndState.UNREACHABLE)
    assert "bin-day" not in chosen(search(home(BINS), [down]))


def test_a_page_of_endless_links_adds_only_so_many() -> None:
    start = home(*(link(f"x{number}", f"Page {number}") for number in range(MOST_PLACES)), BINS)
    found = search(start, looks=0)
    assert len(found.others) == MOST_PLACES
    assert "bin-day" not in chosen(found)


def test_no_place_is_filled_with_a_welsh_version() -> None:
    versions = (LanguageLink(language="cy", url=HOME + "amdanom", text="Cymraeg"),)
    welsh = page("hafan", "Hafan", link("cyngor", "Y cyngor"), language="cy")
    start = home(link("about", "About us"), link("hafan", "Cymraeg"), link("cy/hwyl", "Hwyl"))
    pages = [page("about", "About us", link("amdanom", "Amdanom ni"), languages=versions), welsh]
    found = search(start, pages, nation="Wales", known=pages, sitemap=[HOME + "cy/b", HOME + "b"])
    assert [one.url.removeprefix(HOME) for one in found.others] == ["about", "b"]


def test_no_place_is_filled_with_a_made_up_page() -> None:
    odd = ["search", "search.aspx", "x?q=bins", "about?print=1", "diary/2026/12", "calendar/x"]
    start = home(link("about", "About us"), *(link(path, path) for path in odd))
    found = search(start, sitemap=[HOME + "y?date=2026-12-01", HOME + "login/"], looks=0)
    assert [one.url.removeprefix(HOME) for one in found.others] == ["about"]


def test_of_an_endless_sitemap_the_shallowest_addresses_are_read() -> None:
    deep = [f"{HOME}archive/{number}/blue-badge" for number in range(10_000)]
    found = search(home(), sitemap=[*deep, HOME + "environment/report-fly-tipping"], looks=0)
    assert chosen(found)["fly-tipping"] == "environment/report-fly-tipping"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (EndState.DISALLOWED, "robots.txt does not let us look at it"),
        (EndState.UNREACHABLE, "it could not be reached"),
        (EndState.GONE, "the page is gone"),
    ],
)
def test_a_page_that_did_not_let_us_in_is_kept_with_its_score_and_the_reason(
    state: EndState, why: str
) -> None:
    found = search(home(BINS), [page(BINS.url, "Find your bin day", state=state)])
    assert "bin-day" not in chosen(found)
    (kept,) = [one for one in found.candidates if one.url == BINS.url and one.task == "bin-day"]
    assert kept.score > 80
    assert kept.rejected == f"Not chosen: {why}."


def test_a_page_closed_by_robots_txt_is_never_asked_for_and_kept() -> None:
    discovery, asked = looking(home(BINS), [BIN_PAGE], allowed=lambda url: url != BINS.url)
    found = discovery.result()
    assert BINS.url not in asked
    assert "bin-day" not in chosen(found)
    assert BINS.url in {one.url for one in found.candidates if one.score > 80}
