"""Whether what has the focus on a phone lies wholly behind the cookie banner (WCAG 2.4.11).

The same is judged at a desk, on pages that are walked with the Tab key, by `focus-obscured`, which
counts; this is advice, so that no fault is counted twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.cookies import element, sure, without_banner
from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element as placed
from crawler.audits.registry import Verdict, audit, to_check
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="cookie-focus",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    advice=True,
    title_pass="The cookie banner hides nothing that gets the focus on a phone",
    title_fail="On a phone the cookie banner hides what has the focus",
    who="People who use a keyboard or a switch with a phone or tablet, or enlarge pages.",
    why="The focus goes on underneath the banner, and nobody can see where it is. W3C names cookie "
    "banners as an example in its explanation of WCAG 2.4.11.",
    fix="Let the banner stand in the flow of the page, or set scroll-padding on the html element "
    "to its height while it shows, and leave that much room at the end of the page.",
    limit="Where the focus would be is worked out from the page's geometry, without moving it. "
    "What a page does when the focus moves is not seen.",
    needs=(Evidence.COVERING,),
    wcag=("2.4.11",),
)
def cookie_focus(facts: PageFacts) -> Verdict:
    covering = needed(facts.covering)
    banner = covering.banner
    if banner is None:
        return without_banner(covering)
    if not banner.hidden:
        if not banner.focus_tried:
            nothing = "The cookie banner lies over nothing that could get the focus"
            return sure(covering, Verdict(outcome=Outcome.NOT_APPLICABLE, title=nothing))
        return sure(covering, Verdict(outcome=Outcome.PASS, passing=banner.focus_tried))
    elements = tuple(
        replace(
            placed(spot, "Lies wholly behind the banner when it gets the focus"),
            pictures=banner.pictures,
        )
        for spot in banner.behind
    )
    passing = max(0, banner.focus_tried - banner.hidden)
    if banner.first:
        return Verdict(
            outcome=Outcome.REVIEW,
            title=to_check("A banner that can be closed first hides what has the focus"),
            elements=(element(banner, "The focus comes to it first"), *elements),
            passing=passing,
            undecided=banner.hidden,
        )
    return Verdict(outcome=Outcome.FAIL, elements=elements, failing=banner.hidden, passing=passing)
