from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.cumulative_layout_shift import cumulative_layout_shift
from crawler.audits.registry import Verdict
from crawler.records import Impact, Outcome
from tests.facts import METRICS, sound_facts


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
