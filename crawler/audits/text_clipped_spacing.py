"""Whether text stays whole with the spacing that WCAG 1.4.12 names.

Inline styles that forbid the spacing are axe-core's rule avoid-inline-spacing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.lost_text import judge_losses
from crawler.audits.registry import Verdict, audit
from crawler.facts.resizing import Change
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

CHANGES = frozenset({Change.SPACING, Change.SPACING_PHONE})


@audit(
    id="text-clipped-spacing",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Text stays whole with more space between lines, words and letters",
    title_fail="Text is cut off when its spacing is increased",
    who="People with dyslexia or low vision who set more space between lines, words and letters.",
    why="They need the space to read at all. In boxes of a fixed size their text is cut off or "
    "lies on other text.",
    fix="Let boxes grow with their text: use min-height instead of height, let lines wrap, and do "
    "not hide what runs over.",
    limit="It tries line height 1.5, 2 em after paragraphs, 0.12 em between letters and 0.16 em "
    "between words, on the page as it is after load. What opens later is not tried.",
    needs=(Evidence.RESIZING,),
    wcag=("1.4.12",),
)
def text_clipped_spacing(facts: PageFacts) -> Verdict:
    return judge_losses(
        needed(facts.resizing),
        (Change.SPACING, Change.SPACING_PHONE),
        CHANGES,
        "text that may be cut off when its spacing is increased",
    )
