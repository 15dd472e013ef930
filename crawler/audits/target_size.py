"""Whether links and buttons are large enough, or far enough apart, for a finger.

WCAG 2.5.8 with the exceptions that can be computed (see facts/targets.py). axe-core names what it
sees in frames, which our own measuring does not enter, where it ran, and agrees with us or not
elsewhere; where the two differ the standard's words decide, which are what ours follows:

- What takes a tap counts, so padding, labels and unseen layers over a target count, and what lies
  over it does not. axe-core takes the element's box.
- A target whose circle meets another target fails however large the other is, even where it lies
  on it.
- Text that is no target in the same line excepts a link; a sign that only parts links does not
  surely, and a person is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.axe_nodes import elements_of
from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.facts.targets import Doubt, TargetsAt
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.targets import Target, Targets
    from crawler.records import AxeNode, AxeRun, PageFacts

RULE = "target-size"
NOTHING = "There is nothing to tap"
ALL_FREE = "There are only links within sentences, and controls as the browser draws them"
DOUBTS = {
    Doubt.SEPARATED: "Only signs stand between it and the next. Is it part of a sentence?",
    Doubt.ICON: "It is a picture in a line of text. Is it part of a sentence?",
    Doubt.MAP: "It lies on a map or drawing. Must it stand there?",
}
ON = {
    Viewport.MOBILE: "",
    Viewport.SMALL: "On a screen 360 pixels wide: ",
    Viewport.LANDSCAPE: "On a phone held sideways: ",
}


@audit(
    id="target-size",
    pillar=Pillar.MOBILE,
    impact=Impact.SERIOUS,
    title_pass="Links and buttons are large enough to tap",
    title_fail="Some links or buttons are too small or too close together to tap",
    why="People with large fingers, tremor or a moving phone tap the wrong thing.",
    fix="Make each named target at least 24 by 24 pixels, or leave room round it, so that circles "
    "of 24 pixels on neighbouring targets do not meet. Padding counts.",
    needs=(Evidence.TARGETS,),
    wcag=("2.5.8",),
    who="People with tremor or large fingers, and anyone who holds a phone while walking.",
    limit="It cannot tell whether the place and size of a target are essential, as of a pin on a "
    "map. What listens for taps only higher up in the page is not seen as a target, nor is what is "
    "in closed parts of components.",
)
def target_size(facts: PageFacts) -> Verdict:
    targets = needed(facts.targets)
    phone = targets.at(Viewport.MOBILE) or TargetsAt(viewport=Viewport.MOBILE)
    run = facts.axe_at(Viewport.MOBILE)
    framed, agreeing = _of_axe(run)
    small = _elements(targets, "small") + elements_of(framed, Viewport.MOBILE)
    doubtful = _elements(targets, "doubtful")
    found = _found(targets, "small") + len(framed)
    undecided = _found(targets, "doubtful")
    named = {element.selector for element in small}
    engines: tuple[str, ...] = ("usability:target-size",)
    if framed or named & agreeing:
        engines += (f"axe:{RULE}",)
    # What only axe-core saw, on a page of which we did not see all.
    missed = () if targets.complete else elements_of(_failed(run), Viewport.MOBILE)
    passing = phone.count - phone.small_found - phone.doubtful_found
    if small:
        return Verdict(
            outcome=Outcome.FAIL,
            engines=engines,
            elements=small,
            failing=found,
            passing=max(0, passing),
            undecided=undecided,
        )
    if doubtful or missed:
        return Verdict(
            outcome=Outcome.REVIEW,
            elements=doubtful + missed,
            passing=max(0, passing),
            undecided=undecided + len(missed),
        )
    if not targets.complete:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="Too large to test fully: not all links and buttons were measured",
            passing=passing,
            undecided=1,
        )
    if not phone.count:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=NOTHING)
    if phone.count == phone.free.get("inline", 0) + phone.free.get("native", 0):
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=ALL_FREE)
    return Verdict(outcome=Outcome.PASS, passing=phone.count)


def _elements(targets: Targets, which: str) -> tuple[Element, ...]:
    """Those of all sizes, each where it was seen first."""
    found: dict[str, Element] = {}
    for at in targets.sizes:
        viewport = Viewport(at.viewport)
        for target in at.small if which == "small" else at.doubtful:
            found.setdefault(
                target.spot.selector,
                Element(
                    selector=target.spot.selector,
                    html=target.spot.html,
                    message=ON[viewport] + message(target),
                    viewport=viewport,
                    pictures=at.pictures if which == "small" else (),
                ),
            )
    return tuple(found.values())


def _found(targets: Targets, which: str) -> int:
    """How many there are: those counted at the first size that has any, and those named later."""
    counts = [at.small_found if which == "small" else at.doubtful_found for at in targets.sizes]
    return max(len(_elements(targets, which)), *counts)


def message(target: Target) -> str:
    """What was measured of a target below 24 px, in words."""
    said = f"{quoted(target.text)}: " if target.text else ""
    said += (
        f"{target.width} by {target.height} pixels. A circle of 24 pixels on its middle reaches "
        f"{target.gap} too far towards {quoted(target.near)}"
    )
    return f"{said}. {DOUBTS[Doubt(target.doubt)]}" if target.doubt else said


def _of_axe(run: AxeRun | None) -> tuple[tuple[AxeNode, ...], set[str]]:
    """What axe-core's rule failed in frames, and the selectors of what it failed outside."""
    failed = _failed(run)
    framed = tuple(node for node in failed if node.frame is not None)
    return framed, {node.selector for node in failed if node.frame is None}


def _failed(run: AxeRun | None) -> tuple[AxeNode, ...]:
    if run is None:
        return ()
    return next((rule.violations for rule in run.rules if rule.id == RULE), ())
