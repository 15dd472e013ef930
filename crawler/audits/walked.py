"""From what was seen while acting on a page to a verdict: the same steps for every such audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.audits.registry import Verdict
from crawler.records import Element, Outcome, Viewport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.facts.pointer import PointerWalk
    from crawler.facts.spot import Spot
    from crawler.facts.widgets import WidgetWalk

DONE = {
    "leaves": "it went to lead to another page",
    "opens": "it went to open a window",
    "speaks": "an alert came up",
    "shows": "something came to show",
    "hides": "something was hidden",
    "changes": "the page changed",
    "scrolls": "the page was scrolled",
    "focus": "the focus was moved",
}
"""What was seen after a press, in words."""


def seen_at(spot: Spot, message: str, pictures: tuple[str, ...] = ()) -> Element:
    """The place as evidence, as seen at a desk."""
    return Element(
        selector=spot.selector,
        html=spot.html,
        message=message,
        viewport=Viewport.DESKTOP,
        pictures=pictures,
    )


def verdict_of_walk(
    walk: PointerWalk | WidgetWalk,
    failing: Sequence[Element],
    doubtful: Sequence[Element] = (),
    *,
    part: str,
    passing: int,
    nothing: str,
    doubt: str | None = None,
    **words: Any,
) -> Verdict:
    """FAIL with the elements that do, else REVIEW with those that may: under the title `doubt`
    where the question is another than that of the failure.

    Where not all of the `part` of the walk was tried, finding nothing is no pass but left to a
    person; where there was nothing to try, `nothing` says so.
    """
    if failing:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=tuple(failing),
            passing=passing,
            undecided=len(doubtful),
            **words,
        )
    if doubtful:
        return Verdict(
            outcome=Outcome.REVIEW, title=doubt, elements=tuple(doubtful), passing=passing
        )
    if why := walk.unfinished.get("page") or walk.unfinished.get(part):
        return Verdict(
            outcome=Outcome.REVIEW,
            title=f"Nothing was found, but not all was tried: {why}"[:200],
            undecided=1,
            passing=passing,
        )
    if not passing:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=nothing)
    return Verdict(outcome=Outcome.PASS, passing=passing)
