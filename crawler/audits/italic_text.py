"""Long text in italics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.noticed import judge_trait
from crawler.audits.registry import Verdict, audit
from crawler.facts.style import Trait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.style import Notice
    from crawler.records import PageFacts


@audit(
    id="italic-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No long text is in italics",
    title_fail="Some long text is all in italics",
    who="People with dyslexia or low vision find slanted letters hard to tell apart.",
    why="Italics are for a word or two. Over several lines they slow all readers down.",
    fix="Set long text upright. Mark quotations with an indent or a line at the side instead.",
    limit="It looks at passages of three lines or more that are wholly in italics, and at short "
    "paragraphs in italics that follow each other.",
    needs=(Evidence.STYLE,),
    wcag=(),
    advice=True,
)
def italic_text(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.ITALIC,
        lambda style: style.passages,
        _message,
        "text in italics",
    )


def _message(notice: Notice) -> str:
    return f"{notice.value:.0f} lines are all in italics"
