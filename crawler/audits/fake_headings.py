"""Lines that look like headings and are none (WCAG failure F2)."""

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
    id="fake-headings",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="What looks like a heading is one",
    title_fail="Text looks like a heading but is not marked up as one",
    who="People who use a screen reader jump from heading to heading, and miss this part of the "
    "page.",
    why="Bold or large letters say nothing to a screen reader. Without headings it has to read "
    "the page from the start.",
    fix="Use h2, h3 and so on for headings, in their order, and style those.",
    limit="It judges short bold or large lines right above plain text. A bold line that stands "
    "alone is left to a person.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.1",),
)
def fake_headings(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.FAKE_HEADING,
        lambda style: style.blocks,
        _message,
        "text that may be meant as a heading",
    )


def _message(notice: Notice) -> str:
    size = f", {notice.value:.1f} times as large as the text below it" if notice.value > 1.1 else ""
    return f"{quoted(notice.text)} heads the text below it by its look alone{size}"
