from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.change_on_input import change_on_input
from crawler.facts.spot import Spot
from crawler.facts.widgets import FieldChange, WidgetWalk
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="#a", html="<div>")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"spot": SPOT, "kind": "select", "effect": "leaves"}, Outcome.FAIL),
        ({"spot": SPOT, "kind": "checkbox", "effect": "opens"}, Outcome.FAIL),
        ({"spot": SPOT, "kind": "select", "effect": "leaves", "told": True}, Outcome.PASS),
    ],
)
def test_it_judges(fields: dict[str, Any], outcome: Outcome) -> None:
    walk = WidgetWalk(complete=True, changed=1, changes=(FieldChange(**fields),))
    verdict = verdict_of(change_on_input(sound_facts(widgets=walk)))
    assert verdict.outcome is outcome
    assert len(verdict.elements) == (outcome is not Outcome.PASS)


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = WidgetWalk(complete=False, unfinished={"fields": "there was no time for all of it"})
    assert verdict_of(change_on_input(sound_facts(widgets=walk))).outcome is Outcome.REVIEW
    empty = sound_facts(widgets=WidgetWalk(complete=True))
    assert verdict_of(change_on_input(empty)).outcome is Outcome.NOT_APPLICABLE
