"""Whether coming to something with the keyboard already sets something off (WCAG 3.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import nothing_found, told
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.keyboard import Stop
    from crawler.records import PageFacts

CAUSED = {
    "window": "When the focus came here, the page tried to open another window, each time",
    "address": "When the focus came here, the page tried to go to another page, each time",
    "form": "When the focus came here, the page tried to send a form, each time",
}
LOST = "When the focus came here, the page took it away, so nobody can use this with a keyboard"
ELSEWHERE = "When the focus came here, the page put it on another element"


@audit(
    id="change-on-focus",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Nothing happens by merely coming to it with the keyboard",
    title_fail="Coming to something with the keyboard already sets something off",
    who="People who use a keyboard or a switch, people who use a screen reader, and people who are "
    "easily confused by sudden change.",
    why="To read a page by keyboard one has to come past everything. Whoever does so is taken "
    "away, or loses their place, without having chosen anything.",
    fix="Let the named elements act when they are pressed (click, or the form's button), never on "
    "their focus event. Do not call blur() there.",
    limit="What happens only once, or more than a third of a second later, does not count.",
    needs=(Evidence.KEYBOARD,),
    wcag=("3.2.1",),
)
def change_on_focus(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    failing = [
        (stop, CAUSED.get(stop.caused, LOST)) for stop in walk.stops if stop.caused or _lost(stop)
    ]
    moved = [
        (stop, ELSEWHERE)
        for stop in walk.stops
        if stop.moved == "elsewhere" and not stop.caused and not stop.hidden
    ]
    passing = len(walk.stops) - len(failing) - len(moved)
    if failing:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=told(failing),
            failing=len(failing),
            passing=passing,
            undecided=len(moved),
        )
    if moved:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="The page moves the keyboard focus on by itself",
            elements=told(moved),
            passing=passing,
            undecided=len(moved),
        )
    return nothing_found(walk, passing=passing)


def _lost(stop: Stop) -> bool:
    """Whether it shows and cannot hold the focus. What is hidden may only hand it on."""
    return stop.moved == "lost" and not stop.hidden
