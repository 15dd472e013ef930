"""What to fix first.

    priority = sum over the pages affected of  gain / (100 - score)

`gain` is the points that fixing it alone would win back on a page, `score` that page's score in the
same pillar: what fixing it would return of all that the page has lost. A fault that is half of what
is wrong on eleven pages (5.5) comes before one that is all that is wrong on two (2). Only pages
that count in the website's scores are summed.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def share_returned(gain: float, score: float | None) -> float:
    """Return the share (0 to 1) of a page's lost points in a pillar that fixing a fault returns; 0
    where the page has no score."""
    if score is None or score >= 100 or gain <= 0:
        return 0.0
    return min(1.0, gain / (100 - score))


def priority(pages: Iterable[tuple[float, float | None]]) -> float:
    """Return the sum of the shares over (gain, score) of the pages affected: 0 to their number."""
    return math.fsum(share_returned(gain, score) for gain, score in pages)
