"""Whether text that only holds a place was left on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.text import QuoteKind
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="placeholder-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No text was left that only holds a place",
    title_fail="Text that only holds a place was left on the page",
    who="People who use a screen reader, and people who find reading hard.",
    why="They work through words that mean nothing before they know it.",
    fix="Write the text, or take the block away until it is written.",
    limit="It knows Lorem ipsum and the usual phrases of templates, in English.",
    needs=(Evidence.TEXT,),
    advice=True,
)
def placeholder_text(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, f"Nobody wrote this for readers: {quoted(each.text)}")
            for each in text.quotes
            if each.kind is QuoteKind.PLACEHOLDER
        ],
        judged=text.passages,
        complete=text.complete,
        nothing="There is no text",
    )
