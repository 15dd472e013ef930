"""Whether the page speaks of a time limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="time-limit",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    decides=False,
    title_pass="The page speaks of no time limit",
    title_fail="The page speaks of a time limit",
    who="People who need more time to read, type or move, and people who use a screen reader.",
    why="They lose what they have entered when the time runs out before they are done.",
    fix="Set no limit, or let people switch it off or extend it at least ten times with one "
    "press, with 20 seconds' warning.",
    limit="Whether the limit can be extended, a person must try.",
    needs=(Evidence.FIELDS,),
    wcag=("2.2.1",),
)
def time_limit(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    found = fields.noticed("time-limit")
    return verdict_on(
        [
            element(notice.spot, f"{quoted(notice.text, 120)}: can it be extended?")
            for notice in found
        ],
        judged=len(fields.fields),
        complete=fields.complete,
        nothing="There are no fields to fill in, and no time limit is spoken of",
        outcome=Outcome.REVIEW,
    )
