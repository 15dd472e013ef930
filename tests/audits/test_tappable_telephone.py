from __future__ import annotations

from typing import Any

from crawler.audits.tappable_telephone import tappable_telephone
from crawler.facts.contacts import Contact, Contacts, Way
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

PLAIN = Contact(way=Way.TELEPHONE, place=Spot(selector="#a", html="<p>"), text="01632 960000")


def judged(*untapped: Contact, shown: int = 3, **more: Any) -> Contacts:
    plain = {Way.TELEPHONE: len(untapped)} if untapped else {}
    return Contacts(shown={Way.TELEPHONE: shown}, plain=plain, untapped=untapped, **more)


def test_plain_numbers_are_named_and_others_counted() -> None:
    verdict = verdict_of(tappable_telephone(sound_facts(contacts=judged(PLAIN))))
    assert (verdict.outcome, verdict.failing, verdict.passing) == (Outcome.FAIL, 1, 2)
    assert verdict.elements[0].message == "“01632 960000” is plain text"


def test_a_page_that_forbids_iphones_to_help_is_told() -> None:
    facts = sound_facts(contacts=judged(PLAIN, detected=False))
    _, (message,) = outcome_and_messages(tappable_telephone(facts))
    assert message.endswith("the page forbids iPhones to make it a link")


def test_linked_numbers_pass_and_none_do_not_apply() -> None:
    assert verdict_of(tappable_telephone(sound_facts(contacts=judged()))).passing == 3
    none = sound_facts(contacts=Contacts())
    assert verdict_of(tappable_telephone(none)).outcome is Outcome.NOT_APPLICABLE
    some = sound_facts(contacts=Contacts(complete=False))
    assert verdict_of(tappable_telephone(some)).outcome is Outcome.REVIEW
