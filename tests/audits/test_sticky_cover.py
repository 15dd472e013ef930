"""How much may stay on the screen, and at which sizes."""

from __future__ import annotations

import pytest

from crawler.audits.sticky_cover import sticky_cover
from crawler.facts.covering import ZOOMED
from crawler.records import Impact, Outcome, Viewport
from tests.audits.covered import HELD, judged, screen


@pytest.mark.parametrize(
    ("size", "covered", "impact", "advice"),
    [
        ("mobile", 51, Impact.SERIOUS, None),
        ("mobile", 31, Impact.MODERATE, None),
        ("small", 30, Impact.MINOR, True),
        ("landscape", 51, Impact.MODERATE, None),
        ("landscape", 50, Impact.MINOR, True),
        (ZOOMED, 76, Impact.SERIOUS, None),
        (ZOOMED, 34, Impact.MINOR, True),
    ],
)
def test_thresholds(size: str, covered: int, impact: Impact, advice: bool | None) -> None:
    verdict = judged(sticky_cover, screens=(screen(size, scrolled=covered),), held=(HELD,))
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, impact)
    assert verdict.advice is advice
    assert verdict.title is not None
    assert verdict.title.startswith(f"{covered}% of ")
    assert verdict.elements[0].selector == "#head"


@pytest.mark.parametrize(("size", "covered"), [("mobile", 20), ("landscape", 33), (ZOOMED, 33)])
def test_a_small_bar_passes(size: str, covered: int) -> None:
    verdict = judged(sticky_cover, screens=(screen(size, scrolled=covered),), held=(HELD,))
    assert verdict.outcome is Outcome.PASS


def test_what_scrolls_away_is_no_hindrance() -> None:
    verdict = judged(sticky_cover, screens=(screen(rest=60, scrolled=0),))
    assert verdict.outcome is Outcome.PASS
    assert judged(sticky_cover, screens=(screen(rest=60),)).outcome is Outcome.FAIL


def test_the_worst_size_is_named_with_its_width() -> None:
    screens = (screen(scrolled=31), screen(ZOOMED, scrolled=90), screen("narrow", scrolled=99))
    verdict = judged(sticky_cover, screens=screens, held=(HELD,))
    assert verdict.title is not None
    assert "320 by 256" in verdict.title
    assert verdict.elements[0].viewport is Viewport.NARROW


def test_a_part_of_the_screen_accuses_nobody() -> None:
    verdict = judged(sticky_cover, screens=(screen(rest=90),), held=(HELD,), complete=False)
    assert verdict.outcome is Outcome.REVIEW


def test_nothing_that_stays() -> None:
    assert judged(sticky_cover, screens=(screen(),)).outcome is Outcome.NOT_APPLICABLE
    assert judged(sticky_cover, complete=False).outcome is Outcome.REVIEW
