from __future__ import annotations

from typing import Any

import pytest

from crawler.audits.autoplay_sound import autoplay_sound
from crawler.facts.motion import Motion, Sound
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages

FAIL = Outcome.FAIL


@pytest.mark.parametrize(
    ("fields", "outcome", "said"),
    [
        ({"seconds": 5.0}, FAIL, ["It is to start by itself, for 5 seconds, and has no controls"]),
        ({"loops": True}, FAIL, ["It is to start by itself, again and again, and has no controls"]),
        ({"seconds": 3.0}, Outcome.PASS, []),
        ({"seconds": 5.0, "controls": True}, Outcome.PASS, []),
        ({}, Outcome.REVIEW, ["It is to start by itself, and has no controls"]),
    ],
)
def test_what_sounds(fields: dict[str, Any], outcome: Outcome, said: list[str]) -> None:
    values = {"seconds": None, "loops": False, "controls": False, "sure": True} | fields
    sound = Sound(spot=Spot(selector="audio", html="<audio>"), **values)
    facts = sound_facts(motion=Motion(sounds=(sound,)))
    assert outcome_and_messages(autoplay_sound(facts)) == (outcome, said)


def test_silence() -> None:
    assert outcome_and_messages(autoplay_sound(sound_facts(motion=Motion()))) == (
        Outcome.NOT_APPLICABLE,
        [],
    )
