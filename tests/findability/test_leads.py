"""Which pages are looked at when no way to a task is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.findability.leads import leads
from crawler.findability.paths import Ways
from tests.findability.pages import BULKY, SITE, link, opened, page

if TYPE_CHECKING:
    from crawler.records import PageFacts

TARGET = page("/environment/bulky", h1="Bulky waste")


def found(home: PageFacts, *pages: PageFacts, target: PageFacts = TARGET) -> list[str]:
    likely = leads(Ways(home, [*pages, target]), home, target, BULKY, "England")
    return [url.removeprefix(SITE) for url in likely]


def test_the_pages_above_it_come_first_then_its_trail_then_its_topic() -> None:
    target = page("/environment/bulky", link("/for-you", "For you", region="nav"))
    home = page(
        "/",
        link("/bins", "Bins and recycling"),
        link("/for-you", "For you"),
        link("/environment", "Green spaces"),
        link("/museum", "Museum"),
        link("/services", "Services A to Z"),
    )
    assert found(home, target=target) == ["/environment", "/for-you", "/bins", "/services"]


def test_a_menu_is_no_trail() -> None:
    menu = (link("/museum", "Museum", region="nav"), link("/town", "The town", region="nav"))
    crumb = link("/town", "The town", region="nav")
    target = page("/environment/bulky", *menu, crumb)
    assert found(page("/", *menu), target=target) == ["/town"]


def test_only_what_people_can_see_is_a_lead() -> None:
    hidden = link("/bins", "Bins", visible=False)
    assert found(page("/", hidden)) == []
    assert found(page("/", hidden, opened=(opened("/bins", "Bins"),))) == ["/bins"]


def test_what_was_loaded_leads_on_once() -> None:
    home = page("/", link("/bins", "Bins"), link("/town", "The town"))
    bins = page(
        "/bins",
        link("/bins/more", "More recycling"),
        link("/mayor", "The mayor"),
        link("/menu/waste", "Waste", region="nav"),
    )
    assert found(home, bins) == ["/bins/more"]
    # From a page that does not look as if it led to the task, only to pages above it.
    town = page("/town", link("/waste", "Waste"), link("/environment", "Green spaces"))
    assert found(home, bins, town) == ["/environment", "/bins/more"]
    assert found(home, bins, town, page("/environment"), page("/bins/more")) == []


def test_files_news_other_hosts_and_the_page_itself_are_no_leads() -> None:
    home = page(
        "/",
        link("/bins.pdf", "Bins"),
        link("/news/bins", "Bins"),
        link("https://www.gov.uk/bins", "Bins"),
        link("/environment/bulky", "Waste"),
        link("/", "Waste"),
        link("mailto:bins@northam.gov.uk", "Bins"),
    )
    assert found(home) == []


def test_a_page_known_by_two_addresses_has_the_parents_of_both() -> None:
    target = page("/x/bulky", to="/y/bulky")
    home = page("/", link("/x", "One"), link("/y", "Two"), link("/mayor", "Three"))
    assert found(home, target=target) == ["/x", "/y"]
    assert found(page("/", markup=None)) == []
    assert found(page("/", link("/x", "One")), target=replace(target, markup=None)) == ["/x"]
