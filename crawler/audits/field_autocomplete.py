"""Whether fields about the visitor say what they are for, so that browsers can fill them in."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.fields import Field
    from crawler.records import PageFacts


_KINDS = frozenset({"text", "email", "tel", "textarea", "date", "url"})
_OF_PLACES = frozenset({"postal-code", "street-address", "name"})
_YOURS = re.compile(r"\b(?:your|my|eich)\b", re.IGNORECASE)
_PEOPLE = (
    r"child|children|pupil|partner|spouse|landlord|agent|owner|keeper|driver|deceased|witness"
    r"|applicant|tenant|neighbour|carer|parent|guardian|patient|victim|suspect|employer"
    r"|emergency contact|next of kin|their|his|her|friend|recipient|councillor|person"
    r"|plentyn|perchennog"
)
_THINGS = (
    r"company|business|organisation|charity|school|its|property|location|site|incident|problem"
    r"|event|venue|premises|dog|pet|cwmni|busnes|sefydliad|ysgol|lleoliad|digwyddiad"
)
_OF_PEOPLE = re.compile(rf"\b(?:{_PEOPLE})(?:.?s)?\b", re.IGNORECASE)
_OF_OTHERS = re.compile(rf"\b(?:{_PEOPLE}|{_THINGS})(?:.?s)?\b", re.IGNORECASE)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:please )?(?:enter |rhowch )?(?:your |my |eich )?(?:{pattern})")


_PURPOSES = (
    ("given-name", _words(r"(?:first|given|fore) ?names?|forename|enwau? cyntaf")),
    ("family-name", _words(r"(?:last|family|sur) ?name|surname|cyfenw")),
    ("name", _words(r"(?:full )?name|name in full|enw(?: llawn)?")),
    ("email", _words(r"e-?mail(?: address)?|(?:cyfeiriad )?e-?bost")),
    (
        "tel",
        _words(
            r"(?:(?:tele)?phone|mobile|mobile phone|contact|daytime|home|tel|evening)(?: ?(?:tele)?"
            r"phone)?(?: (?:number|no\.?))?|(?:rhif )?ff[oô]n(?: symudol)?"
        ),
    ),
    (
        "street-address",
        _words(r"(?:home |postal |full )?address|address line 1|cyfeiriad(?: cartref)?"),
    ),
    ("postal-code", _words(r"post ?code|cod post")),
    ("bday", _words(r"date of birth|birth ?date|dob|dyddiad geni")),
)


@audit(
    id="field-autocomplete",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Fields about the visitor say what they are for",
    title_fail="Some fields about the visitor do not say what they are for",
    who="People with memory, learning or motor difficulties.",
    why="Their browser could fill in name, address and email for them, or show a familiar symbol, "
    "and is not told which field is which.",
    fix="Add the autocomplete attribute: name, given-name, family-name, email, tel, "
    "street-address, postal-code, bday.",
    limit="Only labels that plainly ask for the visitor's own details are known; a form about "
    "somebody else, or a search by place, may use the same words.",
    needs=(Evidence.FIELDS,),
    wcag=("1.3.5",),
)
def field_autocomplete(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    own = [
        (field, purpose)
        for field in fields.fields
        if field.kind in _KINDS and not field.search and (purpose := _purpose(field))
    ]
    forms = Counter(field.form for field, _ in own)
    judged = [
        (field, purpose)
        for field, purpose in own
        # A postcode alone may be of any place.
        if purpose not in _OF_PLACES or forms[field.form] > 1 or _YOURS.search(field.label)
    ]
    return verdict_on(
        [
            element(field.spot, f"{quoted(field.label)} has no autocomplete={purpose}")
            for field, purpose in judged
            if field.autocomplete in (None, "", "on", "off", "false", "nope", "new-password")
        ],
        judged=len(judged),
        complete=fields.complete,
        nothing="No field plainly asks for the visitor's own details",
    )


def _purpose(field: Field) -> str | None:
    """The token of https://www.w3.org/TR/WCAG22/#input-purposes, when it is plain."""
    if _OF_OTHERS.search(f"{field.label} {field.group}") or _OF_PEOPLE.search(field.heading):
        return None
    label = re.sub(r"\(.*?\)|[*:?]|required|optional|gorfodol|dewisol", " ", field.label.lower())
    label = " ".join(label.split())
    return next((token for token, pattern in _PURPOSES if pattern.fullmatch(label)), None)
