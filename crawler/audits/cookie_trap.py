"""Whether a cookie banner shuts off the page from those who do not accept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.cookies import element, kinds, said, sure, without_banner
from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit, to_check
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

WAYS_OUT = frozenset({"refuse", "close", "settings", "save"})


@audit(
    id="cookie-trap",
    pillar=Pillar.MOBILE,
    impact=Impact.SERIOUS,
    title_pass="The cookie banner shuts nobody off from the page",
    title_fail="The page cannot be used without accepting cookies",
    who="Everyone who comes with a phone and does not want to accept.",
    why="The banner lies over the whole page and offers no other way than to accept. A council's "
    "services must be there for those too who refuse, and consent that is forced is none.",
    fix="Add a button that refuses, and let the page be read beside the banner.",
    limit="It reads the words of the controls in English and Welsh, and presses none. A press "
    "beside the banner, or a key, may close it without anything saying so.",
    needs=(Evidence.COVERING,),
)
def cookie_trap(facts: PageFacts) -> Verdict:
    covering = needed(facts.covering)
    banner = covering.banner
    if banner is None:
        return without_banner(covering)
    found = kinds(banner)
    if not banner.blocks or found & WAYS_OUT:
        return sure(covering, Verdict(outcome=Outcome.PASS, passing=1))
    message = f"It covers the page, and the controls that show are {said(banner)}"
    # What we cannot read may be a way out, and browsers have one of their own out of a dialog.
    if "" in found or "accept" not in found or banner.frame or banner.native:
        return Verdict(
            outcome=Outcome.REVIEW,
            title=to_check("The cookie banner may shut off the page"),
            elements=(element(banner, message),),
        )
    return Verdict(outcome=Outcome.FAIL, elements=(element(banner, message),))
