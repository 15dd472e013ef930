"""How much the content jumps while the page loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import CUMULATIVE_LAYOUT_SHIFT
from crawler.audits.evidence import Evidence, needed
from crawler.audits.metric import judge_metric
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="cumulative-layout-shift",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Content stays in its place while the page loads",
    title_fail="Content jumps while the page loads",
    why="When content moves, residents lose their place in the text or tap the wrong link.",
    fix="Give pictures and embeds their width and height, keep room for banners and alerts before "
    "they arrive, and show text in a fallback font of the same size.",
    who="People who tap what has just moved away, above all people with a tremor.",
    needs=(Evidence.METRICS,),
)
def cumulative_layout_shift(facts: PageFacts) -> Verdict:
    value = needed(facts.metrics).cls
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return judge_metric(
        CUMULATIVE_LAYOUT_SHIFT,
        value,
        f"Content shifts by {shown} while the page loads",
        elements=tuple(
            Element(
                selector=source.spot.selector,
                html=source.spot.html,
                message=f"Its part of the shift: {source.shift:g}",
                viewport=Viewport.MOBILE,
            )
            for source in (facts.loading.shifts if facts.loading is not None else ())
            if source.spot is not None
        ),
    )
