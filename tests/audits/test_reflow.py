from __future__ import annotations

from typing import Any

from crawler.audits.reflow import reflow
from crawler.audits.registry import Verdict, all_audits
from crawler.records import Outcome, Viewport, WideElement
from tests.facts import layout_with, sound_facts


def judged(**layout: Any) -> Verdict:
    verdict = reflow(layout_with(sound_facts(), Viewport.NARROW, **layout))
    assert isinstance(verdict, Verdict)
    return verdict


def wide(selector: str, right: float, *, exempt: bool = False) -> WideElement:
    return WideElement(selector=selector, html="<div>", left=0, right=right, exempt=exempt)


def test_a_page_that_fits_passes() -> None:
    assert judged(content_width=320).outcome is Outcome.PASS


def test_one_pixel_is_rounding() -> None:
    assert judged(content_width=321).outcome is Outcome.PASS
    assert judged(content_width=321.5).outcome is Outcome.FAIL


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
    assert "max-width" not in finding.fix, "what may be wide need not shrink"


def test_an_exempt_element_excuses_no_other() -> None:
    elements = (wide("#a", 600), wide("table", 900, exempt=True))
    verdict = judged(content_width=900, wide_elements=elements)
    assert verdict.outcome is Outcome.FAIL
    assert [element.selector for element in verdict.elements] == ["#a"]


def test_text_that_is_cut_off_fails_without_scrolling() -> None:
    verdict = judged(content_width=320, wide_elements=(wide("h1", 420),))
    assert (verdict.outcome, len(verdict.elements)) == (Outcome.FAIL, 1)
    assert "cut off" in (verdict.title or "")


def test_a_wide_page_without_a_culprit_still_fails() -> None:
    verdict = judged(content_width=500)
    assert (verdict.outcome, verdict.elements) == (Outcome.FAIL, ())
