from __future__ import annotations

import pytest

from crawler.audits.leaves_by_itself import leaves_by_itself
from crawler.facts.watched import Watched
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import verdict_of


@pytest.mark.parametrize(
    ("leaves", "refreshes", "outcome"),
    [
        (False, False, Outcome.PASS),
        (True, False, Outcome.FAIL),
        (True, True, Outcome.NOT_APPLICABLE),
    ],
)
def test_a_page_that_leaves(leaves: bool, refreshes: bool, outcome: Outcome) -> None:
    watched = Watched(seconds=6.5, leaves=leaves, refreshes=refreshes)
    verdict = verdict_of(leaves_by_itself(sound_facts(watched=watched, walked=True)))
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert verdict.title == "Within 6.5 seconds the page goes elsewhere by itself"
