"""Whether an iPhone enlarges the page when a field is tapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.audits.viewport import fits_phone, zoom_limit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.fields import Field
    from crawler.records import PageFacts

LARGE_ENOUGH = 16.0
"""CSS pixels. Safari on an iPhone enlarges the page until a field's letters have this size."""

_ROUNDING = 0.06
_WITHOUT_LETTERS = frozenset(
    {
        *("checkbox", "radio", "range", "color", "file"),
        # These open a picker instead of a keyboard.
        *("date", "time", "datetime-local", "month", "week"),
    }
)


@audit(
    id="field-zoom",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="Fields can be filled in without the page moving",
    title_fail="An iPhone enlarges the page when a field is tapped",
    who="People with an iPhone, who then see only a part of the form.",
    why="Safari enlarges the page when the letters of a field are smaller than 16 pixels, and "
    "leaves it so: labels and buttons lie outside the screen until one pinches it small again.",
    fix="Give input, select and textarea a font-size of at least 16px (1rem) on phones. Do not "
    "forbid zooming instead: people with low vision need it.",
    limit="It knows the size of the letters, as on a phone of 412 pixels, not what an iPhone does. "
    "Fields that open a picker are not judged, nor pages that forbid zooming: there Safari leaves "
    "the page as it is, and the viewport's audit says what is wrong with it.",
    needs=(Evidence.FIELDS, Evidence.MARKUP),
    advice=True,
)
def field_zoom(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    markup = needed(facts.markup)
    if not fits_phone(markup) or zoom_limit(markup.viewport[-1]) <= 1:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE,
            title="The page is not shown at a phone's own width, or may not be enlarged",
        )
    judged = [field for field in fields.fields if _brings_keyboard(field)]
    return verdict_on(
        [
            element(field.spot, f"{_called(field)} has letters of {field.size:g} pixels")
            for field in judged
            if field.size is not None and field.size < LARGE_ENOUGH - _ROUNDING
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="There are no fields to type or choose in",
    )


def _called(field: Field) -> str:
    return quoted(field.label) if field.label else "The field without a label"


def _brings_keyboard(field: Field) -> bool:
    open_to_it = not (field.disabled or field.readonly)
    return field.size is not None and field.kind not in _WITHOUT_LETTERS and open_to_it
