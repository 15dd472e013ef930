"""Whether links with a telephone number or e-mail address lead to the one that they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.contacts import Way
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.contacts import Contact
    from crawler.records import Element, PageFacts

_DOES = {Way.TELEPHONE: "dials", Way.EMAIL: "writes to", Way.ADDRESS: "leads to"}


@audit(
    id="wrong-contact-link",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    title_pass="Telephone and email links lead where they say",
    title_fail="Some telephone or email links lead elsewhere than they say",
    who="Everyone who taps them, and most of all people who cannot see or check what was dialled.",
    why="People reach a stranger, or nobody, and do not know why. What is meant for the council "
    "may go to somebody else.",
    fix="Put the number or address that the link shows into its href, and keep the two together "
    "where they are edited.",
    limit="It compares the one number or address in the link's text with its href; it cannot tell "
    "which of the two is right. Links with several numbers are left out, and a number with more "
    "digits at its end is for a person to check.",
    needs=(Evidence.CONTACTS,),
)
def wrong_contact_link(facts: PageFacts) -> Verdict:
    contacts = needed(facts.contacts)
    wrong = [_element(contact) for contact in contacts.astray if not contact.longer]
    longer = [_element(contact) for contact in contacts.astray if contact.longer]
    verdict = verdict_on(
        wrong or longer,
        judged=contacts.linked,
        complete=contacts.complete,
        nothing="No telephone or email link shows its number or address",
        outcome=Outcome.FAIL if wrong else Outcome.REVIEW,
    )
    return replace(verdict, undecided=len(longer)) if wrong and longer else verdict


def _element(contact: Contact) -> Element:
    said = f"It shows {quoted(contact.text)} and {_DOES[contact.way]} {quoted(contact.leads)}"
    return element(
        contact.place,
        f"{said}. Are the digits at the end an extension?" if contact.longer else said,
    )
