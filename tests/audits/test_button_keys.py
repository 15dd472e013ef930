from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.button_keys import button_keys
from crawler.facts.spot import Spot
from crawler.facts.widgets import KeyTrial, WidgetWalk
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="#a", html="<div>")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        (
            {"spot": SPOT, "role": "button", "click": "shows", "enter": "", "space": ""},
            Outcome.FAIL,
        ),
        (
            {"spot": SPOT, "role": "button", "click": "shows", "enter": "shows", "space": ""},
            Outcome.FAIL,
        ),
        ({"spot": SPOT, "role": "switch", "click": "changes", "space": ""}, Outcome.FAIL),
        ({"spot": SPOT, "role": "button", "space": ""}, Outcome.REVIEW),
        ({"spot": SPOT, "role": "plain", "click": "shows", "enter": "", "space": ""}, Outcome.FAIL),
        (
            {"spot": SPOT, "role": "plain", "click": "shows", "enter": "shows", "space": ""},
            Outcome.PASS,
        ),
        (
            {"spot": SPOT, "role": "button", "click": "shows", "enter": "shows", "space": "shows"},
            Outcome.PASS,
        ),
    ],
)
def test_it_judges(fields: dict[str, Any], outcome: Outcome) -> None:
    walk = WidgetWalk(complete=True, keys=(KeyTrial(**fields),))
    verdict = verdict_of(button_keys(sound_facts(widgets=walk)))
    assert verdict.outcome is outcome
    assert len(verdict.elements) == (outcome is not Outcome.PASS)


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = WidgetWalk(complete=False, unfinished={"controls": "there was no time for all of it"})
    assert verdict_of(button_keys(sound_facts(widgets=walk))).outcome is Outcome.REVIEW
    empty = sound_facts(widgets=WidgetWalk(complete=True))
    assert verdict_of(button_keys(empty)).outcome is Outcome.NOT_APPLICABLE
