"""What a phone shows before anything is scrolled or pressed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from crawler.browser.gatherers import CONSENT, DOM, HELD, PARTS
from crawler.browser.gatherers.first_step import SCRIPT as FIRST_STEP
from crawler.browser.gatherers.marked import Box, mark
from crawler.facts.first_screen import FirstScreen

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {"milliseconds": 500, "text": 100, "elements": 2000, "texts": 3000, "letters": 2000}
ENOUGH_LETTERS = 60


async def gather_first_screen(ground: Ground) -> FirstScreen:
    """Read what the first screen holds, as the page was loaded; a picture of it where it holds
    neither the first step nor words to read."""
    answer = await ground.world.call(
        SCRIPT, LIMITS, install=(DOM, PARTS, FIRST_STEP, HELD, CONSENT)
    )
    found = msgspec.json.decode(answer, type=FirstScreen)
    step = found.step is not None and found.step.shown
    if step or (found.search is not None and found.search.shown):
        return found
    if found.letters >= ENOUGH_LETTERS or not (found.letters or found.beyond or found.step):
        return found
    whole = Box(0, 0, 412, 823)
    return replace(found, pictures=await mark(ground, [whole], scroll=False))
