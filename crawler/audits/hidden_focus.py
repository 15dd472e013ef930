"""Whether the keyboard stops at things that cannot be seen (WCAG 2.4.7 and 2.4.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import nothing_found, told
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.keyboard import Look, Stop
    from crawler.records import PageFacts

# Fields are often drawn by others, and some empty boxes only hand the focus on.
PLAIN = re.compile(r"<(a|button|summary)\b|<[^>]*\brole=\"?(button|link|menuitem|tab)\b")
HOW = {
    "off the screen": "it is outside the screen, where nobody can scroll to",
    "see-through": "it is fully see-through",
    "without size": "it has no size",
    "cut away": "it is cut away by a box without room for it",
    "buried": "something else lies over it",
}


@audit(
    id="hidden-focus",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The keyboard stops only at what can be seen",
    title_fail="The keyboard stops at something that cannot be seen",
    who="People who see and use a keyboard or a switch.",
    why="The focus disappears for some presses of Tab, and a press of Enter then does something "
    "that nobody could foresee.",
    fix="Take what is closed or off the screen out of the Tab order with display: none, "
    "visibility: hidden, the hidden or the inert attribute. A skip link should show while it has "
    "the focus.",
    limit="It looks at a window of 1350 by 940 pixels, before any menu is opened. What only "
    "aria-hidden hides is left to axe-core.",
    needs=(Evidence.KEYBOARD,),
    wcag=("2.4.7", "2.4.3"),
)
def hidden_focus(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    hidden = [
        stop
        for stop in walk.stops
        if stop.hidden and not stop.moved and walk.looks[stop.look].shows != "picture"
    ]
    failing = [stop for stop in hidden if _is_sure(stop, walk.looks[stop.look])]
    doubtful = [stop for stop in hidden if stop not in failing]
    passing = len(walk.stops) - len(hidden)
    if failing:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=told((stop, _message(stop)) for stop in failing),
            failing=len(failing),
            passing=passing,
            undecided=len(doubtful),
        )
    if doubtful:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="The keyboard may stop at something that cannot be seen",
            elements=told((stop, _message(stop)) for stop in doubtful),
            passing=passing,
            undecided=len(doubtful),
        )
    return nothing_found(walk, passing=passing)


def _is_sure(stop: Stop, look: Look) -> bool:
    if stop.hidden == "buried" or look.shows not in ("nothing", "unknown"):
        return False
    return stop.spot is not None and PLAIN.match(stop.spot.html) is not None


def _message(stop: Stop) -> str:
    return f"Tab leads here, but while it has the focus {HOW.get(stop.hidden, stop.hidden)}"
