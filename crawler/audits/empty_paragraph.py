"""Whether empty paragraphs and rows of line breaks are there to make room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="empty-paragraph",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Room is made by the style sheet, not by empty paragraphs",
    title_fail="Empty paragraphs or rows of line breaks make room",
    who="People who use a screen reader.",
    why="Some screen readers stop at each and say “blank”, so that the text seems to have ended.",
    fix="Take them away, and set the distance in the style sheet with margin.",
    limit="Paragraphs without anything in them at all take up no room, and are not counted.",
    needs=(Evidence.TEXT,),
    wcag=("1.3.1",),
    advice=True,
)
def empty_paragraph(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            *(element(spot, "A paragraph with nothing to read") for spot in text.empty_paragraphs),
            *(element(spot, "Three line breaks or more in a row") for spot in text.breaks),
        ],
        judged=text.paragraphs + len(text.breaks),
        complete=text.complete,
        nothing="There are no paragraphs",
        found=text.empty_paragraphs_count + len(text.breaks),
    )
