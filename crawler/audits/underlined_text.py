"""Underlined text that is no link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.noticed import judge_trait, quoted
from crawler.audits.registry import Verdict, audit
from crawler.facts.style import Trait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.style import Notice
    from crawler.records import PageFacts


@audit(
    id="underlined-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Only links are underlined",
    title_fail="Some underlined text is no link",
    who="Everybody, and most of all people with learning difficulties and people who find a mouse "
    "hard to use.",
    why="A line under words says that they lead somewhere. People press on them, and nothing "
    "happens.",
    fix="Use bold letters (strong) for what is important, and keep underlines for links.",
    limit="Headings and text that acts on a press are passed over.",
    needs=(Evidence.STYLE,),
    wcag=(),
    advice=True,
)
def underlined_text(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.UNDERLINED,
        lambda style: style.blocks,
        _message,
        "underlined text",
    )


def _message(notice: Notice) -> str:
    return f"{quoted(notice.text)} is underlined, and is no link"
