from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from crawler.audits.reflow import reflow
from crawler.audits.registry import Verdict, all_audits
from crawler.facts.fit import CutText, ScreenFit
from crawler.facts.spot import Spot
from crawler.records import Outcome, Viewport, WideElement
from tests.facts import FIT, layout_with, sound_facts


def judged(**layout: Any) -> Verdict:
    verdict = reflow(layout_with(sound_facts(), Viewport.NARROW, **layout))
    assert isinstance(verdict, Verdict)
    return verdict


def wide(selector: str, right: float, *, exempt: bool = False) -> WideElement:
    return WideElement(selector=selector, html="<div>", left=0, right=right, exempt=exempt)


def test_a_page_that_fits_passes() -> None:
    assert judged(content_width=320).outcome is Outcome.PASS


def test_three_pixels_hide_nothing() -> None:
    assert judged(content_width=323).outcome is Outcome.PASS
    assert judged(content_width=323.5).outcome is Outcome.REVIEW


def test_a_wide_page_names_its_elements() -> None:
    verdict = judged(content_width=600, wide_elements=(wide("#a", 600), wide("#b", 400)))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.title == "At 320 pixels the page is 280 pixels too wide"
    assert [(e.selector, e.message, e.viewport) for e in verdict.elements] == [
        ("#a", "Reaches 280 px past the right edge", Viewport.NARROW),
        ("#b", "Reaches 80 px past the right edge", Viewport.NARROW),
    ]


def test_tables_and_maps_alone_are_for_a_person() -> None:
    facts = layout_with(
        sound_facts(),
        Viewport.NARROW,
        content_width=900,
        wide_elements=(wide("table", 900, exempt=True),),
    )
    (finding,) = next(each for each in all_audits() if each.id == "reflow").findings(facts)
    assert (finding.outcome, finding.undecided, finding.failing) == (Outcome.REVIEW, 1, 0)
    assert [(e.selector, e.message) for e in finding.elements] == [
        ("table", "Reaches 580 px past the right edge")
    ]
    assert "scroll inside its own box" in finding.fix
    assert "Let pictures and frames shrink" in finding.fix


def test_an_exempt_element_excuses_no_other() -> None:
    elements = (wide("#a", 600), wide("table", 900, exempt=True))
    verdict = judged(content_width=900, wide_elements=elements)
    assert verdict.outcome is Outcome.FAIL
    assert [element.selector for element in verdict.elements] == ["#a"]


def test_text_that_is_cut_off_fails_without_scrolling() -> None:
    verdict = judged(content_width=320, wide_elements=(wide("h1", 420),))
    assert (verdict.outcome, len(verdict.elements)) == (Outcome.FAIL, 1)
    assert "cut off" in (verdict.title or "")


def test_a_wide_page_without_a_culprit_is_for_a_person() -> None:
    verdict = judged(content_width=500)
    assert (verdict.outcome, verdict.undecided) == (Outcome.REVIEW, 1)
    assert verdict.title == "Check by hand: at 320 pixels the page moves 180 pixels sideways"


@pytest.mark.parametrize(
    ("why", "message"),
    [
        ("box", "This box reaches 40 px past the right edge"),
        ("content", "Reaches 40 px past the right edge"),
        ("cut", "Its text is cut off at the right edge, and the page cannot be scrolled there"),
        (
            "cell",
            "The lines of this cell are wider than the screen, so each must be moved to be read",
        ),
    ],
)
def test_it_says_what_happens_at_the_element(why: str, message: str) -> None:
    verdict = judged(content_width=360, wide_elements=(replace(wide("#a", 360), why=why),))
    assert [element.message for element in verdict.elements] == [message]


def test_lines_in_a_box_are_no_wide_page() -> None:
    verdict = judged(wide_elements=(replace(wide("#a", 700), why="lines"),))
    assert verdict.title == "At 320 pixels some text must be scrolled sideways, line by line"


