"""Whether text in Arabic, Urdu and other such scripts runs from right to left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="text-direction",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Text runs in the direction of its script",
    title_fail="Some text runs in the wrong direction",
    who="People who read Arabic, Urdu, Persian, Hebrew or another script that runs to the left.",
    why="Without the direction, numbers, full stops and words of the other script are drawn in the "
    "wrong place, and a sentence can change its meaning.",
    fix='Put dir="rtl" (beside lang) on the element round text in such a script, and take it off '
    "text that runs to the right.",
    limit="Where a passage holds one script only, whether it reads well is for a person to see.",
    needs=(Evidence.TEXT,),
    wcag=("1.3.2",),
)
def text_direction(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    mixed = [each for each in text.turned if each.mixed]
    named = mixed or text.turned
    return verdict_on(
        [
            element(
                each.spot,
                f"{quoted(each.text)} is laid out from "
                f"{'left to right' if each.right_to_left else 'right to left'}",
            )
            for each in named
        ],
        judged=text.right_to_left,
        complete=text.complete,
        nothing="All text is in scripts that run from left to right",
        outcome=Outcome.FAIL if mixed else Outcome.REVIEW,
    )
