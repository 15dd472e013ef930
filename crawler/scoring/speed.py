"""The speed pillar: Lighthouse's performance score from five metrics, kept to the decimal.

Rounded to whole points it is what Lighthouse would print for the same five values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.scoring.method import METHOD

if TYPE_CHECKING:
    from crawler.records import Metrics


def score_speed(metrics: Metrics) -> float:
    """Return the weighted mean of the metrics' scores, 0 to 100."""
    return _in_points(
        sum(part.weight * part.curve.score(getattr(metrics, part.field)) for part in METHOD.speed)
    )


def speed_gains(metrics: Metrics) -> dict[str, float]:
    """Return, by audit, the points won when that metric alone becomes good (scores 0.9)."""
    gains = {
        part.audit: 100 * part.weight * (METHOD.good - score)
        for part in METHOD.speed
        if (score := part.curve.score(getattr(metrics, part.field))) < METHOD.good
    }
    return dict(sorted(gains.items()))


def _in_points(share: float) -> float:
    return min(100.0, max(0.0, 100 * share))
