"""Whether places to go to can be tapped for a map."""

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
    id="tappable-address",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="Addresses of places have a map or a link to one",
    title_fail="Some addresses of places have no map and no link to one",
    who="People on their way, with a phone in their hand.",
    why="A place that opens in the phone's map is found without copying its address.",
    fix="Link the address, or words beside it, to a map: "
    '<a href="https://www.google.com/maps/search/?api=1&query=NM1+1AA">Map and directions</a>.',
    limit="Only addresses with a UK postcode are known. It cannot tell whether people are to come "
    "there. No standard asks for it; addresses to write to, and those in tables, are left out.",
    needs=(Evidence.CONTACTS,),
    advice=True,
)
def tappable_address(facts: PageFacts) -> Verdict:
    return judge_untapped(
        needed(facts.contacts),
        Way.ADDRESS,
        lambda contact: f"{quoted(contact.text, 80)} has no map and no link to one",
        "There are no addresses of places",
    )
