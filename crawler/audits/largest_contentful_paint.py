"""How long it takes until the main content is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import LARGEST_CONTENTFUL_PAINT
from crawler.audits.evidence import Evidence, needed
from crawler.audits.metric import in_words, judge_metric
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="largest-contentful-paint",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The largest content appears quickly",
    title_fail="The largest content appears late",
    why="Until its largest text or picture is there, a page is of little use: residents wait, and "
    "pay for the data while they wait.",
    fix="Find the largest picture or block of text at the top of the page. Make the picture "
    "smaller, in a modern format and without lazy loading, and put nothing before it that it does "
    "not need: carousels, web fonts and consent scripts are the usual causes.",
    who="People with an older phone or a poor connection, and people who pay for their data.",
    needs=(Evidence.METRICS,),
)
def largest_contentful_paint(facts: PageFacts) -> Verdict:
    value = needed(facts.metrics).lcp_ms
    return judge_metric(
        LARGEST_CONTENTFUL_PAINT, value, f"The largest content appears after {in_words(value)}"
    )
