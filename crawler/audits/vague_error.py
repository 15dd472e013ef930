"""Whether messages about errors say which field is wrong, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


_WHERE = r"(?: (?:with|on|in))?(?: (?:your|the|this))?"
_PLACE = r"(?: (?:form|page|field|input|submission|answers?|details))?"
_SAYS_NOTHING = re.compile(
    r"(?:"
    r"(?:there (?:is|was|are|were) )?(?:an? |some |unknown |validation |form )*"
    rf"(?:errors?|problems?|mistakes?)(?: \d+)?(?: (?:occurred|found))?{_WHERE}{_PLACE}"
    r"|(?:this (?:field )?is )?(?:wrong|incorrect|invalid|not valid)(?: (?:input|value|entry))?"
    r"|oops.{0,25}|something went wrong|gwall(?:au)?|annilys"
    r")(?: (?:please )?(?:try again|correct (?:it|them|the errors?)))?"
)

# What stands before a message, often for screen readers alone, to say what it is.
_CALLED = re.compile(r"^\W*(?:error|gwall)\s*:\s*(?=\w)", re.IGNORECASE)


@audit(
    id="vague-error",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Error messages say what is wrong",
    title_fail="Some error messages do not say what is wrong",
    who="Everybody, and most of all people who use a screen reader and people with learning "
    "difficulties.",
    why="“Error” leaves them to guess which answer is wrong and what would be right.",
    fix="Name the field and what to do: “Enter your email address”, “Date of birth must be in the "
    "past”.",
    limit="Only messages that are there when the page has loaded are seen, and only those that "
    "say nothing on any form are known.",
    needs=(Evidence.FIELDS,),
    wcag=("3.3.1", "3.3.3"),
)
def vague_error(facts: PageFacts) -> Verdict:
    fields = needed(facts.fields)
    told = [field for field in fields.fields if field.message or field.error]
    overall = fields.noticed("error")
    vague = [
        element(field.spot, f"The message for it says only {quoted(field.message or field.error)}")
        for field in told
        if _SAYS_NOTHING.fullmatch(_plain(field.message or field.error))
    ]
    if not told:
        # Where messages stand beside the fields, one for the whole form need not say it again.
        vague += [
            element(notice.spot, f"{quoted(notice.text, 100)} does not say what is wrong")
            for notice in overall
            if _SAYS_NOTHING.fullmatch(_plain(notice.text))
        ]
    return verdict_on(
        vague,
        judged=len(told) + len(overall),
        complete=fields.complete,
        nothing="There are no messages about errors",
    )


def _plain(text: str) -> str:
    text = _CALLED.sub("", text)
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())
