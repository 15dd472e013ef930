from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.pointer_only import pointer_only
from crawler.facts.pointer import MouseControl, PointerWalk
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="#a", html="<div>")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"spot": SPOT, "listens": True, "effect": "shows"}, Outcome.FAIL),
        ({"spot": SPOT, "role": "button", "listens": True}, Outcome.FAIL),
        ({"spot": SPOT, "role": "link", "effect": "leaves"}, Outcome.FAIL),
        ({"spot": SPOT, "listens": True, "looks": True, "effect": ""}, Outcome.REVIEW),
        ({"spot": SPOT, "looks": True, "effect": "shows"}, Outcome.REVIEW),
        ({"spot": SPOT, "listens": True, "effect": "shows", "beside": True}, Outcome.REVIEW),
        ({"spot": SPOT, "listens": True, "effect": "leaves", "elsewhere": True}, Outcome.PASS),
    ],
)
def test_it_judges(fields: dict[str, Any], outcome: Outcome) -> None:
    walk = PointerWalk(complete=True, mouse_only=(MouseControl(**fields),))
    verdict = verdict_of(pointer_only(sound_facts(pointer=walk)))
    assert verdict.outcome is outcome
    assert len(verdict.elements) == (outcome is not Outcome.PASS)


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = PointerWalk(complete=False, unfinished={"presses": "there was no time for all of it"})
    assert verdict_of(pointer_only(sound_facts(pointer=walk))).outcome is Outcome.REVIEW
    empty = sound_facts(pointer=PointerWalk(complete=True))
    assert verdict_of(pointer_only(empty)).outcome is Outcome.NOT_APPLICABLE
