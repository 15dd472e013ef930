from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.viewport import viewport, zoom_limit
from crawler.records import Impact, Outcome, Viewport
from tests.facts import MARKUP, rule, run, sound_facts

if TYPE_CHECKING:
    from crawler.records import AxeRule


def judged(*contents: str, axe: tuple[AxeRule, ...] = ()) -> Verdict:
    facts = replace(
        sound_facts(),
        markup=replace(MARKUP, viewport=contents),
        axe=(run(Viewport.MOBILE, *axe),),
    )
    verdict = viewport(facts)
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
