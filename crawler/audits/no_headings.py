"""Whether a long text has headings to find one's way by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import too_large
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

LONG = 2500
"""Letters of sentences: about 500 words, more than a phone shows in two screens."""

SHORT = 600


@audit(
    id="no-headings",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="Long text is divided by headings",
    title_fail="A long text has no headings",
    who="People who use a screen reader and move from heading to heading, and people who find it "
    "hard to read much at once.",
    why="Without headings all of it must be read, or listened to, to find one thing.",
    fix="Divide the text, and mark what heads each part as h2 and below; bold text is no heading.",
    limit="Whether the text falls into parts at all is for a person to see.",
    needs=(Evidence.TEXT,),
    wcag=("1.3.1",),
)
def no_headings(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    if not text.complete and (text.prose < LONG or text.main_headings):
        return too_large(text.main_headings)
    if text.prose < SHORT and not text.main_headings:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="The text is short")
    if text.prose < LONG or text.main_headings:
        return Verdict(outcome=Outcome.PASS, passing=max(1, text.main_headings))
    return Verdict(
        outcome=Outcome.REVIEW,
        title=f"About {text.prose // 500 * 100} words of text have no heading among them",
        undecided=1,
    )
