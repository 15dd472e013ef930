"""Text that is shown and hidden from screen readers, and stands nowhere else."""

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
    id="hidden-content-visible",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    decides=False,
    title_pass="Text that can be seen can be heard too",
    title_fail="Some text can be seen but is hidden from screen readers",
    who="People who use a screen reader.",
    why="What is marked with aria-hidden is never read out. Whoever cannot see it does not know "
    "that it is there.",
    fix="Take aria-hidden away from text, or say the same elsewhere. Keep it for icons and for "
    "what is there twice.",
    limit="Texts of fewer than four words, and those whose words stand elsewhere, are passed over. "
    "Whether the rest matters a person must see.",
    needs=(Evidence.TEXT,),
    wcag=("4.1.2", "1.3.1"),
)
def hidden_content_visible(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, f"Hidden from screen readers: {quoted(each.text, 100)}")
            for each in text.quotes
            if each.kind is QuoteKind.UNHEARD
        ],
        judged=text.muted,
        complete=text.complete,
        nothing="No text that is shown is hidden from screen readers",
        outcome=Outcome.REVIEW,
    )
