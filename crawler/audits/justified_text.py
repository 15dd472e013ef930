"""Text with both edges straight."""

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
    id="justified-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No long text is justified",
    title_fail="Some long text is justified",
    who="People with dyslexia, and those who enlarge the text, meet uneven gaps between the words.",
    why="Justified text stretches the gaps between words. They form rivers of white that draw the "
    "eye away.",
    fix="Use text-align: left (start) for running text.",
    limit="It looks at passages of three lines or more in a desktop browser's window.",
    needs=(Evidence.STYLE,),
    wcag=("1.4.8",),
    advice=True,
)
def justified_text(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.JUSTIFIED,
        lambda style: style.passages,
        _message,
        "justified text",
    )


def _message(notice: Notice) -> str:
    return f"{notice.value:.0f} lines are stretched to both edges"
