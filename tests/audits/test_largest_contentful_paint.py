from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.largest_contentful_paint import largest_contentful_paint
from crawler.audits.registry import Verdict
from crawler.records import Impact, Outcome
from tests.facts import METRICS, sound_facts


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
