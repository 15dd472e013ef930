"""How the text looks in a desktop browser's window: lines, colours, order, and what only seems to
be a heading or a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, PARTS
from crawler.facts.style import PageStyle

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
PASSAGES = Path(__file__).with_name("passages.js").read_text()
READERS = tuple(
    Path(__file__).with_name(f"{name}.js").read_text()
    for name in ("appearance", "drawing", "pretence")
)
LIMITS = {
    "nodes": 15_000,
    "elements": 15_000,
    "ms": 2500,
    "text": 5000,
    "quote": 120,
    "notices": 50,
    "links": 2000,
    "fields": 300,
    "labels": 60,
    "parts": 300,
}


async def gather_style(ground: Ground) -> PageStyle:
    """Look at all text as it is drawn now; at most 15,000 pieces of it, and as many elements."""
    answer = await ground.world.call(SCRIPT, LIMITS, install=(DOM, PARTS, PASSAGES, *READERS))
    return msgspec.json.decode(answer, type=PageStyle)
