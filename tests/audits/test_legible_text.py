from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.legible_text import legible_text
from crawler.audits.registry import Verdict, judge
from crawler.records import Impact, Layout, Outcome, Viewport
from tests.facts import MARKUP, layout_with, node, sound_facts


def judged(legible: int, characters: int = 1000) -> Verdict:
    facts = layout_with(
        sound_facts(),
        Viewport.MOBILE,
        text_characters=characters,
        legible_characters=legible,
        small_text=(node("small", summary="9.0 px as shown, 400 characters"),),
    )
    verdict = legible_text(facts)
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize("legible", [600, 601, 1000])
def test_enough_legible_text_passes(legible: int) -> None:
    assert judged(legible).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("legible", "impact", "percent"),
    [
        (599, Impact.MODERATE, "59%"),
        (300, Impact.MODERATE, "30%"),
        (299, Impact.SERIOUS, "29%"),
        (0, Impact.SERIOUS, "0%"),
    ],
)
def test_the_less_is_legible_the_worse(legible: int, impact: Impact, percent: str) -> None:
    verdict = judged(legible)
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, impact)
    assert verdict.title == f"Only {percent} of the text is 12 pixels or larger on a phone"
    assert verdict.elements[0].message == "9.0 px as shown, 400 characters"


def test_a_page_without_text_is_not_applicable() -> None:
    assert judged(0, 0).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("laid", [None, 980])
@pytest.mark.parametrize("viewport", [(), ("width=980",), ("width=device-width", "width=1024")])
def test_a_page_without_a_usable_viewport_pays_only_for_that(
    viewport: tuple[str, ...], laid: int | None
) -> None:
    facts = layout_with(
        sound_facts(markup=replace(MARKUP, viewport=viewport)),
        Viewport.MOBILE,
        text_characters=1000,
        legible_characters=0,
        layout_width=laid,
    )
    failed = [each for each in judge(facts) if each.outcome is Outcome.FAIL]
    assert {each.audit for each in failed} == {"viewport", "legible-text"}
    assert {each.audit for each in failed if not each.advice} == {"viewport"}
    title = next(each.title for each in failed if each.advice)
    assert title.endswith("larger, as the page has no usable viewport")


def test_a_page_that_is_shrunk_to_fit_pays_only_for_what_is_too_wide() -> None:
    facts = layout_with(sound_facts(), Viewport.MOBILE, legible_characters=0, scale=0.37)
    verdict = legible_text(facts)
    assert isinstance(verdict, Verdict)
    assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, True)
    assert verdict.title is not None
    assert verdict.title.endswith("as the page is wider than the phone")
    assert len(verdict.title) <= 90


def test_text_that_is_small_on_a_smaller_phone_fails() -> None:
    facts = sound_facts()
    small = Layout(
        viewport=Viewport.SMALL,
        viewport_width=360,
        content_width=360,
        text_characters=1000,
        legible_characters=500,
        small_text=(node("p", summary="11.2 px as shown, 500 characters"),),
    )
    verdict = legible_text(replace(facts, layout=(*facts.layout, small)))
    assert isinstance(verdict, Verdict)
    assert verdict.title is not None
    assert verdict.title.endswith("on a phone 360 pixels wide")
    assert verdict.elements[0].viewport is Viewport.SMALL
