from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.expanded_state import expanded_state
from crawler.facts.spot import Spot
from crawler.facts.widgets import Fold, WidgetWalk
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="#a", html="<button>")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"given": "false", "told": "false", "own": True}, Outcome.FAIL),
        ({"given": "true", "told": "true", "own": True, "showed": False}, Outcome.FAIL),
        ({"given": "false", "told": "false"}, Outcome.REVIEW),
        ({"own": True, "again": True}, Outcome.REVIEW),
        ({"own": True, "again": True, "renamed": True}, Outcome.PASS),
        ({"given": "false", "told": "true", "own": True}, Outcome.PASS),
        ({"told": "true", "own": True}, Outcome.PASS),
        ({"own": True}, Outcome.NOT_APPLICABLE),
        ({"again": True}, Outcome.NOT_APPLICABLE),
    ],
)
def test_it_judges(fields: dict[str, Any], outcome: Outcome) -> None:
    walk = WidgetWalk(complete=True, folds=(Fold(spot=SPOT, **fields),))
    verdict = verdict_of(expanded_state(sound_facts(widgets=walk)))
    assert verdict.outcome is outcome
    assert len(verdict.elements) == (outcome in (Outcome.FAIL, Outcome.REVIEW))


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = WidgetWalk(complete=False, unfinished={"controls": "there was no time for all of it"})
    assert verdict_of(expanded_state(sound_facts(widgets=walk))).outcome is Outcome.REVIEW
