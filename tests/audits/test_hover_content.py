from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.hover_content import hover_content
from crawler.facts.pointer import PointerWalk, Revealed
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="#a", html="<div>")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"trigger": SPOT, "content": SPOT, "persistent": False}, Outcome.FAIL),
        ({"trigger": SPOT, "content": SPOT, "hoverable": False}, Outcome.FAIL),
        ({"trigger": SPOT, "content": SPOT, "dismissable": False, "obscures": True}, Outcome.FAIL),
        ({"trigger": SPOT, "content": SPOT, "dismissable": False}, Outcome.REVIEW),
        ({"trigger": SPOT, "content": SPOT, "dismissable": False, "obscures": False}, Outcome.PASS),
        (
            {
                "trigger": SPOT,
                "content": SPOT,
                "keys": "stays",
                "hoverable": False,
                "obscures": True,
            },
            Outcome.PASS,
        ),
        (
            {
                "trigger": SPOT,
                "content": SPOT,
                "dismissable": True,
                "hoverable": True,
                "persistent": True,
                "obscures": True,
            },
            Outcome.PASS,
        ),
    ],
)
def test_it_judges(fields: dict[str, Any], outcome: Outcome) -> None:
    walk = PointerWalk(complete=True, revealed=(Revealed(**fields),))
    verdict = verdict_of(hover_content(sound_facts(pointer=walk)))
    assert verdict.outcome is outcome
    assert len(verdict.elements) == (outcome is not Outcome.PASS)


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = PointerWalk(complete=False, unfinished={"hovers": "there was no time for all of it"})
    assert verdict_of(hover_content(sound_facts(pointer=walk))).outcome is Outcome.REVIEW
    empty = sound_facts(pointer=PointerWalk(complete=True))
    assert verdict_of(hover_content(empty)).outcome is Outcome.NOT_APPLICABLE
