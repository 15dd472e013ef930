"""Whether what shows under the mouse can be dismissed, pointed at and read at leisure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.pointer import Revealed
    from crawler.records import Element, PageFacts


@audit(
    id="hover-content",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="What shows under the mouse can be dismissed, pointed at and read",
    title_fail="Some content that shows under the mouse cannot be dismissed, pointed at or read",
    who="People who enlarge the page, who need long to read, or whose hand shakes.",
    why="At high magnification such content covers what one wants to read, and one has to move "
    "the mouse to read on in it. If it goes then, or cannot be sent away, one can read "
    "neither.",
    fix="Let Escape hide it. Leave it there while the mouse is on it, with no gap between it and "
    "what brings it. Hide it only when mouse and focus have gone.",
    limit="Only Escape is tried as a way to dismiss it. What shows on focus alone is not tried. "
    "A menu that opens under the mouse counts too where it covers something.",
    needs=(Evidence.POINTER,),
    wcag=("1.4.13",),
)
def hover_content(facts: PageFacts) -> Verdict:
    walk = needed(facts.pointer)
    failing: list[Element] = []
    doubtful: list[Element] = []
    fine = 0
    for shown in walk.revealed:
        faults = _faults(shown)
        if faults:
            said = f"{quoted(shown.text) if shown.text else 'What shows'} {' and '.join(faults)}"
            failing.append(seen_at(shown.trigger, said))
        elif shown.dismissable is False and shown.obscures is None:
            said = "Escape does not hide it. Does it cover anything?"
            doubtful.append(seen_at(shown.trigger, said))
        else:
            fine += 1
    return verdict_of_walk(
        walk,
        failing,
        doubtful,
        part="hovers",
        passing=fine,
        nothing="Nothing shows by hovering",
    )


def _faults(shown: Revealed) -> list[str]:
    if shown.keys == "stays":
        return []
    faults = []
    if shown.persistent is False:
        faults.append("goes by itself while the mouse is still there")
    if shown.hoverable is False:
        faults.append("goes when the mouse is moved onto it")
    if shown.dismissable is False and shown.obscures:
        faults.append("covers something, and Escape does not hide it")
    return faults
