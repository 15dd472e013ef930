from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.empty_list import empty_list
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import TEXT, sound_facts
from tests.verdicts import outcome_and_messages


def test_it_names_the_list() -> None:
    spot = Spot(selector="ul", html="<ul>")
    text = replace(TEXT, empty_lists=(spot,), empty_lists_count=1)
    assert outcome_and_messages(empty_list(sound_facts(text=text))) == (
        Outcome.FAIL,
        ["There is nothing in it"],
    )


def test_without_lists_there_is_nothing_to_judge() -> None:
    text = replace(TEXT, lists=0)
    assert outcome_and_messages(empty_list(sound_facts(text=text)))[0] is Outcome.NOT_APPLICABLE
