"""Whether the keyboard can leave each part of the page again (WCAG 2.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import named, nothing_found
from crawler.records import Element, Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.keyboard import Trap
    from crawler.records import PageFacts

NOWHERE = "Pressing Tab moves the focus nowhere, though there are links or fields on the page"


@audit(
    id="keyboard-trap",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.CRITICAL,
    title_pass="The keyboard can leave every part of the page",
    title_fail="The keyboard cannot leave a part of the page",
    who="People who use a keyboard or a switch instead of a mouse, and people who use a screen "
    "reader.",
    why="Someone without a mouse is stuck there. They cannot reach the rest of the page, and often "
    "cannot even leave it.",
    fix="Let Tab and Shift+Tab move on from each named element. Do not cancel the Tab key, and do "
    "not put the focus back when it leaves. Where Tab must do something else, say in words beside "
    "it which key leaves.",
    limit="Frames of other websites are seen from outside only. A way out that is described in a "
    "picture, or only on another page, is not tried.",
    needs=(Evidence.KEYBOARD,),
    wcag=("2.1.2",),
)
def keyboard_trap(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    shut = [trap for trap in walk.traps if _is_shut(trap)]
    doubtful = [trap for trap in walk.traps if trap not in shut and _is_doubtful(trap)]
    stuck = {spot.selector for trap in shut for spot in trap.spots}
    passing = len(walk.stops) - len(stuck)
    if any(not trap.spots for trap in shut):
        return Verdict(outcome=Outcome.FAIL, title=NOWHERE)
    if shut:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=_elements(shut),
            passing=max(0, passing),
            undecided=len(doubtful),
        )
    if doubtful:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="The keyboard may not get past a part of the page",
            elements=_elements(doubtful),
            passing=passing,
        )
    return nothing_found(walk, passing=passing)


def _is_shut(trap: Trap) -> bool:
    """Whether nothing led out: of one place, or of a round that shuts out what comes after it."""
    if trap.left_by or trap.dialog or trap.frame:
        return False
    return trap.size <= 1 or (trap.beyond > 0 and not trap.pulled)


def _is_doubtful(trap: Trap) -> bool:
    """A dialog may keep the focus, and one key other than Tab is way out enough, but for going
    back only."""
    if trap.frame:
        return True
    return not trap.dialog and trap.left_by in ("", "Shift+Tab")


def _elements(traps: list[Trap]) -> tuple[Element, ...]:
    return tuple(named(spot, _message(trap)) for trap in traps for spot in trap.spots)


def _message(trap: Trap) -> str:
    if trap.frame:
        return "Tab was pressed again and again, and the focus was still inside this frame"
    where = "stayed here" if trap.size == 1 else f"went round among {trap.size} elements here"
    if trap.pulled:
        where = "was put back here by the page"
    tried = ", ".join(("Tab", *trap.tried))
    if trap.left_by:
        return f"Tab was pressed, and the focus {where}. Only {trap.left_by} led out"
    return f"These keys were pressed: {tried}. The focus {where}"
