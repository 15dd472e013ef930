"""Lines of long text that nearly touch."""

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
    id="line-height",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="The lines of long text have room between them",
    title_fail="The lines of long text are too close together",
    who="People with low vision or dyslexia lose their line in text that is set tight.",
    why="When lines nearly touch, the eye slips from one to the next. Letters such as g and l may "
    "run into each other.",
    fix="Set line-height to 1.5 for running text, without a unit, so that it grows with the "
    "letters.",
    limit="It measures passages of three lines or more in a desktop browser's window, not headings "
    "of one or two lines.",
    needs=(Evidence.STYLE,),
    wcag=("1.4.8",),
    advice=True,
)
def line_height(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.TIGHT,
        lambda style: style.passages,
        _message,
        "lines that are close together",
    )


def _message(notice: Notice) -> str:
    return f"The line height is {notice.value:.2f} times the letter size, under 1.1"
