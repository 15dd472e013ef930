"""What the audits of the walk with the Tab key share: naming stops, owning up to short walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.registry import Verdict
from crawler.records import Element, Outcome, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.facts.keyboard import KeyboardWalk, Look, Stop
    from crawler.facts.spot import Spot

NOTHING = "The Tab key finds nothing to stop at on this page"


def named(spot: Spot, message: str, pictures: Iterable[str] = ()) -> Element:
    """The element at a place, and what was seen there. Pictures that are "" are left out."""
    return Element(
        selector=spot.selector,
        html=spot.html,
        message=message,
        viewport=Viewport.DESKTOP,
        pictures=tuple(picture for picture in pictures if picture),
    )


def told(stops: Iterable[tuple[Stop, str]], looks: Sequence[Look] = ()) -> tuple[Element, ...]:
    """The stops whose evidence was kept, each with its message, and the pictures of its look."""
    return tuple(
        named(
            stop.spot,
            message,
            (looks[stop.look].before, looks[stop.look].after) if looks else (),
        )
        for stop, message in stops
        if stop.spot is not None
    )


def nothing_found(walk: KeyboardWalk, *, passing: int) -> Verdict:
    """The verdict where no fault was met: a pass, unless the walk came to its limits before."""
    if not walk.complete:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="Not all of the page was walked with the Tab key",
            why=f"The walk ended early: {walk.why}. No fault was found on the way.",
            fix="Press Tab through the rest of the page by hand.",
            passing=passing,
        )
    if not walk.stops:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=NOTHING)
    return Verdict(outcome=Outcome.PASS, passing=passing)
