"""How the page fits screens: what is wider than they are, what boxes cut off or let scroll."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from crawler.browser.gatherers import DOM, OVERFLOW
from crawler.browser.gatherers.marked import Box, mark
from crawler.browser.sizes import SIZES
from crawler.facts.fit import CutText, Fit, ScreenFit, SidewaysBox
from crawler.records import Viewport

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {
    "elements": 50_000,
    "milliseconds": 1500,
    "texts": 4000,
    "wide": 10,
    "cut": 10,
    "boxes": 20,
}


class _Seen(Struct, frozen=True):
    """What the script answers; at a desk only the text that was cut off before."""

    screen: ScreenFit | None = None
    frames: tuple[Box, ...] = ()
    media: int = 0
    boxes: tuple[SidewaysBox, ...] = ()
    boxes_found: int = 0
    box_frames: tuple[Box, ...] = ()
    cut: tuple[CutText, ...] = ()
    cut_found: int = 0


async def gather_fit(ground: Ground) -> Fit:
    """Measure the page at the size it has now, and add that to what was found at those before.

    A picture shows what protrudes on the smallest phone, one in the narrow window, and one on the
    phone on its side where nothing did before; and one the boxes that give no hint of going on.
    """
    viewport = ground.viewport
    so_far: Fit = ground.so_far or Fit()
    answer = await ground.world.call(
        SCRIPT, viewport, SIZES[viewport].width, LIMITS, install=(DOM, OVERFLOW)
    )
    seen = msgspec.json.decode(answer, type=_Seen)
    if seen.screen is None:
        return replace(so_far, cut=seen.cut, cut_found=seen.cut_found)
    screen = seen.screen
    if viewport in (Viewport.SMALL, Viewport.NARROW) or (
        viewport is Viewport.LANDSCAPE and not any(each.wide for each in so_far.screens)
    ):
        screen = replace(screen, pictures=await mark(ground, seen.frames))
    return replace(
        so_far,
        screens=(*so_far.screens, screen),
        media=so_far.media or seen.media,
        boxes=so_far.boxes or seen.boxes,
        boxes_found=so_far.boxes_found or seen.boxes_found,
        box_pictures=so_far.box_pictures or await mark(ground, seen.box_frames),
        complete=so_far.complete and screen.complete,
    )
