"""What the page does by itself while nobody touches it: carousels, tickers, and going elsewhere."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.browser.attempts import Attempts
from crawler.browser.gatherers import DOM
from crawler.browser.gatherers.motion import PAUSES
from crawler.facts.watched import Changing, Watched

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {"area": 1500, "kept": 20}


class _Seen(Struct, frozen=True):
    changing: tuple[Changing, ...]
    pauses: tuple[str, ...]
    refreshes: bool
    complete: bool


async def gather_watched(ground: Ground) -> Watched:
    """Watch the page for the setting `watch_time`, without touching it: a little more than the five
    seconds that WCAG 2.2.2 lets things move, and than the usual period of a carousel."""
    with Attempts(ground.page, ground.session) as attempts:
        await ground.world.call("() => watched.start()", install=(DOM, PAUSES, SCRIPT))
        await asyncio.sleep(ground.config.watch_time)
        answer = await ground.world.call("(limits) => watched.stop(limits)", LIMITS)
        leaves = bool(attempts.take().leaves)
    seen = msgspec.json.decode(answer, type=_Seen)
    return Watched(
        seconds=ground.config.watch_time,
        changing=seen.changing,
        pauses=seen.pauses,
        leaves=leaves,
        refreshes=seen.refreshes,
        complete=seen.complete,
    )
