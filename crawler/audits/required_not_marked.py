"""Whether it is said in words or signs which fields must be filled in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.fields import Field
    from crawler.records import PageFacts


@audit(
    id="required-not-marked",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="It is said which fields must be filled in",
    title_fail="It may not be said which fields must be filled in",
    who="Everybody, and most of all people for whom correcting a form is hard.",
    why="They learn only from an error what was asked of them.",
    fix="Write “(required)” or “(optional)” into the labels, or explain above the form what an "
    "asterisk means.",
    limit="What a picture or a heading on an earlier page says is not known.",
    needs=(Evidence.FIELDS,),
    wcag=("3.3.2",),
)
def required_not_marked(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    judged = [
        field
        for field in fields.fields
        if field.kind not in ("radio", "checkbox") and not field.search and not field.disabled
    ]
    unmarked = [] if fields.explains_required else _unmarked(judged)
    if unmarked:
        return verdict_on(
            [
                element(field.spot, "It must be filled in, others need not, and no text says so")
                for field in unmarked
            ],
            judged=len(judged),
            complete=fields.complete,
            nothing="",
            outcome=Outcome.REVIEW,
        )
    stars = [] if fields.explains_star else [field for field in judged if field.mark == "star"]
    return verdict_on(
        [
            element(field.spot, "Its label has an asterisk that is explained nowhere")
            for field in stars
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields to fill in",
        title="It is not said what the asterisks beside fields mean",
        advice=True,
    )


def _unmarked(fields: list[Field]) -> list[Field]:
    """Required fields without a mark, in forms where others are not required and none is marked."""
    forms: dict[int, list[Field]] = defaultdict(list)
    for field in fields:
        forms[field.form].append(field)
    return [
        field
        for each in forms.values()
        if not all(other.required for other in each) and not any(other.mark for other in each)
        for field in each
        if field.required
    ]
