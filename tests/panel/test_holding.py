"""Pages that are found by what they hold, on sites of a few links."""

from __future__ import annotations

import pytest

from crawler.panel.holding import is_index
from crawler.records import OpenedLink, PageRole
from tests.panel.council_pages import HOME, chosen, home, link, page, search

STREETS = link("streets", "Streets and roads")
LAMPS = "Tell us about street lights that are out. Say which street light it is."
REGISTER = "https://register.example.com/northam/simple"


def test_a_form_whose_text_speaks_of_the_task_is_its_page_by_any_name() -> None:
    site = [
        page("streets", "Streets and roads", link("streets/dark", "When it is dark")),
        page("streets/dark", "When it is dark", prose=LAMPS, fields=2),
    ]
    best = next(one for one in search(home(STREETS), site).pages if one.task == "street-light")
    assert best.url == HOME + "streets/dark"
    assert "its text speaks of the task" in best.reason


@pytest.mark.parametrize(
    ("where", "prose", "lists"),
    [
        ("parks", LAMPS, 0),
        ("streets", LAMPS + " Potholes, potholes and potholes.", 0),
        ("streets", LAMPS, 2),
        ("streets", "We look after what is dark.", 0),
    ],
    ids=["of another theme", "more of another task", "a page of links", "of nothing"],
)
def test_a_text_that_only_mentions_the_task_is_not_enough(
    where: str, prose: str, lists: int
) -> None:
    inside = [link(f"{where}/{number}", f"Number {number}") for number in range(lists)]
    site = [
        page(where, where.capitalize(), link(f"{where}/dark", "When it is dark")),
        page(f"{where}/dark", "When it is dark", *inside, prose=prose, fields=0 if lists else 2),
    ]
    found = search(home(link(where, where.capitalize())), site)
    assert chosen(found).get("street-light") != f"{where}/dark"


def test_a_form_with_related_links_is_no_page_of_links() -> None:
    related = [link(f"streets/{number}", f"Number {number}") for number in range(3)]
    site = [
        page("streets", "Streets and roads", link("streets/dark", "When it is dark")),
        page("streets/dark", "When it is dark", *related, prose=LAMPS, fields=2),
    ]
    assert chosen(search(home(STREETS), site))["street-light"] == "streets/dark"


def test_lines_of_the_home_page_say_nothing_of_another() -> None:
    site = [
        page("streets", "Streets and roads", link("streets/dark", "When it is dark")),
        page("streets/dark", "When it is dark", prose=LAMPS, fields=2),
    ]
    assert "street-light" not in chosen(search(home(STREETS, prose=LAMPS), site))


def test_a_heading_whose_text_is_about_another_task_is_not_believed() -> None:
    options = link("housing/options", "Housing options")
    prose = "Nowhere to stay tonight? See an officer if you are homeless or facing eviction."
    found = search(home(options), [page("housing/options", "Housing options", prose=prose)])
    assert "housing" not in chosen(found)


@pytest.mark.parametrize("text", ["Online register", "Look it up"])
def test_a_suppliers_page_confirms_a_vague_link_from_a_page_of_the_task(text: str) -> None:
    site = [
        page("control", "Development control", link(REGISTER, text)),
        page(REGISTER, "Public register", prose="Search for planning applications."),
    ]
    found = search(home(link("control", "Development control")), site)
    assert chosen(found)["planning"] == REGISTER


@pytest.mark.parametrize(
    ("from_page", "heading"),
    [("parks", "Public register"), ("planning", "Our products")],
    ids=["from a page of another theme", "to a page of something else"],
)
def test_a_vague_link_alone_makes_no_suppliers_page(from_page: str, heading: str) -> None:
    prose = "Search for planning applications." if from_page == "parks" else "Software for you."
    site = [
        page(from_page, from_page.capitalize(), link(REGISTER, "Online register")),
        page(REGISTER, heading, prose=prose),
    ]
    found = search(home(link(from_page, from_page.capitalize())), site)
    assert REGISTER not in chosen(found).values()


def test_the_control_that_opens_a_menu_names_what_a_suppliers_link_is_about() -> None:
    opened = OpenedLink(url=REGISTER, text="Look it up", controls=("Menu", "Planning"))
    start = home()
    start = type(start)(
        **{name: getattr(start, name) for name in start.__struct_fields__} | {"opened": (opened,)}
    )
    site = [page(REGISTER, "Public register", prose="Search for planning applications.")]
    assert chosen(search(start, site))["planning"] == REGISTER


def test_an_address_of_news_does_not_outweigh_a_link_and_a_heading() -> None:
    heading = "Compliments, comments and complaints"
    where = "council/have-your-say"
    found = search(home(link(where, heading)), [page(where, heading)])
    assert chosen(found)["complaints"] == where
    below = f"{where}/complaints"
    found = search(home(link(below, heading)), [page(below, heading)])
    assert "complaints" not in chosen(found)
    found = search(home(link(where, heading)), [page(where, "Have your say")])
    assert "complaints" not in chosen(found)


@pytest.mark.parametrize("heading", ["Rubbish and recycling A\u2013Z", "Bins A to Z", "Site map"])
def test_a_list_of_everything_stands_for_no_task(heading: str) -> None:
    assert is_index(heading)
    found = search(home(link("x", "Rubbish and recycling")), [page("x", heading)])
    assert {one.role for one in found.pages} == {PageRole.HOME}


@pytest.mark.parametrize(
    "heading", ["How we look after roads and street lights", "Getting to school"]
)
def test_a_page_about_the_councils_work_or_a_mere_topic_is_no_tasks_page(heading: str) -> None:
    prose = "Our policy for street lights." if "street" in heading else "Who gets a seat."
    found = search(home(link("x", heading)), [page("x", heading, prose=prose)])
    assert {one.role for one in found.pages} == {PageRole.HOME}


@pytest.mark.parametrize("heading", ["Where to find us", "Get in touch", "Contact details"])
def test_ways_to_say_contact(heading: str) -> None:
    assert chosen(search(home(link("x", heading)), [page("x", heading)]))["contact"] == "x"


def test_a_website_is_read_on_while_a_task_that_matters_has_no_page() -> None:
    rooms = [link(f"room/{number}", f"Room {number}") for number in range(9)]
    site = [
        *(page(f"room/{n}", f"Room {n}", link(f"room/{n}/in", f"Inside {n}")) for n in range(9)),
        page("room/8/in", "Pay your council tax"),
    ]
    assert chosen(search(home(*rooms), site, looks=30))["council-tax"] == "room/8/in"
