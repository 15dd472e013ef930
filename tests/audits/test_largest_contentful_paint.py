from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.largest_contentful_paint import largest_contentful_paint
from crawler.audits.registry import Verdict
from crawler.facts.loading import LargestPaint
from crawler.facts.spot import Spot
from crawler.records import Impact, Outcome
from tests.facts import LOADING, METRICS, sound_facts
from tests.verdicts import verdict_of


def judged(value: float) -> Verdict:
    verdict = largest_contentful_paint(
        replace(sound_facts(), metrics=replace(METRICS, lcp_ms=value))
    )
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    ("value", "outcome", "impact"),
    [
        (0, Outcome.PASS, Impact.MODERATE),
        (2500, Outcome.PASS, Impact.MODERATE),
        (2501, Outcome.FAIL, Impact.MODERATE),
        (4000, Outcome.FAIL, Impact.MODERATE),
        (4001, Outcome.FAIL, Impact.SERIOUS),
    ],
)
def test_lighthouses_thresholds(value: float, outcome: Outcome, impact: Impact) -> None:
    assert (judged(value).outcome, judged(value).impact) == (outcome, impact)


def test_the_title_says_the_value_in_words() -> None:
    assert judged(2500).title == "The largest content appears after 2.5 seconds"


def test_the_element_and_where_its_time_goes() -> None:
    paint = LargestPaint(
        first_byte_ms=700,
        wait_ms=2_500,
        load_ms=150,
        draw_ms=650,
        spot=Spot(selector="#hall", html="<img id=hall>"),
        url="https://www.northam.example/hall.jpg",
        lazy=True,
    )
    facts = sound_facts(
        metrics=replace(METRICS, lcp_ms=4_000), loading=replace(LOADING, largest=paint)
    )
    (element,) = verdict_of(largest_contentful_paint(facts)).elements
    assert (element.selector, element.html) == ("#hall", "<img id=hall>")
    assert element.message == (
        "Time for the first byte 0.7 seconds, the start of its load 2.5 seconds, "
        "its load 150 milliseconds, drawing it 0.7 seconds. "
        'It is marked loading="lazy", so the browser fetches it late'
    )
    assert not verdict_of(largest_contentful_paint(replace(facts, metrics=METRICS))).elements
    several = replace(facts, metrics=replace(METRICS, lcp_ms=7_600))
    (element,) = verdict_of(largest_contentful_paint(several)).elements
    assert element.selector == "#hall"
    assert element.message == 'It is marked loading="lazy", so the browser fetches it late'
