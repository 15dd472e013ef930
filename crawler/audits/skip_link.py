"""Whether the link past the menu leads past it (WCAG 2.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import named, nothing_found
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.keyboard import SkipLink
    from crawler.records import PageFacts


@audit(
    id="skip-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="The link past the menu works",
    title_fail="The link past the menu leads nowhere",
    who="People who use a keyboard or a switch, and people who use a screen reader.",
    why="Without it they have to go through all of the header and menu again on every page. A link "
    "that promises a way past and has none is worse than no link.",
    fix='Let the link\'s href name the id of the main part, as in href="#main" and <main id="main">'
    ", and do not handle the click with a script, unless that moves the focus too.",
    limit="It knows a skip link by its words in English or Welsh, among the first eight stops. "
    "Whether a page without one has another way past is left to axe-core.",
    needs=(Evidence.KEYBOARD,),
    wcag=("2.4.1",),
)
def skip_link(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    skip = walk.skip
    if skip is None and not walk.stops and not walk.complete:
        return nothing_found(walk, passing=0)
    if skip is None:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="The page has no link past the menu")
    if problem := _problem(skip):
        return Verdict(outcome=Outcome.FAIL, elements=(named(skip.spot, problem),))
    if not skip.led and not skip.exists:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="The link past the menu may lead nowhere",
            elements=(named(skip.spot, "It names no element, and no stop came after it"),),
        )
    return Verdict(outcome=Outcome.PASS, passing=1)


def _problem(skip: SkipLink) -> str:
    if skip.led == "there":
        return ""
    if not skip.exists and skip.target:
        return f"It leads to #{skip.target}, and no element of the page has that id"
    where = f" came to {skip.next.selector}" if skip.next else ""
    if skip.led == "before":
        return f"Enter was pressed on it. The next Tab{where}, which is before the main part"
    if skip.led == "no further":
        return f"Enter was pressed on it. The next Tab{where}, as it would have without the link"
    return ""
