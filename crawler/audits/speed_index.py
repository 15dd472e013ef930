"""How fast what is visible fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import SPEED_INDEX
from crawler.audits.evidence import Evidence, needed
from crawler.audits.metric import in_words, judge_metric
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="speed-index",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The visible page fills in quickly",
    title_fail="The visible page fills in slowly",
    why="A page that fills in piece by piece feels slow even when its first piece came early.",
    fix="Let the text and the navigation come first, without waiting for scripts, web fonts or "
    "large pictures.",
    who="People with an older phone or a poor connection, and people who pay for their data.",
    needs=(Evidence.METRICS,),
)
def speed_index(facts: PageFacts) -> Verdict:
    value = needed(facts.metrics).speed_index_ms
    return judge_metric(
        SPEED_INDEX, value, f"What is visible fills in within {in_words(value)} on average"
    )
