"""Whether colour alone says which fields are wrong or required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="error-by-colour",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="No field is marked by colour alone",
    title_fail="Some fields are marked by red alone",
    who="People who do not see colours, and people who use a screen reader.",
    why="They cannot tell which fields are meant.",
    fix="Say it in words beside the field: “Enter your email address”, “required”.",
    limit="Only red is known, on borders and labels, and in sentences that speak of it.",
    needs=(Evidence.FIELDS,),
    wcag=("1.4.1",),
)
def error_by_colour(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    judged = [field for field in fields.fields if field.kind not in ("radio", "checkbox")]
    plain = {field.form for field in judged if not field.red}
    elements = [
        element(field.spot, "Other fields are not red, and no words or signs say what is meant")
        for field in judged
        if field.red and not field.told and field.form in plain
    ]
    if judged:
        elements += [
            element(notice.spot, f"{quoted(notice.text, 100)} speaks of colour only")
            for notice in fields.noticed("red")
        ]
    return verdict_on(
        elements,
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields that could be marked",
    )
