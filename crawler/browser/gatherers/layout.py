"""Geometry and text size: what reaches past the right edge at 320 px, what is small on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, OVERFLOW, PARTS
from crawler.records import Layout, Viewport

if TYPE_CHECKING:
    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
TEXT_SIZE = Path(__file__).with_name("text_size.js").read_text()
LIMITS = {"legible": 12, "smallText": 20, "wide": 50, "elements": 50_000, "milliseconds": 2500}


async def gather_layout(world: World, viewport: Viewport, width: int) -> Layout:
    """Measure the page as it is laid out now, in a viewport `width` CSS pixels wide.

    At `Viewport.NARROW` the elements that reach past the right edge, at others the size of text.
    """
    answer = await world.call(
        SCRIPT, viewport, width, LIMITS, install=(DOM, PARTS, OVERFLOW, TEXT_SIZE)
    )
    return msgspec.json.decode(answer, type=Layout)
