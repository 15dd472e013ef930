"""How many bytes a first visit transfers. Advice: the speed score feels it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import GOOD, POOR, Curve
from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport
from crawler.words import FILE_KINDS, size

if TYPE_CHECKING:
    from crawler.facts.loading import Loading
    from crawler.records import PageFacts

WEIGHT = Curve(p10=2667 * 1024, median=4000 * 1024)
"""Lighthouse's control points for total-byte-weight, in bytes."""

_SHOWN = 5
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
    heavy = score < GOOD
    heaviest = sorted(network.resources, key=lambda resource: -resource.transfer_bytes)[:_SHOWN]
    return Verdict(
        outcome=Outcome.PASS if score >= GOOD else Outcome.FAIL,
        impact=Impact.SERIOUS if score < POOR else Impact.MODERATE,
        title=f"The page transfers {size(network.transfer_bytes)} in {network.requests} requests",
        failing=1,
        elements=_parts(facts.loading if heavy else None)
        + tuple(
            Element(
                selector=resource.url,
                html="",
                message=f"{size(resource.transfer_bytes)} ({resource.type})",
                viewport=Viewport.MOBILE,
            )
            for resource in heaviest
            if heavy and resource.transfer_bytes >= _WORTH_SHOWING
        ),
    )


def _parts(loading: Loading | None) -> tuple[Element, ...]:
    """What the bytes are, by type and by party."""
    if loading is None or not loading.bytes:
        return ()
    shares = sorted(loading.types, key=lambda share: (-share.bytes, share.type))
    kinds = [f"{size(share.bytes)} {FILE_KINDS[share.type]}" for share in shares if share.bytes]
    theirs = round(100 * loading.third_bytes / loading.bytes)
    return (
        Element(
            selector="all files",
            html="",
            message=f"{', '.join(kinds)}; {theirs}% from third parties",
            viewport=Viewport.MOBILE,
        ),
    )
