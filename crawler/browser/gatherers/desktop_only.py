"""What shows at a desk and not on the phone, nor behind anything that the phone can open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.browser.gatherers import DOM, OVERFLOW, PARTS
from crawler.browser.gatherers.marked import Box, mark
from crawler.facts.desktop_only import DesktopOnly, LostPart
from crawler.records import Viewport

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {"elements": 10_000, "texts": 20_000, "milliseconds": 1500, "letters": 25, "lost": 20}


class _Seen(Struct, frozen=True):
    """What the script answers; on the phone only whether it saw everything."""

    complete: bool
    judged: int = 0
    found: int = 0
    lost: tuple[LostPart, ...] = ()
    frames: tuple[Box, ...] = ()


async def gather_desktop_only(ground: Ground) -> DesktopOnly:
    """Remember in the page what the phone shows, and compare with that at a desk."""
    answer = await ground.world.call(
        SCRIPT, ground.viewport, LIMITS, install=(DOM, PARTS, OVERFLOW)
    )
    seen = msgspec.json.decode(answer, type=_Seen)
    return DesktopOnly(
        judged=seen.judged,
        found=seen.found,
        lost=seen.lost,
        pictures=await mark(ground, seen.frames),
        complete=seen.complete and ground.viewport is Viewport.DESKTOP,
    )
