"""How long the screen stays empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import FIRST_CONTENTFUL_PAINT
from crawler.audits.evidence import Evidence, needed
from crawler.audits.metric import in_words, judge_metric
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="first-contentful-paint",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The first content appears quickly",
    title_fail="The screen stays empty for too long",
    why="A resident on a slow phone connection sees nothing until then, and may think that the "
    "site is down.",
    fix="Send less before the first content: serve pages from a cache, load style sheets and "
    "scripts that the top of the page does not need later, and avoid redirects.",
    who="People with an older phone or a poor connection, and people who pay for their data.",
    needs=(Evidence.METRICS,),
)
def first_contentful_paint(facts: PageFacts) -> Verdict:
    value = needed(facts.metrics).fcp_ms
    return judge_metric(
        FIRST_CONTENTFUL_PAINT, value, f"The first content appears after {in_words(value)}"
    )
