"""Headings that are as long as a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.text import HeadedSection
    from crawler.records import PageFacts

LONGEST = 120
LONGEST_TITLE = 160
"""Characters: the first heading of a page of news is often longer than others."""
_TWO_SENTENCES = re.compile(r"(?:\S+\s+){4,}[^\W\d]{3,}[.!?]\s+[A-Z]\w*(?:\s+\S+){3,}")


@audit(
    id="long-heading",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    decides=False,
    title_pass="Headings are short",
    title_fail="Some headings are as long as a paragraph",
    who="People who use a screen reader and move from heading to heading, and people who skim.",
    why="A paragraph that is marked as a heading to make it large is read out whole in each list "
    "of headings, and heads nothing.",
    fix="Mark it as a paragraph, and make it large in the style sheet. If it heads a section, say "
    "in a few words what that is about.",
    limit="It looks for more than 120 characters (160 in a heading of level 1), or several "
    "sentences. Whether the text is a heading a person must see.",
    needs=(Evidence.TEXT,),
    wcag=("1.3.1", "2.4.6"),
)
def long_heading(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [
            element(each.spot, f"A heading of {_length(each)}: {quoted(each.text, 80)}")
            for each in text.sections
            if _is_long(each)
        ],
        judged=text.headings,
        complete=text.complete,
        nothing="There are no headings",
        outcome=Outcome.REVIEW,
    )


def _is_long(section: HeadedSection) -> bool:
    longest = LONGEST_TITLE if section.level == 1 else LONGEST
    return len(section.text) > longest or _TWO_SENTENCES.match(section.text) is not None


def _length(section: HeadedSection) -> str:
    return f"{len(section.text.split())} words or more"
