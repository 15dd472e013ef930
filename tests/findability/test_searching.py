from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from crawler.findability.searching import Results, query_of, search_url
from crawler.records import LanguageLink, SearchForm
from crawler.tasks import read_tasks
from tests.findability.pages import SITE, TASK, at, link, page

if TYPE_CHECKING:
    from crawler.records import Link, PageFacts

RESULTS = "/search?q=council+tax"
MENU = (
    link("/", "Home", region="header"),
    link("/council-tax", "Council tax", region="nav"),
    link("/jobs", "Jobs", region="footer"),
)
FORM = SearchForm(action=at("/search"), field="q")


def with_search(home: PageFacts, form: SearchForm = FORM) -> PageFacts:
    assert home.markup is not None
    return replace(home, markup=replace(home.markup, search=form))


HOME = with_search(page("/", *MENU, link("/council-tax", "Council tax", heading="Popular")))


def position(answer: PageFacts, home: PageFacts, *targets: str) -> int | None:
    return Results(home, [answer]).position(answer, *targets)


def place(*links: Link, home: PageFacts = HOME) -> int | None:
    return position(page(RESULTS, *links), home, at("/council-tax"))


def found(path: str, text: str, **fields: Any) -> Link:
    return link(path, text, **({"heading": text} | fields))


TAX = found("/council-tax", "Council tax")
BANDS = found("/council-tax/bands", "Council tax bands")


def test_results_are_counted_in_their_order() -> None:
    assert place(*MENU, TAX, BANDS) == 1
    assert place(*MENU, BANDS, TAX) == 2
    assert place(*MENU, BANDS) is None
    assert place(*MENU) is None


def test_what_the_menu_has_is_no_result() -> None:
    assert place(*MENU, BANDS) is None
    # Nor where no part of the page is marked as main.
    bare = [replace(each, region="") for each in MENU]
    home = page("/", *bare)
    others = [link("/a", "Bands", region="", heading="Results")]
    assert place(*bare, *others, home=home) is None
    tax = link("/council-tax", "Council tax", region="", heading="Results")
    assert place(*bare, *others, tax, home=home) == 2


def test_a_page_that_the_home_page_links_to_can_be_a_result() -> None:
    same = link("/council-tax", "Council tax", heading="")
    home = page("/", same)
    assert place(same, home=home) == 1


def test_a_result_may_look_like_a_link_on_the_home_page() -> None:
    popular = link("/council-tax", "Council tax", heading="Popular")
    assert place(popular, BANDS) == 1


def test_what_stands_on_every_page_of_results_is_no_result() -> None:
    around = (found("/help-with-search", "Search help"), link("/apps", "Our app"))
    pages = [
        page(f"/search?q={name}", *around, found(f"/{name}", name), found("/a-z", "A to Z"))
        for name in ("council-tax", "bins", "libraries")
    ]
    shown = Results(HOME, pages)
    for answer, name in zip(pages, ("council-tax", "bins", "libraries"), strict=True):
        assert shown.position(answer, at(f"/{name}")) == 1
        assert shown.position(answer, at("/a-z")) is None
    # Two pages may have a result in common.
    assert Results(HOME, pages[:2]).position(pages[0], at("/council-tax")) == 3


@pytest.mark.parametrize(
    ("action", "field", "asked", "result", "paging"),
    [
        ("/cms.aspx?articleid=9", "q", "/cms.aspx?articleid=9&q=tax", "/cms.aspx?articleid=57",
         "/cms.aspx?articleid=9&q=tax&page=2"),
        ("/", "s", "/?s=tax", "/?page_id=57", "/?s=tax&paged=2"),
    ],
)  # fmt: skip
def test_results_of_a_site_with_one_path_count(
    action: str, field: str, asked: str, result: str, paging: str
) -> None:
    home = with_search(page("/"), SearchForm(action=at(action), field=field))
    answer = page(asked, found(paging, "2"), found(result, "Council tax"))
    assert position(answer, home, at(result)) == 1
    assert position(answer, home, at(paging)) is None


