"""Whether the labels beside fields are tied to them.

axe-core takes a placeholder or a title for a name, so that a field whose label is tied to nothing
passes there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="label-not-tied",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Labels are tied to their fields",
    title_fail="Some labels are not tied to their fields",
    who="People who use a screen reader or speech control, and people who find small targets hard "
    "to hit.",
    why="The field is announced by a hint or an example instead of its label, and pressing the "
    "label does not move to the field.",
    fix="Give the field an id, and name it in the label's for; or put the field into the label.",
    limit="Only label elements are known that label nothing, not other text beside a field.",
    needs=(Evidence.FIELDS,),
    wcag=("1.3.1", "4.1.2"),
)
def label_not_tied(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    judged = [field for field in fields.fields if field.label_from]
    return verdict_on(
        [
            element(
                field.spot,
                f"The label {quoted(field.loose_label)} beside it is tied to nothing, so its name "
                "is "
                f"{quoted(field.label)}",
            )
            for field in judged
            if field.loose_label and field.label_from in ("placeholder", "title")
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields with a name",
    )
