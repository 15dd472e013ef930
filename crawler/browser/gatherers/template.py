"""Which make of page this is: pages that share it are laid out by one template."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.browser.gatherers import DOM, PARTS

if TYPE_CHECKING:
    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {"depth": 2, "elements": 400, "looked": 20_000, "characters": 20_000}


async def gather_template(world: World) -> str:
    """Return eight bytes in hex of the boxes of header, navigation, main part and footer, with
    their class names and without their content."""
    skeleton = await world.call(SCRIPT, LIMITS, install=(DOM, PARTS))
    return hashlib.sha256(skeleton.encode()).hexdigest()[:16]
