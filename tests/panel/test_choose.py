from __future__ import annotations

import random

import pytest

from crawler.panel.address import page_key, same_site
from crawler.panel.choose import choose_pages
from crawler.records import Link, PageRole, PanelPage
from crawler.register import TIERS_BY_TYPE
from crawler.tasks import read_tasks

HOME = "https://www.northam.example/"
TASKS = read_tasks()


def link(path: str, text: str, *, visible: bool = True) -> Link:
    url = path if ":" in path else HOME + path
    return Link(url=url, text=text, visible=visible)


def chosen(
    *links: Link,
    sitemap: tuple[str, ...] = (),
    type: str = "unitary",  # noqa: A002 -- the register's word
    nation: str = "England",
    size: int = 10,
) -> tuple[PanelPage, ...]:
    return choose_pages(HOME, links, sitemap, TASKS, type, nation, size)


def by_task(pages: tuple[PanelPage, ...]) -> dict[str, str]:
    return {page.task: page.url.removeprefix(HOME) for page in pages if page.task}


def by_role(pages: tuple[PanelPage, ...], role: PageRole) -> list[str]:
    return [page.url.removeprefix(HOME) for page in pages if page.role is role]


def test_home_contact_and_statement_come_first_then_tasks() -> None:
    pages = chosen(
        link("jobs", "Jobs"),
        link("a11y", "Accessibility statement"),
        link("bins", "Bins and recycling"),
        link("contact", "Contact us"),
        link("council-tax", "Council tax"),
    )
    assert [(page.role, page.task) for page in pages] == [
        (PageRole.HOME, None),
        (PageRole.CONTACT, None),
        (PageRole.ACCESSIBILITY_STATEMENT, None),
        (PageRole.TASK, "council-tax"),
        (PageRole.TASK, "bin-day"),
        (PageRole.TASK, "jobs"),
    ]


def test_each_page_says_why_it_was_chosen() -> None:
    pages = chosen(
        link("contact", "Contact\n  us"),
        link("council-tax", "More"),
        link("leisure", "Leisure"),
        sitemap=(HOME + "libraries", HOME + "zoo"),
    )
    assert [page.reason for page in pages] == [
        "The home page of the website.",
        "A link on the home page says “Contact us”.",
        "The home page links to it, and its address names the task “Pay or query council tax”.",
        "It is in the sitemap, and its address names the task “Libraries”.",
        "The home page links to it as “Leisure”; it fills a place that no task took.",
        "It is in the sitemap; it fills a place that no task took.",
    ]


def test_text_goes_before_address_and_address_before_sitemap() -> None:
    pages = chosen(
        link("council-tax", "Read more"),
        link("pay", "Pay council tax online"),
        sitemap=(HOME + "council-tax-bands",),
    )
    assert by_task(pages) == {"council-tax": "pay"}
    assert by_task(chosen(link("x", "Hello"), sitemap=(HOME + "services/bulky-waste",))) == {
        "bulky-waste": "services/bulky-waste"
    }


def test_the_shortest_address_in_a_sitemap_stands_for_a_task() -> None:
    listed = (HOME + "council-tax/bands/2024", HOME + "council-tax", HOME + "a/council-tax/pay")
    assert by_task(chosen(sitemap=listed, size=2)) == {"council-tax": "council-tax"}


def test_the_best_match_over_all_tasks_is_taken_first() -> None:
    pages = chosen(link("hb", "Housing benefit"), link("homes", "Housing advice and options"))
    assert by_task(pages) == {"housing": "homes", "benefits": "hb"}


def test_a_term_is_whole_words() -> None:
    pages = chosen(link("fly", "Fly-tipping"), link("cheats", "Tips and tricks"), type="unitary")
    assert by_task(pages) == {"fly-tipping": "fly"}


def test_a_teaser_is_not_a_task() -> None:
    teaser = "Join us on Saturday for a walk round the parks, and ask about council tax and bins"
    assert by_task(chosen(link("walk", teaser))) == {}


def test_news_stands_for_nothing() -> None:
    pages = chosen(
        link("news/council-tax", "Council tax"),
        link("2026/03/council-tax-frozen", "Council tax"),
        sitemap=(HOME + "news/libraries",),
    )
    assert [page.role for page in pages] == [PageRole.HOME]


def test_a_link_that_is_seen_goes_before_a_hidden_one() -> None:
    pages = chosen(link("a", "Jobs", visible=False), link("b", "Jobs"), size=2)
    assert by_task(pages) == {"jobs": "b"}


