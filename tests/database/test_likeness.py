"""Which element is which, of those that have nothing of their own to be known by."""

from __future__ import annotations

import pytest

from crawler.database.likeness import found_again
from crawler.records import Element, Viewport

ONE_TABLE = {"body > div:nth-of-type(2) > table": ("<table>", "5 rows of 2 cells")}


def elements(made: dict[str, tuple[str, str]]) -> dict[str, Element]:
    return {
        selector: Element(selector=selector, html=html, message=message, viewport=Viewport.MOBILE)
        for selector, (html, message) in made.items()
    }


def paired(gone: dict[str, tuple[str, str]], there: dict[str, tuple[str, str]]) -> dict[str, str]:
    return found_again(elements(gone), elements(there))


@pytest.mark.parametrize(
    ("selector", "html"),
    [
        ("body > main > table", "<table>"),
        ("#content > section:nth-of-type(3) > div > table", "<table>"),
        ("body > footer > table:nth-of-type(2)", '<table class="wide" style="width: 9em">'),
        ("#table-173", '<table id="table-173">'),
    ],
)
def test_it_outlives_wrappers_landmarks_places_and_class_names(selector: str, html: str) -> None:
    there = {selector: (html, "5 rows of 2 cells")}
    assert paired(ONE_TABLE, there) == {selector: next(iter(ONE_TABLE))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<table>", "<div>"),
        ('<input type="text">', '<input type="email">'),
        ('<div role="img">', '<div role="button">'),
        ('<input id="first">', '<input id="last">'),
        ("<div>", '<a href="/bins">Bins</a>'),
        ("<table><tr><td>Band A<td>£900<tr>", "<table><tr><td>Monday<td>Bins<tr>"),
    ],
)
def test_what_differs_in_kind_words_or_lasting_id_stays_apart(one: str, other: str) -> None:
    assert paired({"div > x": (one, "m")}, {"main > x": (other, "m")}) == {}


def test_words_that_are_cut_in_another_place_are_the_same() -> None:
    one, other = "<table><tr><td>Band A<td>£900<tr><td>Ba", "<table><tr><td>Band A<td>£9"
    assert paired({"div > x": (one, "")}, {"main > x": (other, "")})


def test_between_several_what_is_said_of_them_decides_then_the_landmarks_then_the_order() -> None:
    gone = {
        "div > table:nth-of-type(1)": ("<table>", "5 rows"),
        "div > table:nth-of-type(2)": ("<table>", "9 rows"),
        "nav > div > b": ("<b>", "empty"),
        "footer > div > b": ("<b>", "empty"),
        "p > i:nth-of-type(1)": ("<i>", "empty"),
        "p > i:nth-of-type(2)": ("<i>", "empty"),
    }
    there = {
        "main > table:nth-of-type(1)": ("<table>", "9 rows"),
        "main > table:nth-of-type(2)": ("<table>", "5 rows"),
        "footer > p > b": ("<b>", "empty"),
        "nav > p > b": ("<b>", "empty"),
        "main > i:nth-of-type(1)": ("<i>", "empty"),
        "main > i:nth-of-type(2)": ("<i>", "empty"),
    }
    assert paired(gone, there) == {
        "main > table:nth-of-type(1)": "div > table:nth-of-type(2)",
        "main > table:nth-of-type(2)": "div > table:nth-of-type(1)",
        "footer > p > b": "footer > div > b",
        "nav > p > b": "nav > div > b",
        "main > i:nth-of-type(1)": "p > i:nth-of-type(1)",
        "main > i:nth-of-type(2)": "p > i:nth-of-type(2)",
    }


def test_other_markup_is_the_same_only_where_as_many_are_there_as_are_gone() -> None:
    hero, strip = ('<div class="hero">', "m"), ('<div class="strip">', "m")
    panel = ('<div class="panel">', "m")
    assert paired({"a > div": hero}, {"b > div": panel}) == {"b > div": "a > div"}
    assert paired({"a > div": hero, "c > div": strip}, {"b > div": panel}) == {}
    gone, there = {"a > div": hero, "c > div": strip}, {"d > div": strip, "b > div": panel}
    assert paired(gone, there) == {"d > div": "c > div", "b > div": "a > div"}


def test_each_is_taken_once() -> None:
    gone = {f"div > i:nth-of-type({n})": ("<i>", "m") for n in (1, 2)}
    there = {f"main > i:nth-of-type({n})": ("<i>", "m") for n in (1, 2, 3)}
    assert sorted(paired(gone, there).values()) == sorted(gone)
