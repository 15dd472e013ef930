"""Whether a phone gets what a desk gets.

Advice that a person must look at: content may be left out on purpose, or be had some other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.desktop_only import LostPart
    from crawler.records import PageFacts

_MANY = (
    ("links", "link", "links"),
    ("fields", "field", "fields"),
    ("cells", "cell of the table", "cells of the table"),
    ("pictures", "picture", "pictures"),
)


@audit(
    id="lost-on-phone",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    title_pass="A phone shows what a desktop shows",
    title_fail="Some content shows on a desktop and not on a phone",
    why="Most residents come with a phone. What is left out there, they do not get; and people who "
    "enlarge the page on a desktop get the phone's version too.",
    fix="Show it on phones too, below the rest or behind a button that says what it opens.",
    needs=(Evidence.DESKTOP_ONLY,),
    advice=True,
    decides=False,
    who="Everyone with a phone, and people with low vision, who enlarge pages.",
    limit="Nothing is pressed: whether a button on the phone opens what is missing is told from "
    "how they are written and where they stand. What a script adds only on a wide screen is not "
    "compared, nor are texts of fewer than 25 letters.",
)
def lost_on_phone(facts: PageFacts) -> Verdict:
    seen = needed(facts.desktop_only)
    return verdict_on(
        tuple(
            Element(
                selector=part.spot.selector,
                html=part.spot.html,
                message=_message(part),
                viewport=Viewport.DESKTOP,
                pictures=seen.pictures,
            )
            for part in seen.lost
        ),
        judged=seen.judged,
        complete=seen.complete,
        nothing="The page has no text",
        outcome=Outcome.REVIEW,
        found=seen.found,
        impact=Impact.MODERATE if any(part.main for part in seen.lost) else Impact.MINOR,
    )


def _message(part: LostPart) -> str:
    counts = [
        f"{count} {one if count == 1 else many}"
        for field, one, many in _MANY
        if (count := getattr(part, field))
    ]
    if part.letters:
        counts.insert(0, f"the text {quoted(part.text)}")
    where = "" if part.main else ", outside the main part"
    return f"Not on the phone{where}: {', '.join(counts)}"
