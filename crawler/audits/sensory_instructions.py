"""Instructions that only eyes can follow (WCAG failures F14 and F26)."""

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
    id="sensory-instructions",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="No instruction seems to need eyes",
    title_fail="Instructions name things by their look or place alone",
    who="People who are blind or colour-blind, or who see the page in another layout, cannot tell "
    "what is meant.",
    why="On a phone nothing may be on the right, and a screen reader knows no green button.",
    fix="Name the thing as well: Select the green “Apply” button, or the menu “Your services” on "
    "the left.",
    limit="It knows some phrases of English and Welsh. Whether the thing is named nearby, a person "
    "must judge.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.3",),
)
def sensory_instructions(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.SENSORY,
        lambda style: style.blocks,
        _message,
        "instructions that name things by their look or place",
    )


def _message(notice: Notice) -> str:
    return f"It says {quoted(notice.text)}"
