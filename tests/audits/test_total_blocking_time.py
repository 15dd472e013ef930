from __future__ import annotations

import pytest
from msgspec.structs import replace

from crawler.audits.registry import Verdict
from crawler.audits.total_blocking_time import total_blocking_time
from crawler.records import Impact, Outcome
from tests.facts import METRICS, sound_facts


def judged(value: float) -> Verdict:
    verdict = total_blocking_time(replace(sound_facts(), metrics=replace(METRICS, tbt_ms=value)))
    assert isinstance(verdict, Verdict)
    return verdict


@pytest.mark.parametrize(
    ("value", "outcome", "impact"),
    [
        (0, Outcome.PASS, Impact.MODERATE),
        (200, Outcome.PASS, Impact.MODERATE),
        (201, Outcome.FAIL, Impact.MODERATE),
        (600, Outcome.FAIL, Impact.MODERATE),
        (601, Outcome.FAIL, Impact.SERIOUS),
    ],
)
def test_lighthouses_thresholds(value: float, outcome: Outcome, impact: Impact) -> None:
    assert (judged(value).outcome, judged(value).impact) == (outcome, impact)


def test_the_title_says_the_value_in_words() -> None:
    assert (
        judged(200).title
        == "Scripts keep the page from reacting for 200 milliseconds while it loads"
    )


def test_no_blocking_at_all_is_said_in_words() -> None:
    assert judged(0).title == "Scripts never keep the page from reacting while it loads"
