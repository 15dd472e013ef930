"""What the document says of itself: its words, links, headings and forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM, PARTS
from crawler.records import Markup

if TYPE_CHECKING:
    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
READERS = tuple(
    Path(__file__).with_name(f"{name}.js").read_text()
    for name in ("links", "prose", "forms", "languages")
)
LIMITS = {
    "title": 500,
    "links": 2000,
    "url": 2000,
    "linkText": 200,
    "linkHeading": 200,
    "headings": 500,
    "heading": 300,
    "excerpt": 2000,
    "texts": 20_000,
    "prose": 3000,
    "blocks": 2000,
    "forms": 50,
    "formFields": 100,
    "fields": 2000,
    "others": 30,
    "name": 100,
    "value": 500,
    "languages": 50,
}


async def gather_markup(world: World) -> Markup:
    """Read the document as it is now; at most 2,000 links and 500 headings of it."""
    answer = await world.call(SCRIPT, LIMITS, install=(DOM, PARTS, *READERS))
    return msgspec.json.decode(answer, type=Markup)
