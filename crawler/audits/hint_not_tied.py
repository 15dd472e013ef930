"""Whether the hints beside fields are tied to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="hint-not-tied",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="Hints are tied to their fields",
    title_fail="Some hints may not be tied to their fields",
    who="People who use a screen reader.",
    why="They move from field to field, and do not hear text that merely stands beside one.",
    fix="Give the hint an id, and name that id in the field's aria-describedby.",
    limit="Which text belongs to a field is guessed from where it stands and how it begins.",
    needs=(Evidence.FIELDS,),
    wcag=("1.3.1", "3.3.2"),
)
def hint_not_tied(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    judged = [field for field in fields.fields if field.kind not in ("radio", "checkbox")]
    return verdict_on(
        [
            element(
                field.spot, f"{quoted(field.hint, 100)} stands beside it, and is not tied to it"
            )
            for field in judged
            if field.hint and (field.label_seen or field.near)
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields that could have a hint",
        outcome=Outcome.REVIEW,
    )
