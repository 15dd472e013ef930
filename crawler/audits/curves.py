"""Lighthouse's scoring curves for its five metrics, as Lighthouse 10 to 13 apply them on a phone.

Control points: `core/config/default-config.js` and `core/audits/metrics/*.js` of Lighthouse 13.5.
Formula: its `shared/statistics.js` and `shared/util.js`; a test compares the two over a grid.
"""

from __future__ import annotations

import math
import sys

from msgspec import Struct

GOOD = 0.9
"""The score from which Lighthouse calls a metric good, and an audit here passes."""

POOR = 0.5
"""The score below which Lighthouse calls a metric poor."""

# The z-score, over the square root of 2, that leaves a tenth of a normal distribution above it.
_TENTH = 0.9061938024368232


class Curve(Struct, frozen=True, kw_only=True):
    """A log-normal curve: a value of `p10` scores 0.9 and one of `median` scores 0.5."""

    p10: float
    median: float

    def percentile(self, value: float) -> float:
        """Return the share (0 to 1) of the distribution that is worse than the value."""
        if value <= 0:
            return 1.0
        # A value next to nothing over a large median is nothing, which has no logarithm.
        ratio = max(sys.float_info.min, value / self.median)
        z = math.log(ratio) * _TENTH / -math.log(self.p10 / self.median)
        share = (1 - math.erf(z)) / 2
        # The clamps keep rounding from moving a value across a control point.
        if value <= self.p10:
            return min(1.0, max(GOOD, share))
        if value <= self.median:
            return min(math.nextafter(GOOD, 0), max(POOR, share))
        return min(math.nextafter(POOR, 0), max(0.0, share))

    def score(self, value: float) -> float:
        """Return the metric's score as Lighthouse prints it: 0 to 1, cut to two decimals.

        Scores above 0.9 get Lighthouse's small lift, without which hardly any value reaches 1.
        """
        share = self.percentile(value)
        if share > GOOD:
            share += 0.05 * (share - GOOD)
        return math.floor(share * 100) / 100


FIRST_CONTENTFUL_PAINT = Curve(p10=1800, median=3000)
LARGEST_CONTENTFUL_PAINT = Curve(p10=2500, median=4000)
TOTAL_BLOCKING_TIME = Curve(p10=200, median=600)
CUMULATIVE_LAYOUT_SHIFT = Curve(p10=0.1, median=0.25)
SPEED_INDEX = Curve(p10=3387, median=5800)
