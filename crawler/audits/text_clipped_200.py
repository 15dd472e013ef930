"""Whether text stays whole when it is twice as large (WCAG 1.4.4, failure F69)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.evidence import Evidence, needed
from crawler.audits.lost_text import judge_losses
from crawler.audits.registry import Verdict, audit, to_check
from crawler.facts.resizing import Change
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="text-clipped-200",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Text stays whole at twice its size",
    title_fail="Text is cut off when the page is enlarged to 200%",
    who="People with low vision who enlarge pages, or the letters on their phone.",
    why="What is cut off cannot be read at all, and often nobody notices that it is missing.",
    fix="Let boxes grow with their text: use min-height instead of height, let lines wrap, and do "
    "not hide what runs over.",
    limit="Zooming in a desktop browser is what must work. Where only the larger letters of a "
    "phone are cut off, a person must judge. Text in pictures and in fields is not looked at.",
    needs=(Evidence.RESIZING,),
    wcag=("1.4.4",),
)
def text_clipped_200(facts: PageFacts) -> Verdict:
    resizing = needed(facts.resizing)
    verdict = judge_losses(
        resizing,
        (Change.ZOOM, Change.LETTERS),
        frozenset({Change.ZOOM}),
        "text that may be cut off when the letters are twice as large",
    )
    if verdict.outcome is Outcome.PASS and not resizing.grown:
        return replace(
            verdict,
            outcome=Outcome.REVIEW,
            title=to_check("the letters could not be enlarged on the phone"),
            undecided=1,
        )
    return verdict
