"""What the five speed metrics have in common: a value on a curve is good, middling or poor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import GOOD, POOR
from crawler.audits.registry import Verdict
from crawler.records import Impact, Outcome

if TYPE_CHECKING:
    from crawler.audits.curves import Curve
    from crawler.records import Element


def judge_metric(
    curve: Curve, value: float, title: str, elements: tuple[Element, ...] = ()
) -> Verdict:
    """Pass from Lighthouse's "good" on; below it moderate, and serious where it says "poor". The
    `elements` are those to blame for a failure."""
    score = curve.score(value)
    return Verdict(
        outcome=Outcome.PASS if score >= GOOD else Outcome.FAIL,
        impact=Impact.SERIOUS if score < POOR else Impact.MODERATE,
        title=title,
        elements=elements if score < GOOD else (),
    )


def in_words(milliseconds: float) -> str:
    """Return a duration as people say it: "0.9 seconds", "1 second", "140 milliseconds"."""
    if milliseconds < 500:
        return f"{milliseconds:.0f} milliseconds"
    seconds = f"{milliseconds / 1000:.1f}".removesuffix(".0")
    return f"{seconds} second{'' if seconds == '1' else 's'}"
