"""Words for a terminal."""

from __future__ import annotations

import json

import pytest

from crawler.commands.terminal import (
    cell,
    clean,
    count,
    duration,
    elements_of,
    json_text,
    points,
)
from crawler.records import Element, Viewport


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two \n lines\t", "two lines"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b31m bell\x07 nul\x00", "31m bell nul"),
        ("right \u202eleft\u202c \u2066iso\u2069 \ufeffmark\u200b", "right left iso mark"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("Dŵr, tŷ & 日本 🙂", "Dŵr, tŷ & 日本 🙂"),
    ],
)
def test_text_is_one_line_without_controls(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('=HYPERLINK("http://x.example/","Bins")', '\'=HYPERLINK("http://x.example/","Bins")'),
        ("\t=1+1", "'=1+1"),
        ("\u200b+44 20", "'+44 20"),
        ("- a list", "'- a list"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("Bins = waste", "Bins = waste"),
        ("", ""),
        (-4, -4),
        (None, None),
    ],
)
def test_a_cell_is_no_formula(value: object, shown: object) -> None:
    assert cell(value) == shown


def test_json_cannot_drive_a_terminal_and_says_all() -> None:
    said = {"a\x9b2J": "x\x1b]0;y\x07 \u202etxet\u202c \x7f \U000e0041 \\ Dŵr 🙂", "n": [1, None]}
    for text in (json_text(said), json_text(said, pretty=True)):
        assert text.replace("\n", "").isprintable()
        assert "Dŵr 🙂" in text
        assert json.loads(text) == said


def test_long_text_is_cut_and_says_so() -> None:
    assert clean("abcdef", 4) == "abc…"
    assert clean("abcd", 4) == "abcd"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1 min 0 s"), (3725, "1 h 2 min")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_numbers() -> None:
    assert count(1, "page") == "1 page"
    assert count(1234, "page") == "1,234 pages"
    assert points(None) == "-"
    assert points(82.449) == "82.4"


def test_a_failure_of_the_page_as_a_whole_has_no_count() -> None:
    element = Element(selector="img", html="<img>", message="", viewport=Viewport.MOBILE)
    assert elements_of(1, ()) == ""
    assert elements_of(1, (element,)) == "1 element"
    assert elements_of(3, (element,)) == "3 elements"
    assert elements_of(70, ()) == "70 elements"
