from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.wider_than_screen import wider_than_screen
from crawler.facts.fit import Protruding
from crawler.facts.spot import Spot
from crawler.records import Outcome, PageFacts, Viewport, WideElement
from tests.facts import FIT, layout_with, sound_facts

WIDE = Protruding(spot=Spot(selector="#a", html="<div>"), left=0, right=500, why="box")


def facts_with(viewport: Viewport, *wide: Protruding, width: int | None = None) -> PageFacts:
    screens = tuple(
        replace(
            screen,
            wide=wide,
            found=len(wide),
            layout_width=width or screen.layout_width,
            pictures=("ab",),
        )
        if screen.viewport == viewport
        else screen
        for screen in FIT.screens
    )
    return sound_facts(fit=replace(FIT, screens=screens))


def judged(facts: PageFacts) -> Verdict:
    verdict = wider_than_screen(facts)
    assert isinstance(verdict, Verdict)
    return verdict


def test_what_only_a_phone_shows_fails() -> None:
    verdict = judged(facts_with(Viewport.SMALL, WIDE))
    assert (verdict.outcome, verdict.title) == (
        Outcome.FAIL,
        "On a phone 360 pixels wide the page is wider than the screen",
    )
    (element,) = verdict.elements
    assert element.message == "This box reaches 140 px past the right edge"
    assert (element.viewport, element.pictures) == (Viewport.SMALL, ("ab",))
    assert "on its side" in (judged(facts_with(Viewport.LANDSCAPE, WIDE)).title or "")


def test_what_may_be_wide_passes() -> None:
    picture = replace(WIDE, exempt=True, why="picture")
    verdict = judged(facts_with(Viewport.SMALL, picture))
    assert verdict.outcome is Outcome.PASS
    assert (verdict.title or "").endswith("but what may")


def moving(*wide: Protruding, **fields: Any) -> Verdict:
    facts = facts_with(Viewport.SMALL, *wide)
    assert facts.fit is not None
    screens = [
        replace(each, content_width=500, **fields) if each.viewport == Viewport.SMALL else each
        for each in facts.fit.screens
    ]
    return judged(replace(facts, fit=replace(facts.fit, screens=tuple(screens))))


def test_a_page_that_moves_never_passes_as_one_that_does_not() -> None:
    verdict = moving()
    assert (verdict.outcome, verdict.undecided) == (Outcome.REVIEW, 1)
    assert verdict.title is not None
    assert len(verdict.title) <= 90
    assert moving(locked=True).outcome is Outcome.PASS


def test_emptiness_beside_the_screen_is_advice() -> None:
    verdict = moving(replace(WIDE, exempt=True, why="empty"))
    assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, True)
    assert verdict.elements[0].message.endswith("with nothing to read there")


def test_a_fault_costs_once() -> None:
    facts = layout_with(
        facts_with(Viewport.SMALL, WIDE),
        Viewport.NARROW,
        wide_elements=(WideElement(selector="main", html="<main>", left=0, right=500),),
    )
    assert judged(facts).outcome is Outcome.NOT_APPLICABLE
    shrunk = facts_with(Viewport.MOBILE, WIDE, width=980)
    assert judged(shrunk).outcome is Outcome.NOT_APPLICABLE


def test_a_size_that_was_not_seen_is_no_pass() -> None:
    short = sound_facts(fit=replace(FIT, screens=FIT.screens[:1]))
    assert judged(short).outcome is Outcome.REVIEW
