"""What to fix first.

    priority = sum over the pages affected of  gain x weight / (100 - total)

`gain` is the points that fixing it alone would win back on a page in its pillar, `weight` what the
pillar counts in the total, and `total` the page's total: so it is the share of all that the page
has lost, in any pillar, that fixing it returns. One measure for all pillars: a fault of a pillar
that is nearly perfect returns little, however much it is of what that pillar has lost. Where a page
has no total, it is made of the pillars that it has, by their weights. Only pages that count in the
website's scores are summed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from crawler.records import Pillar
from crawler.scoring.method import METHOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.records import PillarScores


def share_returned(pillar: Pillar, gain: float, scores: PillarScores) -> float:
    """Return the share (0 to 1) of what a page has lost that winning `gain` points in a pillar
    returns; 0 where the page has no score in that pillar."""
    known = {each: getattr(scores, each.value) for each in Pillar}
    if known[pillar] is None or gain <= 0:
        return 0.0
    # What the known weights sum to would divide both the gain and the loss: it falls out.
    lost = math.fsum(
        METHOD.pillar_weights[each] * (100 - score)
        for each, score in known.items()
        if score is not None
    )
    return min(1.0, METHOD.pillar_weights[pillar] * gain / lost) if lost > 0 else 0.0


def priority(pillar: Pillar, pages: Iterable[tuple[float, PillarScores]]) -> float:
    """Return the sum of the shares over (gain, scores) of the pages affected: 0 to their number."""
    return math.fsum(share_returned(pillar, gain, scores) for gain, scores in pages)
