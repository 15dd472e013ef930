from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.first_contentful_paint import first_contentful_paint
from crawler.audits.registry import Verdict
from crawler.records import Impact, Outcome
from tests.facts import METRICS, sound_facts


def judged(value: float) -> Verdict:
    verdict = first_contentful_paint(replace(sound_facts(), metrics=replace(METRICS, fcp_ms=value)))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    ("value", "outcome", "impact"),
    [
        (0, Outcome.PASS, Impact.MODERATE),
        (1800, Outcome.PASS, Impact.MODERATE),
        (1801, Outcome.FAIL, Impact.MODERATE),
        (3000, Outcome.FAIL, Impact.MODERATE),
        (3001, Outcome.FAIL, Impact.SERIOUS),
    ],
)
def test_lighthouses_thresholds(value: float, outcome: Outcome, impact: Impact) -> None:
    assert (judged(value).outcome, judged(value).impact) == (outcome, impact)


def test_the_title_says_the_value_in_words() -> None:
    assert judged(1800).title == "The first content appears after 1.8 seconds"
