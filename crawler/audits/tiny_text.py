"""Letters of nine pixels or less on a desktop."""

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
    id="tiny-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No text is tiny",
    title_fail="Some text is tiny",
    who="People with low vision, and many older people, cannot read it without enlarging the page.",
    why="Letters of 9 pixels or less are hard to read for most people, even on a good screen.",
    fix="Set text at 16 pixels (1rem), and small print at no less than 12.",
    limit="It is measured in a desktop browser's window. Text on the phone is judged by its share "
    "under mobile.",
    needs=(Evidence.STYLE,),
    wcag=(),
    advice=True,
)
def tiny_text(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.TINY,
        lambda style: style.blocks,
        _message,
        "tiny text",
    )


def _message(notice: Notice) -> str:
    return f"{quoted(notice.text)} is {notice.value:.1f} px high"
