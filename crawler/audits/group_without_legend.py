"""Whether radio buttons and checkboxes that answer one question are tied to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="group-without-legend",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Questions with several answers are tied to their answers",
    title_fail="Some questions are not tied to their answers",
    who="People who use a screen reader.",
    why="They hear “Yes, radio button” and not the question.",
    fix="Put the answers into a fieldset whose legend is the question, or into an element with "
    "role=group that is named by it.",
    limit="Which text is the question is guessed from where it stands.",
    needs=(Evidence.FIELDS,),
    wcag=("1.3.1",),
)
def group_without_legend(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    loose = [
        question
        for question in fields.questions
        if not question.group and not question.in_names
        # Boxes to tick that share a name and no question may have nothing to do with each other.
        if question.text or question.kind == "radio"
    ]
    definite = [question for question in loose if question.text and question.kind == "radio"]
    return verdict_on(
        [
            element(
                question.spot,
                f"It and {question.members - 1} more answer "
                f"{quoted(question.text) if question.text else 'one question'}, and no group "
                "with that name holds them",
            )
            for question in definite or loose
        ],
        judged=len(fields.questions),
        complete=fields.complete,
        nothing="There are no questions with several answers",
        outcome=Outcome.FAIL if definite else Outcome.REVIEW,
    )
