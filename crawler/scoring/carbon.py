"""The carbon dioxide of a view: Sustainable Web Design's model 4 of what a transfer causes.

It is page weight in other units, so it is shown and never scored: to score both would count the
same bytes twice. Source: https://sustainablewebdesign.org/estimating-digital-emissions/ and, for
the grades, its digital carbon ratings.
"""

from __future__ import annotations

# Data centres, networks and devices, in use (0.194) and in making them (0.106).
KWH_PER_GB = 0.300
# The world's mean, of electricity.
GRAMS_PER_KWH = 494.0
# The most grams that a view may cause for each grade.
GRADES = (
    ("A+", 0.040),
    ("A", 0.079),
    ("B", 0.145),
    ("C", 0.209),
    ("D", 0.278),
    ("E", 0.359),
)
WORST = "F"


def grams(transfer_bytes: int) -> float:
    """Return the grams of CO2 equivalent of one first view that transfers so many bytes (a GB is
    10⁹)."""
    return transfer_bytes / 1e9 * KWH_PER_GB * GRAMS_PER_KWH


def grade(emitted: float) -> str:
    """Return the grade of so many grams a view, from A+ to F."""
    return next((name for name, most in GRADES if emitted <= most), WORST)