@pytest.mark.parametrize(
    ("why", "title"),
    [
        ("ornament", "Check by hand: at 320 pixels something is cut off or beside the screen"),
        ("parked", "Check by hand: at 320 pixels something is cut off or beside the screen"),
        (
            "preformatted",
            "At 320 pixels only a table, map or picture makes the page scroll sideways",
        ),
    ],
)
def test_what_need_not_be_a_fault_is_for_a_person(why: str, title: str) -> None:
    spared = replace(wide("#a", 335, exempt=True), why=why)
    verdict = judged(content_width=335, wide_elements=(spared,))
    assert (verdict.outcome, verdict.title) == (Outcome.REVIEW, title)


def test_nobody_needs_to_scroll_to_emptiness() -> None:
    empty = replace(wide("#a", 335, exempt=True), why="empty")
    assert judged(content_width=335, wide_elements=(empty,)).outcome is Outcome.PASS
    late = judged(content_width=335, wide_elements=(empty,), complete=False)
    assert late.outcome is Outcome.REVIEW


def test_it_says_at_which_edge() -> None:
    far = WideElement(selector="#a", html="<p>", left=-280, right=304, why="content")
    assert judged(content_width=600, wide_elements=(far,)).elements[0].message == (
        "Reaches 280 px past the left edge"
    )
    film = replace(wide("#a", 360, exempt=True), why="film")
    assert judged(content_width=360, wide_elements=(film,)).elements[0].message == (
        "This film reaches 40 px past the right edge"
    )


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("left", "The left edge cuts off 44 px of “Apply”"),
        ("below", "Its box is too low: 44 px of “Apply” are cut off below"),
    ],
)
def test_it_says_how_a_box_cuts_text_off(side: str, message: str) -> None:
    spot = Spot(selector="#a", html="<p>")
    cut = CutText(spot=spot, text="Apply", lost=44, side=side, sure=True)
    verdict = reflow(sound_facts(fit=replace(FIT, cut=(cut,))))
    assert isinstance(verdict, Verdict)
    assert (verdict.outcome, verdict.elements[0].message) == (Outcome.FAIL, message)


def test_text_that_its_box_cuts_off_fails_where_a_desk_shows_it_whole() -> None:
    cut = CutText(spot=Spot(selector="#a", html="<p>"), text="Apply by the end of May", lost=44)
    facts = sound_facts(fit=replace(FIT, cut=(replace(cut, sure=True),)))
    verdict = reflow(facts)
    assert isinstance(verdict, Verdict)
    assert (verdict.outcome, verdict.title) == (
        Outcome.FAIL,
        "At 320 pixels some content is cut off",
    )
    assert verdict.elements[0].message == (
        "The box round it cuts off 44 px of “Apply by the end of May”"
    )
    doubt = reflow(sound_facts(fit=replace(FIT, cut=(cut,))))
    assert isinstance(doubt, Verdict)
    assert (doubt.outcome, len(doubt.elements)) == (Outcome.REVIEW, 1)


def test_its_elements_share_the_picture() -> None:
    narrow = ScreenFit(
        viewport=Viewport.NARROW, layout_width=320, content_width=600, pictures=("ab",)
    )
    facts = layout_with(
        sound_facts(fit=replace(FIT, screens=(narrow,))),
        Viewport.NARROW,
        content_width=600,
        wide_elements=(wide("#a", 600), wide("#b", 400)),
    )
    verdict = reflow(facts)
    assert isinstance(verdict, Verdict)
    assert [element.pictures for element in verdict.elements] == [("ab",), ("ab",)]


def test_lines_from_top_to_bottom_are_for_a_person() -> None:
    verdict = judged(content_width=900, vertical=True, wide_elements=(wide("#a", 900),))
    assert (verdict.outcome, verdict.undecided) == (Outcome.REVIEW, 1)
    assert judged(vertical=True).outcome is Outcome.PASS


def test_what_was_not_looked_at_in_full_does_not_pass() -> None:
    assert judged(complete=False).outcome is Outcome.REVIEW


def test_a_look_without_the_other_sizes_is_judged_all_the_same() -> None:
    verdict = reflow(sound_facts(fit=None))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is Outcome.PASS
