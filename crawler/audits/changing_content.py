"""Whether what changes by itself, such as a carousel, can be stopped (WCAG 2.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.facts.watched import Changing
    from crawler.records import Element, PageFacts


@audit(
    id="changing-content",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="What changes by itself can be stopped",
    title_fail="A part of the page keeps changing by itself, and nothing stops it",
    who="People who read slowly, who enlarge the page, or whom movement keeps from reading.",
    why="What they were reading is gone before they have read it, and movement beside a text "
    "keeps some people from reading it at all.",
    fix="Let people turn the slides themselves. Where they must turn by themselves, put a button "
    "with them that pauses them for good.",
    limit="A button that stops it is told by its name only, and what changes for the first time "
    "after the seconds of watching is not seen.",
    needs=(Evidence.WATCHED,),
    wcag=("2.2.2",),
)
def changing_content(facts: PageFacts) -> Verdict:
    watched = needed(facts.watched)
    if not watched.changing:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="Nothing keeps changing by itself")
    if watched.pauses:
        names = ", ".join(f"“{name}”" for name in watched.pauses[:3])
        title = f"What changes by itself can be stopped: {names}"
        return Verdict(outcome=Outcome.PASS, passing=len(watched.changing), title=title)
    sure = [each for each in watched.changing if each.moments > 1]
    unsure = [each for each in watched.changing if each.moments < 2]
    if sure:
        said = "It changed again and again while nobody touched the page"
        return Verdict(outcome=Outcome.FAIL, elements=_elements(sure, said), undecided=len(unsure))
    said = "It looks like a carousel, and it changed while nobody touched the page"
    return Verdict(
        outcome=Outcome.REVIEW,
        title="A carousel may turn by itself",
        elements=_elements(unsure, said),
    )


def _elements(changing: Sequence[Changing], said: str) -> tuple[Element, ...]:
    return tuple(replace(element(each.spot, said), viewport=Viewport.DESKTOP) for each in changing)
