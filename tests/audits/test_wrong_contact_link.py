from __future__ import annotations

from crawler.audits.wrong_contact_link import wrong_contact_link
from crawler.facts.contacts import Contact, Contacts, Way
from crawler.facts.spot import Spot
from crawler.records import Outcome
from tests.facts import sound_facts
from tests.verdicts import outcome_and_messages, verdict_of

PLACE = Spot(selector="#a", html="<a>")


def test_it_says_what_is_shown_and_what_is_dialled() -> None:
    contacts = Contacts(
        linked=3,
        astray=(
            Contact(way=Way.TELEPHONE, place=PLACE, text="01632 960000", leads="01632960001"),
            Contact(way=Way.EMAIL, place=PLACE, text="a@n.example", leads="b@n.example"),
        ),
    )
    facts = sound_facts(contacts=contacts)
    assert outcome_and_messages(wrong_contact_link(facts)) == (
        Outcome.FAIL,
        [
            "It shows “01632 960000” and dials “01632960001”",
            "It shows “a@n.example” and writes to “b@n.example”",
        ],
    )
    assert verdict_of(wrong_contact_link(facts)).passing == 1


def test_links_that_lead_where_they_say_pass() -> None:
    sound = wrong_contact_link(sound_facts(contacts=Contacts(linked=2)))
    assert verdict_of(sound).outcome is Outcome.PASS
    none = wrong_contact_link(sound_facts(contacts=Contacts()))
    assert verdict_of(none).outcome is Outcome.NOT_APPLICABLE


def test_more_digits_at_the_end_are_for_a_person() -> None:
    longer = Contact(
        way=Way.TELEPHONE, place=PLACE, text="01632 960000", leads="0163296000012", longer=True
    )
    wrong = Contact(way=Way.TELEPHONE, place=PLACE, text="01632 960000", leads="01632960001")
    alone = verdict_of(
        wrong_contact_link(sound_facts(contacts=Contacts(linked=2, astray=(longer,))))
    )
    assert (alone.outcome, alone.undecided) == (Outcome.REVIEW, 1)
    both = Contacts(linked=2, astray=(longer, wrong))
    verdict = verdict_of(wrong_contact_link(sound_facts(contacts=both)))
    assert (verdict.outcome, verdict.failing, verdict.undecided) == (Outcome.FAIL, 1, 1)
