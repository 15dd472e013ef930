from __future__ import annotations

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
    assert judged(facts_with(Viewport.SMALL, picture)).outcome is Outcome.PASS


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
