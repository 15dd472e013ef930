"""Whether pictures are drawn with letters and signs (WCAG failure F72)."""

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
    id="text-drawing",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="No picture is drawn with letters and signs",
    title_fail="Pictures may be drawn with letters and signs",
    who="People who use a screen reader or braille.",
    why="They hear a row of colons, brackets and bars.",
    fix='Put a real picture with an alternative there. For a drawing that stays, use role="img" '
    "with aria-label; for “:-)” write what it means.",
    limit="Whether an alternative stands near it, a person must see.",
    needs=(Evidence.TEXT,),
    wcag=("1.1.1",),
)
def text_drawing(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, f"Made of signs: {quoted(each.text)}")
            for each in text.quotes
            if each.kind in (QuoteKind.DRAWING, QuoteKind.EMOTICON)
        ],
        judged=text.passages,
        complete=text.complete,
        nothing="There is no text",
        outcome=Outcome.REVIEW,
    )
