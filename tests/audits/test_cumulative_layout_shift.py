from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.cumulative_layout_shift import cumulative_layout_shift
from crawler.audits.registry import Verdict
from crawler.facts.loading import ShiftSource
from crawler.facts.spot import Spot
from crawler.records import Impact, Outcome
from tests.facts import LOADING, METRICS, sound_facts
from tests.verdicts import verdict_of


def judged(value: float) -> Verdict:
    verdict = cumulative_layout_shift(replace(sound_facts(), metrics=replace(METRICS, cls=value)))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    ("value", "outcome", "impact"),
    [
        (0, Outcome.PASS, Impact.MODERATE),
        (0.1, Outcome.PASS, Impact.MODERATE),
        (0.11, Outcome.FAIL, Impact.MODERATE),
        (0.25, Outcome.FAIL, Impact.MODERATE),
        (0.26, Outcome.FAIL, Impact.SERIOUS),
    ],
)
def test_lighthouses_thresholds(value: float, outcome: Outcome, impact: Impact) -> None:
    assert (judged(value).outcome, judged(value).impact) == (outcome, impact)


def test_the_title_says_the_value_in_words() -> None:
    assert judged(0.1).title == "Content shifts by 0.1 while the page loads"


def test_what_moved_and_by_how_much() -> None:
    moved = ShiftSource(shift=0.17, spot=Spot(selector="#news", html="<div>"))
    gone = ShiftSource(shift=0.1)
    facts = sound_facts(
        metrics=replace(METRICS, cls=0.3), loading=replace(LOADING, shifts=(moved, gone))
    )
    (element,) = verdict_of(cumulative_layout_shift(facts)).elements
    assert (element.selector, element.message) == ("#news", "Its part of the shift: 0.17")
    several = replace(facts, metrics=replace(METRICS, cls=0.12))
    (element,) = verdict_of(cumulative_layout_shift(several)).elements
    assert (element.selector, element.message) == ("#news", "It moves")
