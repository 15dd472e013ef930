"""What keeps the focus for good, and what may keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from crawler.audits.keyboard_trap import keyboard_trap
from crawler.facts.keyboard import Trap
from crawler.records import Outcome
from tests.walks import spot, stop, walked

if TYPE_CHECKING:
    from crawler.audits.registry import Verdict


def judged(stops: int = 3, **changes: Any) -> Verdict:
    verdict = keyboard_trap(walked([stop(at) for at in range(stops)], **changes))
    assert not isinstance(verdict, tuple)
    return verdict


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.FAIL),
        ({"pulled": True}, Outcome.FAIL),
        ({"left_by": "Shift+Tab"}, Outcome.REVIEW),
        ({"left_by": "Escape"}, Outcome.PASS),
        ({"left_by": "Control+m"}, Outcome.PASS),
        ({"frame": True}, Outcome.REVIEW),
        ({"dialog": True}, Outcome.PASS),
        ({"size": 3, "beyond": 2}, Outcome.FAIL),
        ({"size": 3, "beyond": 2, "pulled": True}, Outcome.REVIEW),
        ({"size": 3}, Outcome.REVIEW),
        ({"size": 3, "dialog": True}, Outcome.PASS),
    ],
)
def test_the_ways_out_decide(changes: dict[str, Any], outcome: Outcome) -> None:
    values: dict[str, Any] = {"spots": (spot("a"),), "size": 1, "tried": ("Escape",)}
    trap = Trap(**(values | changes))
    assert judged(traps=(trap,)).outcome is outcome


def test_the_message_says_what_was_pressed() -> None:
    (element,) = judged(traps=(Trap(spots=(spot("a"),), size=1, tried=("Escape",)),)).elements
    assert element.message == "These keys were pressed: Tab, Escape. The focus stayed here"


def test_a_page_on_which_tab_does_nothing_fails_as_a_whole() -> None:
    verdict = judged(0, traps=(Trap(spots=(), size=0, beyond=4),), complete=False, why="x")
    assert (verdict.outcome, verdict.elements) == (Outcome.FAIL, ())


def test_a_short_walk_is_no_pass() -> None:
    assert judged(complete=False, why="there are 200 stops").outcome is Outcome.REVIEW
    assert judged().outcome is Outcome.PASS
    assert judged(0).outcome is Outcome.NOT_APPLICABLE
