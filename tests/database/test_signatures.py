"""What may change about an element without making it another, and what may not."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.database.signatures import LENGTH, Tag, markup_of, own, signature
from crawler.records import Element, Viewport

WORDS = st.text("abcdefghijklmnopqrstuvwxyzŵŷé ", min_size=1, max_size=40).filter(str.strip)
NAMES = st.from_regex(r"[a-z]{2,8}(-[a-z]{2,8})?", fullmatch=True)
GENERATED = st.from_regex(
    r"(ember|ctl|item-)[0-9]{1,5}|[a-f]{3}[0-9]{2}[0-9a-f]{6}", fullmatch=True
)


def element(html: str = "", selector: str = "#main > p:nth-of-type(2) > a") -> Element:
    return Element(selector=selector, html=html, message="", viewport=Viewport.MOBILE)


def own_of(html: str, selector: str = "#main > p > a") -> bytes:
    return own(signature(element(html, selector)))


def link(words: str, path: str, kind: str, name: str) -> str:
    return f'<a class="{kind}" id="{name}" href="/{path}">{escape(words)}</a>'


@given(WORDS, NAMES, *[st.tuples(NAMES, GENERATED, st.integers(1, 90), st.booleans())] * 2)
def test_an_element_outlives_a_redesign(
    words: str, path: str, before: tuple[str, str, int, bool], after: tuple[str, str, int, bool]
) -> None:
    """Another class name, generated id, place and wrapper, in any mixture."""
    then, now = (
        own_of(
            link(words, path, kind, name),
            f"{'#' + name + ' >' if wrapped else 'main > div >'} ul > li:nth-of-type({place}) > a",
        )
        for kind, name, place, wrapped in (before, after)
    )
    assert then == now


@given(st.lists(st.tuples(WORDS, NAMES), min_size=2, max_size=8))
def test_elements_with_other_words_or_targets_are_told_apart(links: list[tuple[str, str]]) -> None:
    said = {(" ".join(words.split()), path) for words, path in links}
    signed = {signature(element(link(words, path, "x", "y"))) for words, path in links}
    assert len(signed) == len(said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('<input name="line1">', '<input name="line2">'),
        ('<input type="text" id="first">', '<input type="text" id="last">'),
        ('<div class="hero">', '<div class="panel">'),
        ('<img src="/a/bin.jpg">', '<img src="/a/tax.jpg">'),
        ('<label for="first">Name</label>', '<label for="last">Name</label>'),
        ("<a href='/ward/1'>Ward 1</a>", "<a href='/ward/2'>Ward 2</a>"),
        ("<button>Search</button>", "<a>Search</a>"),
        ('<a href="/x"><img alt="Map"></a>', '<a href="/x"><img alt="Bins"></a>'),
        ('<p lang="cy">x</p>', '<p lang="en">x</p>'),
    ],
)
def test_elements_on_one_page_are_told_apart(one: str, other: str) -> None:
    assert signature(element(one)) != signature(element(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("#news-20261123 h2", "#news-20261130 h2"),
        ("ul > li:nth-child(3) > a", "ul > li:nth-child(14) > a"),
        ("#ember1042", "#ember7"),
        (".card-9f3ac01b22 a", ".card-0b77aee1c9 a"),
        ("#a3f2-44de-9c01 p", "#77e1-0a3b-12ff p"),
    ],
)
def test_elements_that_are_alike_share_all_of_it(one: str, other: str) -> None:
    assert signature(element(selector=one)) == signature(element(selector=other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<a href='/news'>News (12)</a>", "<a href='/news/'>News (13)</a>"),
        ("<a href='/x?session=1'>Pay</a>", "<a href='/x?session=2'>Pay</a>"),
        ("<img src='/a/logo.1f2e3d4c5b.png'>", "<img src='/b/logo.99aa88bb77.png?v=2'>"),
        ("<input type=submit value='Find 3'>", "<input type=submit class=x value='Find 4'>"),
        ("<input id=t value='f0 Tues'>", "<input id=t value='ab Wednesday'>"),
        ("<p>Today is Monday</p>", "<p>Today is Thursday</p>"),
        ("<p>Tues 3 March 2026</p>", "<p>Wed 22 April 2026</p>"),
        ("<p>Sat 1st May</p>", "<p>Sun 2nd June</p>"),
        ("<p>Updated: Dec 3</p>", "<p>Updated: Jan 4</p>"),
        ("<p>Dydd Llun 4 Mai</p>", "<p>Dydd Mawrth 2 Medi</p>"),
        ("<p>Read <b>this</b></p>", "<p class=x>Read <b class=y>this</b></p>"),
    ],
)
def test_what_differs_from_visit_to_visit_is_left_out(one: str, other: str) -> None:
    assert own_of(one) == own_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<input type=submit value=Find>", "<input type=submit value=Pay>"),
        ("<p>You may apply</p>", "<p>You 0 apply</p>"),
        ("<p>The sun sat</p>", "<p>The sat sun</p>"),
        ("<p>Gwelwch y llun</p>", "<p>Gwelwch y sul</p>"),
    ],
)
def test_other_words_are_another_element(one: str, other: str) -> None:
    assert own_of(one) != own_of(other)


def test_a_box_without_words_is_known_by_what_is_around_it() -> None:
    box = '<div class="x">'
    assert own_of(box, "#main > div:nth-of-type(2)") == own_of(box, "#main > section > div")
    assert own_of(box, "#main > div") != own_of(box, "#aside > div")
    assert own_of(box, "body > footer > div") != own_of(box, "body > header > div")


def test_the_page_as_a_whole_is_like_no_element() -> None:
    whole = signature(None)
    assert len(whole) == LENGTH
    assert own(whole) != own_of("", "")


def test_html_that_was_cut_short_has_no_words() -> None:
    assert Tag("<div><p>Some words of a long").words == ""
    assert Tag("<div><p>Some words</div>").words == "some words"


@given(st.text(max_size=300), st.text(max_size=100))
def test_nothing_that_a_page_holds_makes_it_fail(html: str, selector: str) -> None:
    there = element(html, selector)
    assert len(signature(there)) == LENGTH
    assert signature(there) == signature(there)
    markup_of(there)


def test_a_component_is_told_by_its_making_and_not_by_its_words() -> None:
    pages = [
        element(f'<a class="crumb c-{n}" href="/{n}">{words}</a>', f"#crumbs > li:nth-child({n})")
        for n, words in enumerate(("Home", "Council tax", "Bins"), 1)
    ]
    assert len({markup_of(page) for page in pages}) == 1
    assert markup_of(pages[0]) != markup_of(element('<a class="other" href="/1">Home</a>'))
    assert re.fullmatch(r"#crumbs > li", markup_of(pages[0])[0])
