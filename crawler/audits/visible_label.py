"""Whether fields have a label that can be seen, and that stays while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.fields import Field
    from crawler.records import PageFacts


@audit(
    id="visible-label",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Fields have a label that stays in sight",
    title_fail="Some fields have no label that stays in sight",
    who="People with memory or attention difficulties, people with low vision, and people who use "
    "speech control.",
    why="Words inside a field go away with the first letter typed; what was asked for can no "
    "longer be read or checked.",
    fix="Put a visible label above or beside the field.",
    limit="Text that stands elsewhere on the page may serve as a label; icons are not read.",
    needs=(Evidence.FIELDS,),
    wcag=("3.3.2",),
)
def visible_label(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    judged = [
        field
        for field in fields.fields
        if field.kind not in ("radio", "checkbox", "range", "color") and field.label
    ]
    bare = [field for field in judged if not _can_be_seen(field)]
    nothing = [field for field in bare if not field.placeholder and field.kind != "select"]
    return verdict_on(
        [
            element(
                field.spot,
                f"Only {quoted(field.placeholder)} inside the field says what to enter"
                if field.placeholder
                else f"Its name {quoted(field.label)} cannot be seen, and no text stands beside it",
            )
            for field in nothing or bare
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields that need a label in sight",
        outcome=Outcome.FAIL if nothing else Outcome.REVIEW,
    )


def _can_be_seen(field: Field) -> bool:
    """Whether some text could be its label; a search field is named by the button beside it."""
    return bool(
        field.label_seen
        or field.search
        or field.disabled
        or any((field.near, field.hint, field.error, field.group, field.row))
    )
