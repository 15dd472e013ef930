"""How many bytes a first visit transfers. Advice: the speed score feels it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import GOOD, POOR, Curve
from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts

WEIGHT = Curve(p10=2667 * 1024, median=4000 * 1024)
"""Lighthouse's control points for total-byte-weight, in bytes."""

_SHOWN = 5
_MEGABYTE = 1_000_000
_WORTH_SHOWING = 50_000


@audit(
    id="page-weight",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The page is light",
    title_fail="The page is heavy",
    why="Residents on mobile contracts pay for every megabyte, and a heavy page takes long where "
    "the signal is weak.",
    fix="Start with the heaviest files: resize pictures to the size at which they are shown, use "
    "WebP or AVIF, load pictures below the first screen lazily, and remove unused scripts.",
    who="People with an older phone or a poor connection, and people who pay for their data.",
    needs=(Evidence.NETWORK,),
    advice=True,
)
def page_weight(facts: PageFacts) -> Verdict:
    network = needed(facts.network)
    score = WEIGHT.score(network.transfer_bytes)
    heaviest = sorted(network.resources, key=lambda resource: -resource.transfer_bytes)[:_SHOWN]
    return Verdict(
        outcome=Outcome.PASS if score >= GOOD else Outcome.FAIL,
        impact=Impact.SERIOUS if score < POOR else Impact.MODERATE,
        title=f"The page transfers {_size(network.transfer_bytes)} in {network.requests} requests",
        failing=1,
        elements=tuple(
            Element(
                selector=resource.url,
                html="",
                message=f"{_size(resource.transfer_bytes)} ({resource.type})",
                viewport=Viewport.MOBILE,
            )
            for resource in heaviest
            if score < GOOD and resource.transfer_bytes >= _WORTH_SHOWING
        ),
    )


def _size(count: int) -> str:
    if count < _MEGABYTE:
        return f"{count / 1000:.0f} KB"
    return f"{count / _MEGABYTE:.1f} MB"
