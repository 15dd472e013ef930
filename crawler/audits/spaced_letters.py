"""Words with blanks between their letters (WCAG failure F32)."""

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
    id="spaced-letters",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="No word is spaced out with blanks",
    title_fail="Words are spaced out with blanks",
    who="People who use a screen reader hear single letters instead of the word.",
    why="Blanks within a word make it several words of one letter for software, which cannot be "
    "found or translated either.",
    fix="Write the word without blanks, and use letter-spacing in the style sheet.",
    limit="It looks for four letters or more. It leaves out lists such as A B C D.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.2",),
)
def spaced_letters(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.SPACED,
        lambda style: style.blocks,
        _message,
        "letters with blanks between them",
    )


def _message(notice: Notice) -> str:
    return f"{quoted(notice.text)} is written with blanks between its letters"
