from __future__ import annotations

from crawler.audits.tappable_email import tappable_email
from crawler.facts.contacts import Contact, Contacts, Way
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

PLACE = Spot(selector="#a", html="<p>")


def test_a_plain_address_is_named() -> None:
    contacts = Contacts(
        shown={Way.EMAIL: 1, Way.TELEPHONE: 1},
        plain={Way.EMAIL: 1, Way.TELEPHONE: 1},
        untapped=(
            Contact(way=Way.EMAIL, place=PLACE, text="bins@northam.example"),
            Contact(way=Way.TELEPHONE, place=PLACE, text="01632 960000"),
        ),
    )
    assert outcome_and_messages(tappable_email(sound_facts(contacts=contacts))) == (
        Outcome.FAIL,
        ["“bins@northam.example” is plain text"],
    )


def test_one_with_a_link_passes() -> None:
    contacts = Contacts(shown={Way.EMAIL: 2})
    assert verdict_of(tappable_email(sound_facts(contacts=contacts))).outcome is Outcome.PASS
