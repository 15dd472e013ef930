from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.hover_only import UNREAD, hover_only
from crawler.audits.registry import all_audits
from crawler.facts.pointer import PointerWalk, Revealed
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of

SPOT = Spot(selector="#a", html="<div>")


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        (
            {"trigger": SPOT, "content": SPOT, "usable": 2, "unique": 2, "focusable": True},
            Outcome.FAIL,
        ),
        (
            {"trigger": SPOT, "content": SPOT, "usable": 2, "unique": 2, "landing": True},
            Outcome.REVIEW,
        ),
        ({"trigger": SPOT, "content": SPOT, "text": "Bands of 1991"}, Outcome.FAIL),
        (
            {
                "trigger": SPOT,
                "content": SPOT,
                "text": "Open late",
                "inside": True,
                "focusable": True,
            },
            Outcome.REVIEW,
        ),
        ({"trigger": SPOT, "content": SPOT, "unique": 1, "keys": "unseen"}, Outcome.REVIEW),
        ({"trigger": SPOT, "content": SPOT, "unique": 1, "keys": "stays"}, Outcome.REVIEW),
        ({"trigger": SPOT, "content": SPOT, "keys": "focus"}, Outcome.PASS),
        ({"trigger": SPOT, "content": SPOT, "unique": 3, "keys": "press"}, Outcome.PASS),
        ({"trigger": SPOT, "content": SPOT, "usable": 3}, Outcome.PASS),
        ({"trigger": SPOT, "content": SPOT, "known": True, "text": "Bands of 1991"}, Outcome.PASS),
    ],
)
def test_it_judges(fields: dict[str, Any], outcome: Outcome) -> None:
    walk = PointerWalk(complete=True, revealed=(Revealed(**fields),))
    verdict = verdict_of(hover_only(sound_facts(pointer=walk)))
    assert verdict.outcome is outcome
    assert len(verdict.elements) == (outcome is not Outcome.PASS)


def test_how_it_shows_is_judged_elsewhere() -> None:
    """hover-content has 1.4.13: one fault is not to cost under two criteria."""
    assert [audit.wcag for audit in all_audits() if audit.id == "hover-only"] == [("2.1.1",)]


def test_what_was_not_tried_whole_is_no_pass() -> None:
    walk = PointerWalk(complete=False, unfinished={"hovers": "there was no time for all of it"})
    assert verdict_of(hover_only(sound_facts(pointer=walk))).outcome is Outcome.REVIEW
    empty = sound_facts(pointer=PointerWalk(complete=True))
    assert verdict_of(hover_only(empty)).outcome is Outcome.NOT_APPLICABLE


def test_it_owns_up_to_style_sheets_that_it_could_not_read() -> None:
    verdict = verdict_of(hover_only(sound_facts(pointer=PointerWalk(complete=True, unread=2))))
    assert (verdict.outcome, verdict.title) == (Outcome.NOT_APPLICABLE, UNREAD)
