"""Whether telephone numbers can be tapped to call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.audits.untapped import judge_untapped
from crawler.facts.contacts import Way
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="tappable-telephone",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="Telephone numbers can be tapped to call",
    title_fail="Some telephone numbers cannot be tapped to call",
    who="People with a phone in their hand, and people with memory or motor difficulties.",
    why="A number that is plain text must be learnt by heart or copied, and typed. One that is a "
    "link is called with a tap.",
    fix='Make a link of it that dials it in full: <a href="tel:+441632960000">01632 960000</a>.',
    limit="Safari on an iPhone makes links of numbers by itself, unless the page forbids it; "
    "browsers on Android do not. No standard asks for the link. Fax and textphone numbers, "
    "examples, references and numbers that are linked elsewhere on the page are left out.",
    needs=(Evidence.CONTACTS,),
    advice=True,
)
def tappable_telephone(facts: PageFacts) -> Verdict:
    contacts = needed(facts.contacts)
    forbidden = "" if contacts.detected else ", and the page forbids iPhones to make it a link"
    return judge_untapped(
        contacts,
        Way.TELEPHONE,
        lambda contact: f"{quoted(contact.text)} is plain text{forbidden}",
        "There are no telephone numbers to call",
    )
