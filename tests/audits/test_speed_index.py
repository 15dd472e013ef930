from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.speed_index import speed_index
from crawler.records import Impact, Outcome
from tests.facts import METRICS, sound_facts


def judged(value: float) -> Verdict:
    verdict = speed_index(replace(sound_facts(), metrics=replace(METRICS, speed_index_ms=value)))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    ("value", "outcome", "impact"),
    [
        (0, Outcome.PASS, Impact.MODERATE),
        (3387, Outcome.PASS, Impact.MODERATE),
        (3388, Outcome.FAIL, Impact.MODERATE),
        (5800, Outcome.FAIL, Impact.MODERATE),
        (5801, Outcome.FAIL, Impact.SERIOUS),
    ],
)
def test_lighthouses_thresholds(value: float, outcome: Outcome, impact: Impact) -> None:
    assert (judged(value).outcome, judged(value).impact) == (outcome, impact)


def test_the_title_says_the_value_in_words() -> None:
    assert judged(3387).title == "What is visible fills in within 3.4 seconds on average"
