"""How the page fits screens: what is wider than they are, what boxes cut off or let scroll."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from crawler.browser.gatherers import CLIPPING, DOM, OVERFLOW, PARTS, REMEDIES
from crawler.browser.gatherers.marked import Box, mark
from crawler.browser.gatherers.style import PASSAGES
from crawler.browser.sizes import SIZES
from crawler.facts.fit import CutText, Fit, ScreenFit, SidewaysBox
from crawler.records import Viewport

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

CUT = Path(__file__).with_name("cut.js").read_text()
SCRIPT = Path(__file__).with_suffix(".js").read_text()
INSTALL = (DOM, PARTS, OVERFLOW, PASSAGES, CLIPPING, REMEDIES, CUT)
SETTLE_SECONDS = 0.3
"""Many pages set heights by script shortly after a change of width."""
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
    protruding: int = 0
    media: int = 0
    boxes: tuple[SidewaysBox, ...] = ()
    boxes_found: int = 0
    box_frames: tuple[Box, ...] = ()
    low: int = 0
    cut: tuple[CutText, ...] = ()
    cut_found: int = 0


async def gather_fit(ground: Ground) -> Fit:
    """Measure the page at the size it has now, and add that to what was found at those before.

    A picture shows what protrudes on the smallest phone, one in the narrow window, and one on the
    phone on its side where nothing did before; and one the boxes that give no hint of going on.
    """
    viewport = ground.viewport
    so_far: Fit = ground.so_far or Fit()
    seen = await _look(ground, viewport)
    if seen.screen is None:
        return replace(so_far, cut=seen.cut, cut_found=seen.cut_found)
    screen = seen.screen
    frames = seen.frames
    if seen.low:
        await asyncio.sleep(SETTLE_SECONDS)
        cut = (await _look(ground, "settled")).frames
        frames = (*frames[: seen.protruding], *cut)
    if viewport in (Viewport.SMALL, Viewport.NARROW) or (
        viewport is Viewport.LANDSCAPE and not any(each.wide for each in so_far.screens)
    ):
        screen = replace(screen, pictures=await mark(ground, frames))
    return replace(
        so_far,
        screens=(*so_far.screens, screen),
        media=so_far.media or seen.media,
        boxes=so_far.boxes or seen.boxes,
        boxes_found=so_far.boxes_found or seen.boxes_found,
        box_pictures=so_far.box_pictures or await mark(ground, seen.box_frames),
        complete=so_far.complete and screen.complete,
    )


async def _look(ground: Ground, stage: str) -> _Seen:
    width = SIZES[ground.viewport].width
    answer = await ground.world.call(SCRIPT, stage, width, LIMITS, install=INSTALL)
    return msgspec.json.decode(answer, type=_Seen)
