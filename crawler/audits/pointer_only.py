"""Whether what can be clicked can be used by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import DONE, seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.pointer import MouseControl
    from crawler.records import Element, PageFacts


@audit(
    id="pointer-only",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.CRITICAL,
    title_pass="What can be clicked can be used by keyboard",
    title_fail="Some controls work with a mouse only",
    who="People who use a keyboard, a switch, speech control or a screen reader instead of a "
    "mouse.",
    why="The focus never comes to the control, so that what it does is out of their reach.",
    fix="Make it a button, or a link with an address where it leads to another page. Those take "
    "the focus and answer the keyboard by themselves.",
    limit="The same may be done in another way elsewhere on the page, and a script that listens "
    "for the whole page may serve further controls.",
    needs=(Evidence.POINTER,),
    wcag=("2.1.1",),
)
def pointer_only(facts: PageFacts) -> Verdict:
    walk = needed(facts.pointer)
    failing: list[Element] = []
    doubtful: list[Element] = []
    fine = walk.operable
    for control in walk.mouse_only:
        if control.elsewhere:
            fine += 1
            continue
        said = f"{_pressed(control)} It takes no focus, nor does anything in or round it"
        (failing if _definite(control) else doubtful).append(seen_at(control.spot, said))
    return verdict_of_walk(
        walk,
        failing,
        doubtful,
        part="presses",
        passing=fine,
        nothing="Nothing listens for the mouse",
    )


def _definite(control: MouseControl) -> bool:
    if control.beside:
        return False
    if control.role:
        return bool(control.effect) or control.listens
    return bool(control.effect) and control.listens


def _pressed(control: MouseControl) -> str:
    if control.effect:
        return f"When it was clicked, {DONE[control.effect]}."
    if control.effect is None:
        return "It was not clicked, but it is made to be." if control.listens else "It looks so."
    if control.listens:
        return "It listens for clicks, though nothing was seen when it was clicked."
    return "It looks like a control, though nothing was seen when it was clicked."
