"""Whether lines with bullets or numbers typed before them are lists that nobody marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.text import QuoteKind
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="unmarked-list",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="No list is made by typing bullets or numbers",
    title_fail="Lists may be made by typing bullets or numbers",
    who="People who use a screen reader or braille.",
    why="In a real list they hear how many items there are and can skip it. Typed signs are only "
    "read aloud.",
    fix="Make it a list: ul with li for bullets, ol with li for steps.",
    limit="Numbers can be part of the text, as in a law; a person must see whether it is a list.",
    needs=(Evidence.TEXT,),
    wcag=("1.3.1",),
)
def unmarked_list(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(
                each.spot, f"{each.count} lines begin like those of a list: {quoted(each.text)}"
            )
            for each in text.quotes
            if each.kind is QuoteKind.LINES
        ],
        judged=text.passages,
        complete=text.complete,
        nothing="There is no text",
        outcome=Outcome.REVIEW,
    )
