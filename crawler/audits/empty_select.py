"""Whether lists to choose from have choices, and groups of choices a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="empty-select",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Lists to choose from have named choices",
    title_fail="Some lists to choose from lack choices or names of groups",
    who="People who use a screen reader.",
    why="They open a list and hear nothing, or choices without the group that they belong to.",
    fix="Fill the list on the server or switch it off until it is filled; give each optgroup a "
    "label.",
    limit="A script may fill a list later.",
    needs=(Evidence.FIELDS,),
    wcag=("1.3.1", "4.1.2"),
    advice=True,
)
def empty_select(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    judged = [field for field in fields.fields if field.choices is not None and not field.disabled]
    return verdict_on(
        [
            element(field.spot, "It has no choices")
            if not field.choices
            else element(field.spot, "A group of its choices has no name")
            for field in judged
            if not field.choices or field.unnamed_groups
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no lists to choose from",
    )
