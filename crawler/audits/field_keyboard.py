"""Whether a phone brings the right keyboard for each field.

What fits which question is the GOV.UK Design System's guidance on text input, email addresses,
telephone numbers, dates and payment cards, and on when not to use type=number:
https://design-system.service.gov.uk/components/text-input/#numbers
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.fields import Field
    from crawler.records import PageFacts

_TYPED = frozenset({"text", "number", "tel", "email", "url", "search", "password"})
_FIGURES = frozenset({"tel", "numeric", "decimal", "number"})


class _Purpose(NamedTuple):
    """What is asked for. `keyboards` are the values of inputmode, or types, that suit it; `counts`:
    it is a number that one could add to, so that type=number is right."""

    name: str
    keyboards: frozenset[str]
    advice: str
    tokens: tuple[str, ...]
    labels: re.Pattern[str]
    counts: bool = False


_LETTERS = frozenset({"text", "search", "email", "url", "password"})


def _purpose(
    name: str,
    keyboards: str,
    advice: str,
    labels: str,
    *,
    tokens: str = "",
    counts: bool = False,
) -> _Purpose:
    whole = re.compile(
        rf"(?:please )?(?:enter |confirm |repeat |re-?enter |rhowch |cadarnhewch )?"
        rf"(?:your |my |the |eich |the card.?s )?(?:{labels})(?: again)?"
    )
    known = frozenset(keyboards.split()) if keyboards else _LETTERS
    return _Purpose(name, known, advice, tuple(tokens.split()), whole, counts)


_DIGITS = "use type=text with inputmode=numeric"

_PURPOSES = (
    _purpose(
        "an email address",
        "email",
        "use type=email",
        r"e-?mail(?: address)?|(?:cyfeiriad )?e-?bost",
        tokens="email",
    ),
    _purpose(
        "a telephone number",
        "tel numeric",
        "use type=tel",
        r"(?:contact |daytime |evening |home |work |uk |mobile )?phone(?: (?:number|no\.?))?"
        r"|(?:contact |home |work )?telephone(?: (?:number|no\.?))?|mobile(?: (?:number|no\.?))?"
        r"|contact number|(?:rhif )?ff[oô]n(?: symudol)?|rhif cyswllt",
        tokens="tel tel-national tel-local",
    ),
    _purpose(
        "a security code",
        "numeric tel",
        _DIGITS,
        r"(?:security|one[- ]time|verification|authentication|(?:6|six)[- ]digit) ?(?:pass)?code"
        r"|one[- ]time password|otp|cod diogelwch|cod dilysu|cvv|cvc|card security code"
        r"|card verification (?:code|number)",
        tokens="one-time-code cc-csc",
    ),
    _purpose(
        "a number of an account or card",
        "numeric tel",
        _DIGITS,
        r"(?:bank )?account number|(?:bank )?sort code|(?:long |debit |credit )?card number"
        r"|rhif (?:y |eich )?(?:cyfrif|cerdyn)(?: banc)?|cod didoli|uprn",
        tokens="cc-number",
    ),
    _purpose(
        "a date",
        "numeric tel number decimal",
        _DIGITS,
        r"(?:day|month|year|dydd|diwrnod|mis|blwyddyn)(?: \(?(?:dd|mm|yyyy|bbbb)\)?)?|dd|mm|yyyy",
        tokens="bday-day bday-month bday-year",
        counts=True,
    ),
    _purpose(
        "an amount of money",
        "decimal numeric tel number",
        "use inputmode=decimal",
        r"(?:total |payment )?amount(?: (?:to pay|paid|owed|due))?(?: in pounds)?"
        r"|swm(?: i.w dalu)?",
        tokens="transaction-amount",
        counts=True,
    ),
    _purpose(
        "a web address",
        "url",
        "use type=url",
        r"web ?site(?: address)?|web address|url|cyfeiriad gwe|gwefan",
        tokens="url",
    ),
    _purpose(
        "a postcode, which has letters",
        "",
        "use type=text without inputmode",
        r"(?:home |full |uk )?post ?code|cod post",
        tokens="postal-code",
    ),
    _purpose(
        "words",
        "",
        "use type=text without inputmode",
        r"(?:first |last |full |family |given )?name|surname|address(?: line [1-4])?"
        r"|town(?: or city)?|city|county|street|(?:address )?line [1-4]"
        r"|enw(?: llawn| cyntaf)?|cyfenw|cyfeiriad|tref",
        tokens="name given-name family-name street-address address-line1 address-line2 "
        "address-level2",
    ),
)
_REFERENCES = re.compile(
    r"\b(?:(?:reference|account|permit|licence|invoice|policy|case|application|library card|bill"
    r"|customer|property|registration|certificate|payment|order|claim) (?:number|no\.?|ref\w*)"
    r"|reference|ref\.? no\.?|post ?code|sort code|national insurance|passport number"
    r"|rhif (?:cyfeirnod|cyfrif|trwydded|achos)|cyfeirnod|cod post)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:how many|number of|sawl|faint|nifer)\b", re.IGNORECASE)
_DATES = re.compile(r"\b(?:date|birth|born|dob|when|expiry|dyddiad|geni|pryd)\b", re.IGNORECASE)


@audit(
    id="field-keyboard",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="Fields bring the keyboard that suits their question",
    title_fail="Some fields bring the wrong keyboard on a phone",
    who="Everyone who fills in a form on a phone, and people with motor difficulties most of all.",
    why="On a phone the field decides which keys there are. With the wrong ones people must look "
    "for the right keyboard for each answer. And type=number is made for counting: browsers drop "
    "leading noughts, round long numbers, and change the number when one scrolls over it.",
    fix="Use type=email, type=tel and type=url; for codes, account and card numbers and the parts "
    "of a date type=text with inputmode=numeric; for money inputmode=decimal; for postcodes, names "
    "and references with letters plain type=text.",
    limit="Only labels, in English and Welsh, and autocomplete values that plainly say what to "
    "enter are known. It cannot tell whether a council's reference numbers hold letters.",
    needs=(Evidence.FIELDS,),
    advice=True,
)
def field_keyboard(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    typed = [
        field
        for field in fields.fields
        if field.kind in _TYPED and not (field.disabled or field.readonly or field.search)
    ]
    parts = Counter((field.form, field.group) for field in typed if _of_a_date(field))
    judged = [
        (field, purpose)
        for field in typed
        if (purpose := _asked(field, parts[field.form, field.group]))
    ]
    references = [
        field
        for field in typed
        if field.kind == "number" and _REFERENCES.search(field.label) and not _counts(field)
    ]
    known = {field.spot.selector for field, _ in judged}
    wrong = [
        element(
            field.spot,
            f"{quoted(field.label)} asks for {purpose.name}, and {_keyboard(field)}: "
            f"{purpose.advice}",
        )
        for field, purpose in judged
        if not _suits(field, purpose)
    ]
    wrong += [
        element(
            field.spot,
            f"{quoted(field.label)} is no number to count with, and {_keyboard(field)}: {_DIGITS} "
            "if it has only digits",
        )
        for field in references
        if field.spot.selector not in known
    ]
    return verdict_on(
        wrong,
        judged=len(known | {field.spot.selector for field in references}),
        complete=fields.complete,
        nothing="No field plainly asks for something that has a keyboard of its own",
    )


def _label(field: Field) -> str:
    label = re.sub(
        r"\(.*?\)|[*:?£]|\b(?:required|optional|gorfodol|dewisol)\b", " ", field.label.lower()
    )
    return " ".join(label.split()).strip(" .,-")


def _of_a_date(field: Field) -> bool:
    return (
        next(each for each in _PURPOSES if each.name == "a date").labels.fullmatch(_label(field))
        is not None
    )


def _asked(field: Field, date_parts: int) -> _Purpose | None:
    """What the field asks for, where its autocomplete or its whole label says so."""
    token = (field.autocomplete or "").split(" ")[-1]
    by_token = next((each for each in _PURPOSES if token and token in each.tokens), None)
    if by_token:
        return by_token
    label = _label(field)
    purpose = next((each for each in _PURPOSES if each.labels.fullmatch(label)), None)
    if purpose is None or purpose.name != "a date":
        return purpose
    # “Year” may be one of school; beside a day or a month, or in a group about a date, it is not.
    said = f"{field.group} {field.near}"
    return purpose if date_parts > 1 or _DATES.search(said) else None


def _suits(field: Field, purpose: _Purpose) -> bool:
    if field.kind == "number":
        return purpose.counts
    mode = field.inputmode
    if mode and mode != "none":  # with none, the page brings keys of its own
        return mode in purpose.keyboards
    if mode == "none" or field.kind == "password":
        return True
    if _FIGURES & purpose.keyboards and field.kind == "text":
        # Safari brings digits for this pattern.
        return field.pattern in (r"\d*", "[0-9]*")
    return field.kind in purpose.keyboards


def _counts(field: Field) -> bool:
    return _COUNTED.search(field.label) is not None


def _keyboard(field: Field) -> str:
    if field.inputmode:
        return f"has inputmode={field.inputmode}"
    return f"has type={field.kind}" + ("" if field.kind == "number" else " and no inputmode")
