from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.dialog_focus_returned import dialog_focus_returned
from crawler.facts.spot import Spot
from crawler.facts.widgets import DialogTrial, WidgetWalk
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="#a", html="<div>")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"opener": SPOT, "dialog": SPOT, "returned": False}, Outcome.FAIL),
        ({"opener": SPOT, "dialog": SPOT, "returned": True}, Outcome.PASS),
    ],
)
def test_it_judges(fields: dict[str, Any], outcome: Outcome) -> None:
    walk = WidgetWalk(complete=True, dialogs=(DialogTrial(**fields),))
    verdict = verdict_of(dialog_focus_returned(sound_facts(widgets=walk)))
    assert verdict.outcome is outcome
    assert len(verdict.elements) == (outcome is not Outcome.PASS)


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = WidgetWalk(complete=False, unfinished={"controls": "there was no time for all of it"})
    assert verdict_of(dialog_focus_returned(sound_facts(widgets=walk))).outcome is Outcome.REVIEW
    empty = sound_facts(widgets=WidgetWalk(complete=True))
    assert verdict_of(dialog_focus_returned(empty)).outcome is Outcome.NOT_APPLICABLE
