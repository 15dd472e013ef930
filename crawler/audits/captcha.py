"""Whether a form asks for proof of being human."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="captcha",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.CRITICAL,
    decides=False,
    title_pass="No form asks for proof of being human",
    title_fail="A form asks for proof of being human",
    who="People who are blind or have low vision, and people with memory or learning difficulties.",
    why="A puzzle that a program cannot solve is one that many people cannot solve either.",
    fix="Use means that ask nothing of people, such as a hidden field or limits on the server. "
    "Otherwise offer at least two ways that use different senses, and one without a puzzle for "
    "signing in.",
    limit="Whether there is another way, and whether the puzzle is ever shown, a person must see.",
    needs=(Evidence.FIELDS,),
    wcag=("1.1.1", "3.3.8"),
)
def captcha(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    return verdict_on(
        [
            element(notice.spot, "It looks like a test for being human: is there another way?")
            for notice in fields.noticed("captcha")
        ],
        judged=len(fields.fields),
        complete=fields.complete,
        nothing="There are no fields",
        outcome=Outcome.REVIEW,
    )
