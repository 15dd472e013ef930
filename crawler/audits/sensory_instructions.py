"""Whether instructions rest on colour, shape, size or place alone."""

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
    id="sensory-instructions",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="No instruction seems to rest on colour, shape or place alone",
    title_fail="Some instructions may rest on colour, shape or place alone",
    who="People who are blind or colour-blind, and all who see the page laid out in another way.",
    why="“Press the green button on the right” helps nobody who cannot see which is green, and on "
    "a phone there may be no right-hand side.",
    fix="Say what the thing is called: “Press Start now”. Its colour or place can be said as well.",
    limit="Whether what is meant is named somewhere else, a person must see.",
    needs=(Evidence.TEXT,),
    wcag=("1.3.3",),
)
def sensory_instructions(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, f"Can it be followed without seeing? {quoted(each.text, 120)}")
            for each in text.quotes
            if each.kind is QuoteKind.SENSES
        ],
        judged=text.passages,
        complete=text.complete,
        nothing="There is no text",
        outcome=Outcome.REVIEW,
    )
