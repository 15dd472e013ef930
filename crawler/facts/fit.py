"""What is wider than the screen, at each size."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class Protruding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An element that reaches past the right edge of the screen (on pages from right to left the
    left one), from `left` to `right` in whole CSS pixels. `exempt` and `why` as in
    `records.WideElement`."""

    spot: Spot
    left: int
    right: int
    exempt: bool = False
    why: str = ""


class ScreenFit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The page at one size of screen, named as `records.Viewport` names it. CSS pixels.

    `layout_width` is what the browser laid the page out for, `content_width` what the page took.
    `locked`: the page cannot be scrolled sideways, so what is beyond the edge is lost. Of `wide`,
    which are counted in `found`, at most 10 are kept. `pictures` are digests.
    """

    viewport: str
    layout_width: int
    content_width: int
    locked: bool = False
    complete: bool = True
    found: int = 0
    wide: tuple[Protruding, ...] = ()
    pictures: tuple[str, ...] = ()


class CutText(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Text that a box cuts through in a window of 320 px. `lost` counts the pixels of the line that
    are cut off at the "right" or "left" `side`, or of the text "below" the box. `sure`: at a desk
    the same text is whole, and here it begins in the first half of the box, so that it is no next
    card that shows its edge."""

    spot: Spot
    text: str
    lost: int
    side: str = "right"
    sure: bool = False


class SidewaysBox(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A box on the phone of 360 px whose content goes on sideways: `shown` of `whole` CSS pixels
    are seen at first. `cues` name what tells a visitor so: "cut" (something is cut through at the
    edge), "shade" (a shadow or gradient), "words", "buttons", "bar" (a scroll bar that stays).
    `kind` is "table" where that is what it holds."""

    spot: Spot
    kind: str
    shown: int
    whole: int
    cues: tuple[str, ...] = ()


class Fit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the page fits screens. `screens` in the order of the visit; at 320 px without its
    elements, which are in `Layout`. `media` counts the pictures, films and frames on the phone.
    `cut` and `boxes` hold at most 10 and 20 of `cut_found` and `boxes_found`. `box_pictures` are
    digests. `complete`: at each size all elements were looked at, in time."""

    screens: tuple[ScreenFit, ...] = ()
    media: int = 0
    cut: tuple[CutText, ...] = ()
    cut_found: int = 0
    boxes: tuple[SidewaysBox, ...] = ()
    boxes_found: int = 0
    box_pictures: tuple[str, ...] = ()
    complete: bool = True

    def at(self, viewport: str) -> ScreenFit | None:
        """The page at that size; None where it was not seen at it."""
        return next((screen for screen in self.screens if screen.viewport == viewport), None)
