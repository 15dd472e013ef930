"""Whether e-mail addresses can be tapped to write to them."""

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
    id="tappable-email",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="Email addresses can be tapped to write to them",
    title_fail="Some email addresses cannot be tapped to write to them",
    who="People with a phone in their hand, and people with memory or motor difficulties.",
    why="An address that is plain text must be copied letter by letter, and one slip sends the "
    "message to nobody.",
    fix='Make a link of it: <a href="mailto:bins@council.gov.uk">bins@council.gov.uk</a>.',
    limit="No standard asks for the link. Examples beside fields, and addresses that are linked "
    "elsewhere on the page, are left out.",
    needs=(Evidence.CONTACTS,),
    advice=True,
)
def tappable_email(facts: PageFacts) -> Verdict:
    return judge_untapped(
        needed(facts.contacts),
        Way.EMAIL,
        lambda contact: f"{quoted(contact.text)} is plain text",
        "There are no email addresses",
    )
