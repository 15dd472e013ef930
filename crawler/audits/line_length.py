"""Lines of text that are very long."""

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
    id="line-length",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No text has very long lines",
    title_fail="Some text has very long lines",
    who="People with low vision, dyslexia or trouble with attention lose their place in long "
    "lines.",
    why="From the end of a long line it is hard to find the start of the next. 45 to 80 "
    "characters are comfortable.",
    fix="Limit the width of running text, for example with max-width: 70ch.",
    limit="It is measured in a window 1350 pixels wide. Wider windows may have longer lines still.",
    needs=(Evidence.STYLE,),
    wcag=("1.4.8",),
    advice=True,
)
def line_length(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.LONG,
        lambda style: style.passages,
        _message,
        "very long lines",
    )


def _message(notice: Notice) -> str:
    return f"The lines have {notice.value:.0f} characters on average in a window of 1350 pixels"
