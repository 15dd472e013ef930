"""How long the page does not react to a tap while it loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import TOTAL_BLOCKING_TIME
from crawler.audits.evidence import Evidence, needed
from crawler.audits.metric import in_words, judge_metric
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="total-blocking-time",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The page reacts to taps while it loads",
    title_fail="Scripts keep the page from reacting to taps",
    why="While a script runs, taps and typing have no effect. On a cheap phone that lasts several "
    "times as long as on an office computer.",
    fix="Remove scripts that residents do not need: old analytics, chat and translation widgets, "
    "social media embeds. Load the others after the content, and split long tasks.",
    who="People with an older phone or a poor connection, and people who pay for their data.",
    needs=(Evidence.METRICS,),
)
def total_blocking_time(facts: PageFacts) -> Verdict:
    value = needed(facts.metrics).tbt_ms
    title = (
        f"Scripts keep the page from reacting for {in_words(value)} while it loads"
        if value > 0
        else "Scripts never keep the page from reacting while it loads"
    )
    return judge_metric(TOTAL_BLOCKING_TIME, value, title)
