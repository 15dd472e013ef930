"""What is drawn in another order than it is written in (WCAG failure F1)."""

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
    id="reading-order",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The order on the screen is the order in the document",
    title_fail="Text is drawn in another order than it is read aloud",
    who="People who use a screen reader hear the page in the order of the document, and do not "
    "know what belongs together.",
    why="A style sheet can draw parts in any order. Screen readers, reading views and search "
    "engines read them as they are written.",
    fix="Write the parts in the order in which they are meant to be read. Use order, row-reverse, "
    "floats and positions only for what can be read in any order.",
    limit="It judges headings with their text, numbered steps, sentences in pieces, and labels. "
    "Other swaps are taken for harmless.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.2",),
)
def reading_order(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.OUT_OF_ORDER,
        lambda style: style.orders,
        _message,
        "text that is drawn in another order than it is written",
    )


def _message(notice: Notice) -> str:
    both = f"{quoted(notice.text)} and {quoted(notice.other)}"
    return f"{both} are drawn in another order than they are written"
