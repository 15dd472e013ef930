"""From what a gatherer noted to a verdict: the same steps for every audit that names elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.audits.registry import Verdict
from crawler.records import Element, Outcome, Viewport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.facts.spot import Spot

MOST = 50
"""Elements that a finding names; all are counted."""


def element(spot: Spot, message: str) -> Element:
    """The place as evidence, as seen on the phone."""
    return Element(
        selector=spot.selector, html=spot.html, message=message, viewport=Viewport.MOBILE
    )


def quoted(text: str, limit: int = 60) -> str:
    """The text in quotation marks, cut at `limit` characters."""
    return f"“{text if len(text) <= limit else text[: limit - 1].rstrip() + '…'}”"


def too_large(passing: int = 0) -> Verdict:
    """The verdict where nothing was found, and not all of the page was looked at."""
    return Verdict(
        outcome=Outcome.REVIEW,
        title="The page is too large to test fully, and nothing was found in the part tested",
        undecided=1,
        passing=passing,
    )


def verdict_on(
    elements: Sequence[Element],
    *,
    judged: int,
    complete: bool,
    nothing: str,
    outcome: Outcome = Outcome.FAIL,
    found: int = 0,
    **words: Any,
) -> Verdict:
    """A verdict on `judged` elements, of which those given are named: `outcome` with `words` if
    there are any. `found` is their number where it is more than are kept as evidence.

    Where not all of the page was looked at (`complete`), finding nothing is no pass but left to a
    person; where there was nothing to judge, `nothing` says so.
    """
    if elements:
        count = max(found, len(elements))
        return Verdict(
            outcome=outcome,
            elements=tuple(elements[:MOST]),
            failing=count if outcome is Outcome.FAIL else 0,
            undecided=count if outcome is Outcome.REVIEW else 0,
            passing=max(0, judged - count),
            **words,
        )
    if not complete:
        return too_large(judged)
    if not judged:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=nothing)
    return Verdict(outcome=Outcome.PASS, passing=judged)
