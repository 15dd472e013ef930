"""The fields of forms, with what names, explains and groups them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, NAMES, PARTS
from crawler.facts.fields import PageFields

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
NOTICES = Path(__file__).with_name("notices.js").read_text(encoding="utf-8")
FIELD_TEXT = Path(__file__).with_name("field_text.js").read_text(encoding="utf-8")
LIMITS = {
    "fields": 200,
    "questions": 100,
    "forms": 50,
    "notices": 50,
    "texts": 50_000,
    "text": 200,
}

_UNITS = r"\d+[ -]?(?:minutes?|mins?|seconds?|secs?|hours?)\b"
_MANDATORY = r"required|mandatory|compulsory|must be (?:completed|filled)|gorfodol|angenrheidiol"
VOCABULARY = {
    "errorBox": r"(?:^|[\s_-])(?:error|err|errors|invalid|validation|danger|alert)(?:$|[\s_-])"
    r"|error-?message|errormsg|field-validation",
    "hintBox": r"hint|help|desc(?:ription)?\b|(?:^|[\s_-])(?:note|tip|info|guidance)(?:$|[\s_-])",
    "hint": r"^\(?(?:e\.?g\.?[\s,:]|for example|example:|er enghraifft|use |enter |must |format|"
    r"please (?:enter|use|give|include)|in the format|include |do not |don.t |maximum|minimum|"
    r"up to \d|at least|no more than|dd ?[/-]|rhowch|defnyddiwch|rhaid|fformat|peidiwch)",
    "mandatory": _MANDATORY,
    "optional": r"\boptional\b|\bdewisol\b|\bif (?:any|known|applicable|you have one)\b|os oes",
    "explains": r"\b(?:all|any|these|the|other) (?:fields|questions|sections|boxes|information)\b"
    rf".{{0,40}}(?:{_MANDATORY}|need|must)|(?:{_MANDATORY}) (?:fields?|questions?|information)"
    rf"|(?:fields?|questions?|sections?).{{0,40}}(?:{_MANDATORY}|optional|must be)|unless.{{0,40}}"
    r"optional|(?:meysydd|maes|cwestiynau|cwestiwn).{0,40}(?:gorfodol|dewisol|angen)",
    "finds": r"\b(?:search|find|look ?up|go|check|filter|chwilio|chwilia|canfod|dod o hyd|mynd)\b",
    "worthReading": r"session|expire|time[d -]?out|inactiv|within|minutes|seconds|\bred\b|required"
    r"|mandatory|compulsory|must|optional|asterisk|\*|sesiwn|munud|coch|goch|gorfodol|seren"
    r"|dewisol|angen",
    "timeLimit": r"(?:your|this|the) (?:online |secure |browser |current )?(?:session|basket|login"
    rf"|booking|reservation)\b[^.]{{0,60}}\b(?:expire|time[sd]? ?out|end|close|be (?:lost|cancelled"
    rf"|released|held))\b[^.]{{0,40}}{_UNITS}|{_UNITS} of inactivity|inactiv\w+ for {_UNITS}"
    rf"|(?:logged|signed|timed) out (?:after|in) {_UNITS}"
    rf"|\b(?:complete|finish|submit|pay|make your payment)\b[^.]{{0,60}}\bwithin (?:the next )?"
    rf"{_UNITS}|you have {_UNITS} (?:left|remaining|to)|(?:sesiwn|fasged)[^.]{{0,60}}"
    r"(?:dod i ben|cau|gorffen)[^.]{0,40}\d+ ?(?:munud|eiliad|awr)"
    r"|(?:cwblhau|gorffen|talu)[^.]{0,60}o fewn \d+ ?(?:munud|eiliad)",
    "duration": rf"\b(?:takes?|took) (?:about |around |up to |only |less than )*{_UNITS} to"
    r"|\bwithin \d+ hours?\b",
    "red": r"\b(?:fields?|questions?|items?|boxes|box|sections?|labels?|information)\b[^.]{0,30}\b"
    r"(?:in|marked|highlighted|shown|coloured)(?: in)? red\b"
    r"|(?:meysydd|maes|blychau|cwestiynau)[^.]{0,30}(?:mewn|yn) (?:coch|goch)",
}


async def gather_page_fields(ground: Ground) -> PageFields:
    """Read the fields as they are now; at most 200 that can be seen."""
    answer = await ground.world.call(
        SCRIPT, VOCABULARY, LIMITS, install=(DOM, PARTS, NAMES, FIELD_TEXT, NOTICES)
    )
    return msgspec.json.decode(answer, type=PageFields)