def test_several_links_to_one_page_are_one_result() -> None:
    twice = (BANDS, found("/council-tax/bands/", "Picture"), found("/news/bands", "News"))
    assert place(*twice, TAX) == 3


def test_pages_filters_anchors_and_the_way_home_are_no_results() -> None:
    around = (
        found("/", "Home"),
        found("/search", "Search"),
        found("/search?q=council+tax&page=2", "2"),
        found("/search?q=council+tax&type=news", "News"),
        found("/search?q=council+tax#results", "Skip to results"),
        found("/cy/chwilio?q=council+tax", "Cymraeg"),
        link("mailto:tax@northam.gov.uk", "E-mail us"),
        found("/hidden", "Hidden", visible=False),
        found("/side", "Side", region="aside"),
    )
    results = page(RESULTS, *around, TAX)
    assert results.markup is not None
    welsh = LanguageLink(language="cy", url=at("/cy/chwilio?q=council+tax"), text="Cymraeg")
    results = replace(results, markup=replace(results.markup, languages=(welsh,)))
    assert position(results, HOME, at("/council-tax")) == 1


def test_only_the_first_ten_are_read() -> None:
    others = [found(f"/page/{number}", f"Page {number}") for number in range(9)]
    assert place(*others, TAX) == 10
    assert place(*others, BANDS, TAX) is None


def test_files_and_other_sites_take_places() -> None:
    before = (found("/files/tax.pdf", "Bill"), found("https://www.gov.uk/council-tax", "GOV.UK"))
    assert place(*before, TAX) == 3


def test_a_page_may_be_known_by_another_address() -> None:
    results = page(RESULTS, BANDS, found("/tax", "Council tax"))
    assert position(results, HOME, at("/council-tax")) is None
    assert position(results, HOME, at("/council-tax"), at("/tax")) == 2
    assert position(results, HOME, "tel:123", "mailto:a@b.example") is None


def test_a_link_that_counts_clicks_is_the_page_behind_it() -> None:
    counted = found(f"/s/redirect?rank=1&url={SITE}/council-tax&auth=x", "Council tax")
    assert place(BANDS, counted) == 2
    shared = found(f"https://share.example/?u={SITE}/council-tax", "Share")
    assert place(BANDS, shared) is None


def test_a_page_without_markup_has_no_results() -> None:
    nothing = page(RESULTS, markup=None)
    assert position(nothing, HOME, at("/council-tax")) is None
    results = page(RESULTS, TAX)
    assert position(results, nothing, at("/council-tax")) == 1


def test_the_query_is_what_a_resident_would_type() -> None:
    assert query_of(TASK, "England") == "council tax"
    assert query_of(TASK, "Wales") == "council tax"
    welsh = replace(TASK, english_terms=())
    assert query_of(welsh, "Wales") == "treth y cyngor"
    assert query_of(welsh, "England") == "pay or query council tax"
    for task in read_tasks():
        assert 1 <= len(query_of(task, "England").split()) <= 5, task.slug


@pytest.mark.parametrize(
    ("action", "others", "url"),
    [
        ("/search", (), "/search?q=council+tax"),
        ("/search?lang=en#top", (), "/search?q=council+tax"),
        ("/search", (("site", "a & b"), ("x", "")), "/search?site=a+%26+b&x=&q=council+tax"),
    ],
)
def test_the_form_is_sent_as_a_browser_sends_it(
    action: str, others: tuple[tuple[str, str], ...], url: str
) -> None:
    form = SearchForm(action=at(action), field="q", others=others)
    assert search_url(form, "council tax") == at(url)


def test_letters_beyond_ascii_are_escaped() -> None:
    assert search_url(SearchForm(action=at("/"), field="q"), "tŷ").endswith("/?q=t%C5%B7")
