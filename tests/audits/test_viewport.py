from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.viewport import viewport, zoom_limit
from crawler.records import Impact, Outcome, Viewport
from tests.facts import MARKUP, layout_with, rule, run, sound_facts

if TYPE_CHECKING:
    from crawler.records import AxeRule


def judged(
    *contents: str,
    axe: tuple[AxeRule, ...] = (),
    laid: int | None = None,
    scale: float | None = None,
) -> Verdict:
    """The verdict on these viewports, laid out `laid` px wide; None for facts of old, in which only
    the words are known."""
    facts = replace(
        sound_facts(),
        markup=replace(MARKUP, viewport=contents),
        axe=(run(Viewport.MOBILE, *axe),),
    )
    verdict = viewport(layout_with(facts, Viewport.MOBILE, layout_width=laid, scale=scale))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    "content",
    [
        "width=device-width, initial-scale=1",
        "width=device-width",
        "initial-scale=1.0",
        "WIDTH = Device-Width ; INITIAL-SCALE = 1",
        "width=device-width initial-scale=1",
        "width=device-width, maximum-scale=5",
        "width=device-width, maximum-scale=-1",
        "width=device-width, user-scalable=yes, maximum-scale=10",
        "width=device-width, user-scalable=1",
        "width=1024, width=device-width",
    ],
)
def test_a_right_viewport_passes(content: str) -> None:
    assert judged(content).outcome is Outcome.PASS


RIGHT = "width=device-width, initial-scale=1"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "It is empty (laid out 980 px wide)"),
        ("width=1024", "It asks for a width of “1024” (laid out 980 px wide)"),
        ("width=device", "“device” is no width that browsers know (laid out 980 px wide)"),
        (
            "width-device",
            "It does not set width=device-width (laid out 980 px wide)",
        ),
        (
            "inital-scale=1",
            "Browsers know no setting “inital-scale”; was initial-scale meant? (laid out 980 px "
            "wide)",
        ),
        (
            "width=device-width, initial-scale=0.5",
            "It asks for a scale of “0.5” (laid out 980 px wide)",
        ),
        (
            "width=device-width;initial-scale=1",
            "Browsers read it wrongly: put commas between the settings (laid out 980 px wide)",
        ),
    ],
)
def test_it_says_why_the_page_does_not_fit(content: str, message: str) -> None:
    verdict = judged(content, laid=980)
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, Impact.SERIOUS)
    assert [element.message for element in verdict.elements] == [message]


def test_what_the_phone_did_counts_and_not_the_words() -> None:
    assert judged("width-device, initial-scale=1", laid=412, scale=1).outcome is Outcome.PASS
    assert judged(laid=412, scale=1).outcome is Outcome.PASS
    assert judged(RIGHT, laid=980).outcome is Outcome.FAIL
    assert judged("width=100%", laid=100, scale=4.12).impact is Impact.SERIOUS


def test_a_small_fixed_width_is_advice() -> None:
    verdict = judged("width=320", laid=320, scale=1.29)
    assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, True)
    assert verdict.title == "The viewport is fixed at 320 pixels, whatever the width of the phone"


def test_a_page_that_starts_enlarged_fails() -> None:
    verdict = judged(f"{RIGHT}, minimum-scale=2", laid=412, scale=2)
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, Impact.MODERATE)
    assert verdict.title == "The page starts enlarged, so that only 50% of its width shows"


def test_blocked_zoom_comes_before_a_wrong_width() -> None:
    verdict = judged("width=1024, user-scalable=no", laid=1024)
    assert verdict.impact is Impact.CRITICAL
    assert verdict.elements[0].message == "The viewport does not ask for the width of the phone"


def test_a_missing_viewport_is_critical() -> None:
    verdict = judged()
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, None)
    assert "no viewport" in (verdict.title or "")


@pytest.mark.parametrize(
    "content", ["", "width=1024", "width=980px", "user-scalable=yes", "initial-scale=large", "x=y"]
)
def test_a_viewport_of_another_width_is_serious(content: str) -> None:
    verdict = judged(content)
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, Impact.SERIOUS)
    assert "width of the phone" in (verdict.title or "")


@pytest.mark.parametrize(
    "setting",
    [
        "user-scalable=no",
        "user-scalable=0",
        "user-scalable=0.5",
        "user-scalable=never",
        "maximum-scale=1",
        "maximum-scale=1.99",
        "maximum-scale=yes",
        "maximum-scale=no",
        "maximum-scale=5, maximum-scale=1",
    ],
)
def test_blocked_zoom_is_critical_and_breaks_wcag(setting: str) -> None:
    verdict = judged(f"width=device-width, initial-scale=1, {setting}")
    assert (verdict.outcome, verdict.impact) == (Outcome.FAIL, Impact.CRITICAL)
    assert (verdict.wcag, verdict.advice) == (("1.4.4",), False)
    assert setting in verdict.elements[0].html


@pytest.mark.parametrize("scale", ["2", "3", "4.9"])
def test_little_zoom_is_advice(scale: str) -> None:
    verdict = judged(f"width=device-width, maximum-scale={scale}")
    assert (verdict.outcome, verdict.advice) == (Outcome.FAIL, True)
    assert verdict.title == f"The page can be enlarged only {scale} times on a phone"


def test_the_last_of_several_counts() -> None:
    assert judged("width=1024", "width=device-width").outcome is Outcome.PASS
    assert judged("width=device-width", "width=1024").outcome is Outcome.FAIL


def test_axe_is_named_when_it_agrees() -> None:
    blocked = "width=device-width, user-scalable=no"
    assert judged(blocked).engines == ("usability:viewport",)
    agrees = judged(blocked, axe=(rule("meta-viewport", "meta"),))
    assert agrees.engines == ("usability:viewport", "axe:meta-viewport")


@pytest.mark.parametrize(
    ("content", "limit"),
    [
        ("", 10.0),
        ("user-scalable=no", 1.0),
        ("user-scalable=-1", 10.0),
        ("user-scalable=device-width", 10.0),
        ("maximum-scale=1.5", 1.5),
        ("maximum-scale=3abc", 3.0),
        ("maximum-scale=device-height", 10.0),
        ("maximum-scale=1000", 10.0),
        ("maximum-scale=", 10.0),
    ],
)
def test_how_far_a_page_may_be_enlarged(content: str, limit: float) -> None:
    assert zoom_limit(content) == limit
