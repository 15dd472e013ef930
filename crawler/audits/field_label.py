"""Whether the labels of fields describe anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.fields import Field
    from crawler.records import PageFacts


_EMPTY = re.compile(
    r"(?:the |a |my |your |new |untitled |unnamed )?"
    r"(?:field|input|text ?box|text ?field|text ?area|textbox|text|label|drop ?down|select|checkbox"
    r"|check ?box|radio(?: button)?|control|form ?field|element|untitled"
    r"|placeholder|maes|testun|mewnbwn|blwch testun|label ?text|field ?name)"
    r"(?:[ _-]?(?:field|input|label|box))?[ _#-]*\d*",
    re.IGNORECASE,
)

_EMPTY_GROUP = re.compile(
    r"(?:legend|field ?set|group|options?|choices?|radio(?: buttons?)?|check ?boxes)[ :*\d]*",
    re.IGNORECASE,
)


@audit(
    id="field-label",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The labels of fields say what to enter",
    title_fail="The labels of some fields say nothing",
    who="People who use a screen reader, and people who find forms hard to understand.",
    why="A label such as “Field 2” leaves everybody to guess what to enter.",
    fix="Name what is asked for: “Full name”, “Date of the incident”.",
    limit="Only labels that say nothing on any form are known, in English and Welsh.",
    needs=(Evidence.FIELDS,),
    wcag=("2.4.6",),
)
def field_label(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    named = [field for field in fields.fields if field.label_from]
    return verdict_on(
        [
            element(field.spot, f"Its label is only {quoted(field.label)}")
            for field in named
            if _says_nothing(field)
        ]
        + [
            element(question.spot, f"The name of its group is only {quoted(question.group)}")
            for question in fields.questions
            if _EMPTY_GROUP.fullmatch(question.group)
        ],
        judged=len(named),
        complete=fields.complete,
        nothing="There are no fields with a label",
    )


def _says_nothing(field: Field) -> bool:
    text = field.label.strip()
    if not text:
        return False  # it has no name at all, which axe-core finds
    return not re.search(r"[^\W_]", text) or _EMPTY.fullmatch(text.strip(" :*.-_")) is not None
