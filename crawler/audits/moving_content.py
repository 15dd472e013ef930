"""Whether what moves by itself for more than five seconds can be stopped (WCAG 2.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element
from crawler.audits.registry import Verdict, audit
from crawler.facts.motion import Mover
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.motion import Moving
    from crawler.records import PageFacts

SMALLEST = 400
"""Square CSS pixels: a smaller thing that moves distracts nobody for certain."""

_WHAT = {
    Mover.ANIMATION: "an animation",
    Mover.VIDEO: "a video that starts by itself",
    Mover.PICTURE: "a moving picture",
}


@audit(
    id="moving-content",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="What moves by itself stops soon, or can be stopped",
    title_fail="Something moves by itself, and nothing stops it",
    who="People with attention disorders, with dizziness, and those who read slowly or enlarged.",
    why="Movement that does not stop keeps some people from reading anything else on the page.",
    fix="Let it stop within five seconds, or put a button beside it that pauses it. Do not start "
    "carousels and videos by themselves.",
    limit="A button that stops it is told by its name only. What a script moves step by step is "
    "not seen here. Whether a shadow, an outline or a size that pulses a little distracts, a "
    "person must judge.",
    needs=(Evidence.MOTION,),
    wcag=("2.2.2",),
)
def moving_content(facts: PageFacts) -> Verdict:
    motion = needed(facts.motion)
    sure = [each for each in motion.moving if _is_sure(each)]
    unsure = [each for each in motion.moving if each not in sure]
    certain = tuple(element(each.spot, _said(each)) for each in sure)
    possible = tuple(element(each.spot, _said(each)) for each in unsure)
    pauses = motion.pauses
    count = len(certain) + len(possible)
    if pauses and count:
        names = ", ".join(f"“{name}”" for name in pauses[:3])
        return Verdict(
            outcome=Outcome.PASS, passing=count, title=f"What moves can be stopped: {names}"
        )
    if certain:
        return Verdict(outcome=Outcome.FAIL, elements=certain, undecided=len(possible))
    if possible:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="Something may move by itself for longer than five seconds",
            elements=possible,
        )
    if not motion.complete:
        return Verdict(outcome=Outcome.REVIEW, title="There is more that may move than we look at")
    return Verdict(outcome=Outcome.NOT_APPLICABLE, title="Nothing moves by itself for long")


def _is_sure(moving: Moving) -> bool:
    return moving.known and not moving.waiting and not moving.faint and moving.area >= SMALLEST


def _said(moving: Moving) -> str:
    lasts = "without end" if moving.seconds is None else f"for {moving.seconds:g} seconds"
    if not moving.known:
        lasts = "for a time that could not be told"
    said = f"It is {_WHAT[moving.by]} and moves {lasts}"
    if moving.waiting:
        return f"{said}; it may only show that something is loading"
    return f"{said}, though only by a little" if moving.faint else said
