from __future__ import annotations

from crawler.audits.tappable_address import tappable_address
from crawler.facts.contacts import Contact, Contacts, Way
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of


def test_more_were_found_than_are_named() -> None:
    place = Spot(selector="#a", html="<p>")
    contacts = Contacts(
        shown={Way.ADDRESS: 41},
        plain={Way.ADDRESS: 40},
        untapped=(Contact(way=Way.ADDRESS, place=place, text="1 Market Square, NM1 1AA"),),
    )
    facts = sound_facts(contacts=contacts)
    outcome, (message,) = outcome_and_messages(tappable_address(facts))
    assert outcome is Outcome.FAIL
    assert message == "“1 Market Square, NM1 1AA” has no map and no link to one"
    assert verdict_of(tappable_address(facts)).failing == 40


def test_one_with_a_map_passes() -> None:
    contacts = Contacts(shown={Way.ADDRESS: 1})
    assert verdict_of(tappable_address(sound_facts(contacts=contacts))).outcome is Outcome.PASS
