"""What the document says of itself: title, language, links, headings, the start of its text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM
from crawler.records import Markup

if TYPE_CHECKING:
    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {
    "title": 500,
    "links": 2000,
    "url": 2000,
    "linkText": 200,
    "headings": 500,
    "heading": 300,
    "excerpt": 2000,
}


async def gather_markup(world: World) -> Markup:
    """Read the document as it is now; at most 2,000 links and 500 headings of it."""
    return msgspec.json.decode(await world.call(SCRIPT, LIMITS, install=(DOM,)), type=Markup)
