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
    if not watched.changing and not watched.complete:
        return Verdict(
            outcome=Outcome.REVIEW, title="More changes by itself than we can look through"
        )
    if not watched.changing:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="Nothing keeps changing by itself")
    if watched.pauses:
        names = ", ".join(f"“{name}”" for name in watched.pauses[:3])
        title = f"What changes by itself can be stopped: {names}"
        return Verdict(outcome=Outcome.PASS, passing=len(watched.changing), title=title)
    sure = [each for each in watched.changing if _is_sure(each)]
    unsure = [each for each in watched.changing if not _is_sure(each)]
    if sure:
        said = "It changed again and again while nobody touched the page"
        return Verdict(outcome=Outcome.FAIL, elements=_elements(sure, said), undecided=len(unsure))
    said = "It changed while nobody touched the page, and may go on changing"
    return Verdict(
        outcome=Outcome.REVIEW,
        title="A part of the page may keep changing by itself",
        elements=_elements(unsure, said),
    )


def _is_sure(changing: Changing) -> bool:
    """A page that loads in pieces, or a notice that comes late, also changes more than once."""
    return changing.replaced and changing.moments >= (2 if changing.carousel else 3)


def _elements(changing: Sequence[Changing], said: str) -> tuple[Element, ...]:
    return tuple(replace(element(each.spot, said), viewport=Viewport.DESKTOP) for each in changing)
