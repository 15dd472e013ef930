"""Lines that look like a list and are none (WCAG failure F2)."""

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
    id="fake-lists",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="What looks like a list is one",
    title_fail="Text looks like a list but is not marked up as one",
    who="People who use a screen reader do not hear that there is a list, or how long it is.",
    why="Typed bullets and numbers are read out as signs. Nobody can jump over the list or go "
    "through it item by item.",
    fix="Use ul or ol with li elements, and let the browser set bullets and numbers.",
    limit="It judges lines that start with the same bullet, or with numbers in order.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.1",),
)
def fake_lists(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.FAKE_LIST,
        lambda style: style.blocks,
        _message,
        "text that may be meant as a list",
    )


def _message(notice: Notice) -> str:
    first = quoted(notice.text)
    return f"{notice.value:.0f} lines start with bullets or numbers that were typed, first {first}"
