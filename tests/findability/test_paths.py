from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from crawler.findability.paths import Ways
from crawler.records import EndState, PageFacts, Step
from tests.findability.pages import BULKY, TASK, at, link, opened, page

if TYPE_CHECKING:
    from collections.abc import Iterable

TAX = page("/council-tax", h1="Council tax")


def shortest_path(
    home: PageFacts, pages: Iterable[PageFacts], target: str, limit: int = 3
) -> tuple[Step, ...] | None:
    return Ways(home, pages).shortest(target, TASK, "England", limit)


def texts(path: tuple[Step, ...] | None) -> list[str] | None:
    return None if path is None else [step.text for step in path]


def test_a_link_on_the_home_page_is_one_click() -> None:
    home = page("/", link("/council-tax", "Council tax"))
    (step,) = shortest_path(home, [TAX], at("/council-tax")) or ()
    assert step == Step(on=at("/"), text="Council tax", url=at("/council-tax"), clear=True)


def test_the_home_page_itself_is_no_click_by_any_of_its_addresses() -> None:
    home = page("/", to="/en/home")
    for url in ("/", "/en/home", "/en/home/", "/index.html", "http://northam.gov.uk"):
        assert shortest_path(home, [], at(url)) == (), url


def test_the_shortest_of_several_ways_is_taken() -> None:
    home = page("/", link("/a", "Services"), link("/b", "Bills"))
    first = page("/a", link("/a/b", "More services"))
    second = page("/a/b", link("/council-tax", "Council tax"))
    bills = page("/b", link("/council-tax", "Your council tax"))
    path = shortest_path(home, [second, bills, first, TAX], at("/council-tax"))
    assert texts(path) == ["Bills", "Your council tax"]


def test_three_clicks_are_the_most() -> None:
    pages = [page(f"/{n}", link(f"/{n + 1}", f"To {n + 1}")) for n in range(1, 5)]
    home = page("/", link("/1", "To 1"))
    assert texts(shortest_path(home, pages, at("/3"))) == ["To 1", "To 2", "To 3"]
    assert shortest_path(home, pages, at("/4")) is None
    assert texts(shortest_path(home, pages, at("/4"), limit=4)) is not None


def test_nothing_leads_to_a_page_that_nobody_links_to() -> None:
    home = page("/", link("/a", "Services"))
    assert shortest_path(home, [page("/a", link("/", "Home"))], at("/council-tax")) is None
    assert shortest_path(home, [], "mailto:tax@northam.gov.uk") is None
    assert shortest_path(page("/", markup=None), [], at("/council-tax")) is None


def test_a_hidden_link_does_not_count_until_a_menu_shows_it() -> None:
    hidden = link("/council-tax", "Council tax", visible=False)
    assert shortest_path(page("/", hidden), [TAX], at("/council-tax")) is None
    home = page("/", hidden, opened=(opened("/council-tax", "Council tax", "Menu", "Pay"),))
    (step,) = shortest_path(home, [TAX], at("/council-tax")) or ()
    assert step.controls == ("Menu", "Pay")


def test_a_link_in_sight_goes_before_the_menu_and_the_menu_before_the_footer() -> None:
    low = link("/council-tax", "Council tax", region="footer")
    seen = link("/council-tax", "Council tax", region="nav")
    menu = (opened("/council-tax", "Council tax"),)
    path = shortest_path(page("/", low, seen, opened=menu), [TAX], at("/council-tax"))
    assert path is not None
    assert path[0].controls == ()
    home = page("/", link("/a", "Tax", region="footer"), link("/b", "Tax", region="main"))
    pages = [page(name, link("/council-tax", "Council tax")) for name in ("/a", "/b")]
    path = shortest_path(home, pages, at("/council-tax"))
    assert path is not None
    assert path[0].url == at("/b")


def test_a_clear_text_goes_before_all_so_that_a_vague_link_more_costs_nothing() -> None:
    vague = link("/council-tax", "Click here")
    home = page("/", vague, opened=(opened("/council-tax", "Council tax"),))
    assert texts(shortest_path(home, [TAX], at("/council-tax"))) == ["Council tax"]
    home = page("/", vague, link("/council-tax", "Your account"))
    assert texts(shortest_path(home, [TAX], at("/council-tax"))) == ["Your account"]


