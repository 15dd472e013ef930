"""What lies over the focus, and by how much."""

from __future__ import annotations

import pytest

from crawler.audits.focus_obscured import focus_obscured
from crawler.audits.registry import Verdict
from crawler.facts.keyboard import Cover
from crawler.records import Outcome
from tests.walks import spot, stop, walked


@pytest.mark.parametrize(
    ("covered", "first", "outcome"),
    [
        (True, False, Outcome.FAIL),
        (True, True, Outcome.REVIEW),
        (False, False, Outcome.PASS),
    ],
)
def test_from_edge_to_edge(covered: bool, first: bool, outcome: Outcome) -> None:
    cover = Cover(spot=spot("banner"), first=first)
    verdict = focus_obscured(walked([stop(0, covered=covered, cover=0), stop(1)], covers=(cover,)))
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert verdict.elements[0].message.endswith("by #banner")
        assert verdict.passing == 1
