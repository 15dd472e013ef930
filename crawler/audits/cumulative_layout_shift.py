"""How much the content jumps while the page loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import CUMULATIVE_LAYOUT_SHIFT
from crawler.audits.evidence import Evidence, needed
from crawler.audits.metric import judge_metric
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.loading import ShiftSource
    from crawler.records import PageFacts

ROUNDED = 0.005


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
        elements=_moved(facts.loading.shifts, value) if facts.loading is not None else (),
    )


def _moved(shifts: tuple[ShiftSource, ...], value: float) -> tuple[Element, ...]:
    """What moved, and its part. Of a page that was loaded several times the parts are the first
    load's, and of one that jumps again and again they are of all its jumps, the figure of the worst
    five seconds: they are told only where they are no more than the figure."""
    known = sum(source.shift for source in shifts) <= value + ROUNDED * len(shifts)
    return tuple(
        Element(
            selector=source.spot.selector,
            html=source.spot.html,
            message=f"Its part of the shift: {source.shift:g}" if known else "It moves",
            viewport=Viewport.MOBILE,
        )
        for source in shifts
        if source.spot is not None
    )
