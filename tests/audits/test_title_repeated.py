from __future__ import annotations

from msgspec.structs import replace

from crawler.audits.title_repeated import title_repeated
from crawler.records import Outcome
from tests.facts import MARKUP, URL, sound_facts
from tests.verdicts import outcome_and_messages


def test_other_pages_with_the_title_are_for_a_person() -> None:
    pages = tuple(f"{URL}{number}" for number in range(5))
    outcome, (message,) = outcome_and_messages(title_repeated(sound_facts(same_title=pages)))
    assert outcome is Outcome.REVIEW
    assert message.endswith(f"{URL}2 and others")


def test_no_title_is_another_fault() -> None:
    facts = sound_facts(markup=replace(MARKUP, title=" "), same_title=(URL,))
    assert outcome_and_messages(title_repeated(facts))[0] is Outcome.NOT_APPLICABLE
