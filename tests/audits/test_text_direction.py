from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.text_direction import text_direction
from crawler.facts.spot import Spot
from crawler.facts.text import Turned
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages

PURE = Turned(spot=Spot(selector="p", html="<p>"), text="\u0627", right_to_left=True)


def test_mixed_text_fails_and_pure_text_is_for_a_person() -> None:
    pure = replace(TEXT, turned=(PURE,))
    both = replace(TEXT, turned=(PURE, replace(PURE, mixed=True)))
    assert outcome_and_messages(text_direction(sound_facts(text=pure)))[0] is Outcome.REVIEW
    outcome, messages = outcome_and_messages(text_direction(sound_facts(text=both)))
    assert (outcome, len(messages)) == (Outcome.FAIL, 1)
    assert messages[0].endswith("is laid out from left to right")