def test_the_task_decides_which_text_is_clear() -> None:
    bill = page("/bill", title="MyNortham portal")
    home = page("/", link("/bill", "MyNortham portal"), link("/bill", "Council tax"))
    (step,) = shortest_path(home, [bill], at("/bill")) or ()
    assert (step.text, step.clear) == ("Council tax", True)
    ways = Ways(home, [bill])
    (step,) = ways.shortest(at("/bill"), BULKY, "England") or ()
    assert (step.text, step.clear) == ("MyNortham portal", False)


def test_each_step_says_whether_it_is_clear() -> None:
    bills = page("/bills", link("/council-tax", "Council tax"), title="Elsewhere")
    for first, clear in (("Click here", False), ("Residents", False), ("Bills", True)):
        home = page("/", link("/bills", first))
        path = shortest_path(home, [bills, TAX], at("/council-tax"))
        assert path is not None
        assert [step.clear for step in path] == [clear, True]
    # The page that it names calls itself by the task, or not.
    for h1, clear in (("Your council tax", True), ("Your account", False)):
        home = page("/", link("/council-tax", "Your account"))
        account = page("/council-tax", h1=h1, title="Your account")
        (step,) = shortest_path(home, [account], at("/council-tax")) or ()
        assert step.clear == clear


def test_the_order_of_links_decides_last_and_that_of_pages_never() -> None:
    home = page("/", link("/a", "Housing"), link("/b", "Housing"))
    pages = [page(name, link("/council-tax", "Tax")) for name in ("/b", "/a")] + [TAX]
    expected = shortest_path(home, pages, at("/council-tax"))
    assert expected is not None
    assert expected[0].url == at("/a")
    for shuffled in permutations(pages):
        assert shortest_path(home, shuffled, at("/council-tax")) == expected


def test_a_page_is_known_by_the_address_that_it_redirects_to() -> None:
    moved = page("/tax", to="/council-tax", h1="Council tax")
    home = page("/", link("/tax", "Council tax"))
    for target in ("/tax", "/council-tax"):
        assert texts(shortest_path(home, [moved], at(target))) == ["Council tax"]
    hub = page("/pay", link("/council-tax", "Council tax"), to="/payments")
    home = page("/", link("/pay", "Pay"))
    assert texts(shortest_path(home, [hub, moved], at("/tax"))) == ["Pay", "Council tax"]


def test_a_page_that_redirects_to_the_home_page_is_not_the_home_page() -> None:
    home = page("/", link("/council-tax", "Council tax"))
    lost = page("/council-tax", to="/")
    assert texts(shortest_path(home, [lost], at("/council-tax"))) == ["Council tax"]
    assert shortest_path(page("/"), [lost], at("/council-tax")) is None


def test_a_page_that_did_not_load_leads_nowhere() -> None:
    gone = page("/a", link("/council-tax", "Council tax"), state=EndState.GONE)
    assert shortest_path(page("/", link("/a", "Pay")), [gone, TAX], at("/council-tax")) is None


@pytest.mark.parametrize(
    ("between", "counts"),
    [
        ("https://www.gov.uk/council-tax", False),
        ("https://northam.portal.example.com/pay", False),
        ("https://pay.northam.gov.uk/", True),
        ("http://northam.gov.uk/pay", True),
    ],
)
def test_only_the_councils_own_pages_lie_on_the_way(between: str, counts: bool) -> None:
    home = page("/", link(between, "Pay"))
    middle = page(between, link("/council-tax", "Council tax"))
    assert (shortest_path(home, [middle, TAX], at("/council-tax")) is not None) == counts


def test_the_last_click_may_lead_to_a_supplier() -> None:
    portal = "https://northam.portal.example.com/council-tax"
    home = page("/", link(portal, "Pay council tax"))
    assert texts(shortest_path(home, [page(portal)], portal)) == ["Pay council tax"]
    assert texts(shortest_path(home, [], portal)) == ["Pay council tax"]


def test_of_two_visits_to_a_page_the_one_that_opened_its_menu_counts() -> None:
    looked = page("/a", opened=None)
    audited = page("/a", opened=(opened("/council-tax", "Council tax"),))
    home = page("/", link("/a", "Pay"))
    for pages in ([looked, audited], [audited, looked]):
        assert shortest_path(home, pages, at("/council-tax")) is not None


def test_links_that_lead_round_in_circles_end() -> None:
    pages: list[PageFacts] = [
        page(f"/{a}", *(link(f"/{b}", f"To {b}") for b in range(9))) for a in range(9)
    ]
    home = page("/", link("/0", "To 0"), link("/", "Home"), link("#main", "Skip"))
    assert shortest_path(home, pages, at("/nowhere")) is None
