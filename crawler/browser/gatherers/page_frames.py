"""Frames with their titles, access keys, and sound with or without a transcript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, NAMES, PARTS
from crawler.facts.frames import PageFrames

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
LIMITS = {"each": 50}


async def gather_page_frames(ground: Ground) -> PageFrames:
    """Read frames, access keys and sound as they are now; at most 50 of each."""
    answer = await ground.world.call(SCRIPT, LIMITS, install=(DOM, PARTS, NAMES))
    return msgspec.json.decode(answer, type=PageFrames)
