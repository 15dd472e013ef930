"""Whether what has the focus lies wholly under a banner or header (WCAG 2.4.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import nothing_found, told
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.keyboard import KeyboardWalk, Stop
    from crawler.records import PageFacts


@audit(
    id="focus-obscured",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Nothing covers what has the keyboard focus",
    title_fail="A banner or header covers what has the keyboard focus",
    who="People who see and use a keyboard or a switch.",
    why="The focus goes on underneath a bar that stays on the screen, and nobody can see where it "
    "is.",
    fix="Set scroll-padding-top and scroll-padding-bottom on the html element to the height of "
    "what stays on the screen, or let banners push the page instead of lying over it.",
    limit="It looks at a window of 1350 by 940 pixels with all banners as they are on arrival. "
    "Something without a background does not count as covering.",
    needs=(Evidence.KEYBOARD,),
    wcag=("2.4.11",),
)
def focus_obscured(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    covered = [stop for stop in walk.stops if stop.covered and not stop.hidden]
    # W3C asks that such a banner takes the focus until it is dealt with. Where the focus comes to
    # it first and could have closed it, a person must say whether that was so.
    met = [stop for stop in covered if stop.cover >= 0 and walk.covers[stop.cover].first]
    failing = [stop for stop in covered if stop not in met]
    passing = len(walk.stops) - len(covered)
    if failing:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=told((stop, _message(walk, stop)) for stop in failing),
            failing=len(failing),
            passing=passing,
            undecided=len(met),
        )
    if met:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="A banner that can be closed first covers what has the keyboard focus",
            elements=told((stop, _message(walk, stop)) for stop in met),
            passing=passing,
            undecided=len(met),
        )
    return nothing_found(walk, passing=passing)


def _message(walk: KeyboardWalk, stop: Stop) -> str:
    by = f" by {walk.covers[stop.cover].spot.selector}" if stop.cover >= 0 else ""
    return f"When it has the focus, it is covered from edge to edge{by}"
