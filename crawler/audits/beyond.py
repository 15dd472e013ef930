"""In words: what an element that reaches past the edge of the screen does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Element, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.facts.fit import ScreenFit

GRACE = 3
"""CSS pixels that reach past the edge and hide nothing: less than a letter is wide, and browsers
round widths. The gatherer leaves out what does not reach further (`GRACE` in overflow.js)."""

_SAID = {
    "cut": "Its text is cut off at the {side} edge, and the page cannot be scrolled there",
    "lines": "Its lines are wider than the box they scroll in, so each must be moved to be read",
    "cell": "The lines of this cell are wider than the screen, so each must be moved to be read",
    "parked": "Stands beside the screen, and the page can be scrolled there",
    "moving": "Was moving, and reached past the {side} edge",
    "slides": "One of several that change places, cut off at the {side} edge",
}
_CALLED = {
    "picture": "This picture reaches",
    "film": "This film reaches",
    "ornament": "This, which is hidden from screen readers, reaches",
    "frame": "This frame reaches",
    "table": "This table reaches",
    "formula": "This formula reaches",
    "tool": "This tool reaches",
    "preformatted": "This preformatted text reaches",
    "box": "This box reaches",
}


def told(why: str, left: float, right: float, width: float) -> str:
    """What happens at the element, which lies from `left` to `right` on a screen of that `width`,
    all in CSS pixels. Only pages from right to left go on beyond the left edge."""
    side, past = ("right", right - width) if right - width > GRACE else ("left", -left)
    if why in _SAID:
        return _SAID[why].format(side=side)
    if why == "empty":
        return f"Reaches {past:.0f} px past the {side} edge, with nothing to read there"
    return f"{_CALLED.get(why, 'Reaches')} {past:.0f} px past the {side} edge"


def protruding(screen: ScreenFit, *, kinds: Iterable[str] = ()) -> tuple[Element, ...]:
    """What is at fault at that size; or with `kinds`, what reaches past the edge for one of these
    reasons."""
    wanted = frozenset(kinds)
    return tuple(
        Element(
            selector=each.spot.selector,
            html=each.spot.html,
            message=told(each.why, each.left, each.right, screen.layout_width),
            viewport=Viewport(screen.viewport),
            pictures=screen.pictures,
        )
        for each in screen.wide
        if (each.why in wanted if wanted else not each.exempt)
    )
