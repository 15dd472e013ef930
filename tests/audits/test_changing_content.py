from __future__ import annotations

import pytest

from crawler.audits.changing_content import changing_content
from crawler.facts.spot import Spot
from crawler.facts.watched import Changing, Watched
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

SPOT = Spot(selector="#slides", html='<div id="slides">')


@pytest.mark.parametrize(
    ("changing", "pauses", "outcome"),
    [
        ((), (), Outcome.NOT_APPLICABLE),
        ((Changing(spot=SPOT, moments=3, replaced=True),), (), Outcome.FAIL),
        ((Changing(spot=SPOT, moments=2, replaced=True, carousel=True),), (), Outcome.FAIL),
        ((Changing(spot=SPOT, moments=2, replaced=True),), (), Outcome.REVIEW),
        ((Changing(spot=SPOT, moments=1, carousel=True),), (), Outcome.REVIEW),
        ((Changing(spot=SPOT, moments=3, replaced=True),), ("Pause",), Outcome.PASS),
    ],
)
def test_what_changes(
    changing: tuple[Changing, ...], pauses: tuple[str, ...], outcome: Outcome
) -> None:
    watched = Watched(seconds=6.5, changing=changing, pauses=pauses)
    found, said = outcome_and_messages(changing_content(sound_facts(watched=watched, walked=True)))
    assert found is outcome
    assert len(said) == (len(changing) if outcome in (Outcome.FAIL, Outcome.REVIEW) else 0)


def test_only_what_is_sure_is_named() -> None:
    once = Changing(spot=Spot(selector="#once", html="<p>"), moments=1, carousel=True)
    watched = Watched(seconds=6.5, changing=(Changing(spot=SPOT, moments=3, replaced=True), once))
    verdict = verdict_of(changing_content(sound_facts(watched=watched, walked=True)))
    assert [element.selector for element in verdict.elements] == ["#slides"]
    assert verdict.undecided == 1


def test_what_was_not_looked_through_is_no_pass() -> None:
    watched = Watched(seconds=6.5, complete=False)
    verdict = verdict_of(changing_content(sound_facts(watched=watched, walked=True)))
    assert verdict.outcome is Outcome.REVIEW
