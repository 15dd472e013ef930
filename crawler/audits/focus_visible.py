"""Whether one can see where the keyboard is (WCAG 2.4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import nothing_found, told
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.keyboard import Look
    from crawler.records import PageFacts

FAINT = 1.5
"""Contrast of the change below which it is hard to notice. There is no such limit in WCAG 2.4.7, so
what is below is for a person to judge."""
FEW = 10
"""Changed pixels that are no more than a dot."""


@audit(
    id="focus-visible",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The keyboard focus can be seen on every stop",
    title_fail="The keyboard focus cannot be seen",
    who="People who see and use a keyboard or a switch, among them many with tremor or low vision.",
    why="Without a visible focus nobody can tell which link or field a key press will act on.",
    fix="Give the named elements a clear style for :focus-visible, such as a solid outline of 3 "
    "pixels in a dark colour. Never remove the outline without putting another sign in its place.",
    limit="It judges one of those elements that have the same style, at desktop width, and not the "
    "stops inside frames.",
    needs=(Evidence.KEYBOARD,),
    wcag=("2.4.7",),
)
def focus_visible(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    looks = walk.looks
    # What is hidden or covered, or loses the focus at once, has audits of its own.
    stops = [
        stop
        for stop in walk.stops
        if stop.look >= 0 and not (stop.hidden or stop.covered or stop.moved == "lost")
    ]
    none = [stop for stop in stops if looks[stop.look].shows == "nothing"]
    faint = [stop for stop in stops if _doubt(looks[stop.look])]
    passing = len(stops) - len(none) - len(faint)
    if none:
        message = "It was focused with the keyboard, and nothing on the screen changed"
        return Verdict(
            outcome=Outcome.FAIL,
            elements=told(((stop, message) for stop in none), looks),
            failing=len(none),
            passing=passing,
            undecided=len(faint),
        )
    if faint:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="The keyboard focus may be hard to see",
            elements=told(((stop, _doubt(looks[stop.look])) for stop in faint), looks),
            passing=passing,
            undecided=len(faint),
        )
    return nothing_found(walk, passing=passing)


def _doubt(look: Look) -> str:
    """Why a person must look at it, or ""."""
    if look.shows == "unknown":
        return "It could not be brought on the screen again to see how its focus shows"
    if look.shows == "apart":
        return "Nothing changed at the element when it was focused, but something elsewhere did"
    if look.shows != "picture" or look.contrast is None:
        return ""
    if look.pixels < FEW:
        return f"Only {look.pixels} pixels changed when it was focused"
    if look.contrast < FAINT:
        return f"What changed when it was focused has a contrast of {look.contrast:.1f}:1 only"
    return ""
