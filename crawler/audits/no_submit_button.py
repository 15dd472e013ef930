"""Whether forms have a button to send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="no-submit-button",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Every form has a button",
    title_fail="Some forms have no button",
    who="People who use a keyboard, a screen reader or speech control.",
    why="They have filled in the form and find nothing to press; or it is sent while they still "
    "choose.",
    fix="Add a button that says what it does: “Find”, “Send the report”.",
    limit="Elements that a script makes work as buttons, without saying so, are not known.",
    needs=(Evidence.FIELDS,),
    wcag=("3.2.2",),
    advice=True,
)
def no_submit_button(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    return verdict_on(
        [
            element(form.spot, f"It has {form.fields} fields to fill in and no button")
            if form.fields > 1
            else element(form.spot, "It has a field to fill in and no button")
            for form in fields.forms
            if not form.buttons
        ],
        judged=len(fields.forms),
        complete=fields.complete,
        nothing="There are no forms with fields",
    )
