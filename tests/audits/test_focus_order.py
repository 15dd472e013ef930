"""Which jumps of the focus are wrong, and which may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.audits.focus_order import focus_order
from crawler.audits.registry import Verdict
from crawler.records import Outcome
from tests.walks import stop, walked

if TYPE_CHECKING:
    from crawler.facts.keyboard import Stop


def judged(*stops: Stop) -> Verdict:
    verdict = focus_order(walked(stops))
    assert isinstance(verdict, Verdict)
    return verdict


def across(at: int, left: int, **changes: object) -> Stop:
    return stop(at, box=(left, 0, 80, 20), **changes)


@pytest.mark.parametrize(
    ("stops", "outcome"),
    [
        ((stop(0), stop(1), stop(2)), Outcome.PASS),
        ((stop(0, tabindex=1), stop(1, tabindex=2)), Outcome.PASS),
        ((stop(1, tabindex=1), stop(0)), Outcome.FAIL),
        ((stop(1, tabindex=1, group=2), stop(0)), Outcome.REVIEW),
        ((stop(3, tabindex=1, group=2), stop(0), stop(1), stop(2)), Outcome.FAIL),
        ((stop(1, tabindex=1, fixed=True), stop(0)), Outcome.PASS),
        ((stop(0), stop(2), stop(1)), Outcome.REVIEW),
        ((stop(0), stop(2, order=1), stop(1, order=2)), Outcome.REVIEW),
        ((stop(0), stop(2, order=1), stop(1, order=2, group=1)), Outcome.PASS),
        ((stop(2, order=0), stop(1, order=1, box=(200, 40, 100, 20))), Outcome.PASS),
        ((across(0, 300), across(1, 200), across(2, 100)), Outcome.REVIEW),
        ((across(0, 300), across(1, 200)), Outcome.PASS),
        ((across(0, 300), across(1, 200, group=1), across(2, 100)), Outcome.PASS),
    ],
)
def test_where_the_stops_stand_decides(stops: tuple[Stop, ...], outcome: Outcome) -> None:
    assert judged(*stops).outcome is outcome


def test_the_stop_that_comes_too_early_is_named() -> None:
    verdict = judged(stop(1, tabindex=1), stop(0))
    assert [element.selector for element in verdict.elements] == ["#s1"]
    assert "tabindex of 1" in verdict.elements[0].message