@pytest.mark.parametrize(
    ("type_", "tasks"),
    [
        ("district", {"bin-day"}),
        ("county", {"libraries"}),
        ("unitary", {"bin-day", "libraries"}),
        ("welsh", {"bin-day", "libraries"}),
        ("parish", {"bin-day", "libraries"}),
    ],
)
def test_tasks_are_those_of_the_councils_tier(type_: str, tasks: set[str]) -> None:
    assert set(by_task(chosen(link("b", "Bins"), link("l", "Libraries"), type=type_))) == tasks


def test_every_type_of_council_has_tasks() -> None:
    tiers = {tier for task in TASKS for tier in task.tiers}
    assert all(set(types) & tiers for types in TIERS_BY_TYPE.values())


def test_welsh_terms_count_in_wales_only() -> None:
    links = (link("cy/llyfrgelloedd", "Llyfrgelloedd"), link("cy/cysylltu", "Cysylltu â ni"))
    wales = chosen(*links, type="welsh", nation="Wales")
    assert by_task(wales) == {"libraries": "cy/llyfrgelloedd"}
    assert by_role(wales, PageRole.CONTACT) == ["cy/cysylltu"]
    assert by_task(chosen(*links)) == {}


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/council-tax",
        "https://my.northam.example/council-tax",
        "mailto:council-tax@northam.example",
        "tel:0300",
        "javascript:pay()",
        HOME + "council-tax.pdf",
        HOME + "council-tax.DOCX",
        HOME + "council-tax.ics?x=1",
        HOME + "downloads/file/812/council-tax",
        HOME + "download/council-tax",
        HOME + "Council-Tax.ashx?id=4",
        HOME + "getmedia/5d1/council-tax",
        HOME + "login/council-tax",
        HOME + "search?q=council+tax",
        HOME + "#council-tax",
        HOME,
        "https://northam.example/index.html",
        "about:blank",
        "https://[northam/",
    ],
)
def test_what_is_no_page_of_the_site_is_never_chosen(url: str) -> None:
    assert len(chosen(link(url, "Council tax"), sitemap=(url,))) == 1


def test_a_page_is_chosen_once_whatever_its_spelling() -> None:
    pages = chosen(
        link("council-tax", "Council tax"),
        link("council-tax/#pay", "Pay council tax"),
        link("http://northam.example/council-tax/index.html", "Council tax"),
        sitemap=(HOME + "council-tax/?utm_source=map",),
    )
    assert [page.url for page in pages] == [HOME, HOME + "council-tax"]


def test_places_left_over_are_filled_shallow_pages_first_and_fine_print_last() -> None:
    pages = chosen(
        link("privacy", "Privacy"),
        link("about/team/people", "People"),
        link("visit", "Visit"),
        link("museum", "Museum"),
        link("whats-on?month=5", "What's on"),
        sitemap=(HOME + "a", HOME + "b/c"),
    )
    assert by_role(pages, PageRole.OTHER) == [
        "visit",
        "museum",
        "about/team/people",
        "whats-on?month=5",
        "privacy",
        "a",
        "b/c",
    ]


def test_a_site_that_sends_visitors_on_has_one_home() -> None:
    pages = choose_pages(HOME + "en", [link("", "Home")], (), TASKS, "unitary", "England", 10)
    assert [page.url for page in pages] == [HOME + "en"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_the_panel_is_no_larger_than_asked(size: int) -> None:
    links = [link(f"page-{n}", f"Page {n}") for n in range(50)]
    pages = chosen(link("contact", "Contact"), *links, size=size)
    assert len(pages) == min(size, 52)
    assert pages[0].role is PageRole.HOME


def test_a_large_site_gives_a_panel_without_repeats_again_and_again() -> None:
    draw = random.Random(3)  # noqa: S311 -- a repeatable sample
    terms = [term for task in TASKS for term in task.english_terms]
    links = [
        link(f"{draw.choice(terms).replace(' ', '-')}/{draw.randrange(9)}", draw.choice(terms))
        for _ in range(400)
    ]
    listed = [f"{HOME}{draw.choice(terms).replace(' ', '/')}/{n}" for n in range(3000)]
    pages = choose_pages(HOME, links, listed, TASKS, "unitary", "England", 40)
    assert len(pages) == 40
    assert len({page_key(page.url) for page in pages}) == 40
    assert all(same_site(page.url, HOME) for page in pages)
    draw.shuffle(listed)
    assert choose_pages(HOME, links, listed, TASKS, "unitary", "England", 40) == pages
