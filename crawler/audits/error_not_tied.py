"""Whether messages about errors are tied to the fields that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="error-not-tied",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    decides=False,
    title_pass="Error messages are tied to their fields",
    title_fail="Some error messages may not be tied to their fields",
    who="People who use a screen reader.",
    why="They hear that something is wrong, go to the field, and are not told there what it is.",
    fix="Give the message an id and name it in the field's aria-describedby, and set "
    "aria-invalid=true on the field.",
    limit="Only messages that are there when the page has loaded are seen: no form is sent.",
    needs=(Evidence.FIELDS,),
    wcag=("3.3.1", "1.3.1"),
)
def error_not_tied(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    judged = [field for field in fields.fields if field.kind not in ("radio", "checkbox")]
    return verdict_on(
        [
            element(
                field.spot, f"{quoted(field.error, 100)} stands beside it, and is not tied to it"
            )
            for field in judged
            if field.error
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields that could have a message",
        outcome=Outcome.REVIEW,
    )
