"""Whether two fields that stand together have the same label."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.fields import Field
    from crawler.records import PageFacts


_CHOICES = frozenset({"radio", "checkbox"})
"""Their labels are answers, and the question tells them apart."""


@audit(
    id="duplicate-label",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Fields with the same label can be told apart",
    title_fail="Fields that stand together have the same label",
    who="People who use a screen reader or speech control.",
    why="They hear “Name” twice and cannot tell whose name goes where.",
    fix="Say in the label what sets the field apart, or put the fields into groups with a legend: "
    "“You”, “Your partner”.",
    limit="What only sight tells, such as a column, is known for tables alone.",
    needs=(Evidence.FIELDS,),
    wcag=("2.4.6", "3.3.2"),
)
def duplicate_label(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    alike: dict[tuple[int, str, str, str, str], list[Field]] = defaultdict(list)
    judged = [
        field
        for field in fields.fields
        if field.label and not field.search and field.kind not in _CHOICES
    ]
    for field in judged:
        label = re.sub(r"[\W_]+", " ", field.label.casefold()).strip()
        alike[field.form, label, field.group, field.heading, field.row].append(field)
    twice = {field.spot.selector for group in alike.values() if len(group) > 1 for field in group}
    return verdict_on(
        [
            element(field.spot, f"The label {quoted(field.label)} stands there more than once")
            for field in judged
            if field.spot.selector in twice
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields with a label",
    )
