"""Paragraphs made with line breaks."""

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
    id="line-breaks",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Paragraphs are not made with line breaks",
    title_fail="Paragraphs are made with line breaks",
    who="People who use a screen reader cannot go from paragraph to paragraph.",
    why="Two br elements only look like the end of a paragraph. For software the text is one long "
    "block.",
    fix="Put each paragraph into a p element of its own, and set the gap with margin.",
    limit="It looks for two line breaks in a row between longer pieces of text.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.1",),
    advice=True,
)
def line_breaks(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.BREAKS,
        lambda style: style.blocks,
        _message,
        "paragraphs made with line breaks",
    )


def _message(notice: Notice) -> str:
    return f"{notice.value:.0f} of the gaps between its paragraphs are made with line breaks"
