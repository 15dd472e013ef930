"""The links that show once menus are opened, and what was pressed for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.browser.gatherers import DOM, PARTS
from crawler.records import OpenedLink

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {
    "presses": 20,
    "milliseconds": 3000,
    "waits": [30, 60, 120],
    "text": 200,
    "url": 2000,
    "links": 2000,
    "opened": 500,
    "elements": 3000,
}


class _Next(Struct, frozen=True):
    """Where to tap, in pixels of the screen; nowhere when `done`."""

    done: bool
    x: float = 0.0
    y: float = 0.0


async def gather_menus(world: World, session: CDPSession) -> tuple[OpenedLink, ...]:
    """Open the menus of the page, and the sections in them, and say which links show that did not:
    at most 500, with the controls that were pressed for each. At most 20 presses, 3 seconds.

    They are tapped as by a finger, since some menus hear only of pointers and touches, or need the
    focus or the hover that come with them; one that is covered by something, or hears nothing, gets
    a click. What is tapped by mistake hears nothing. Never pressed: what sends a form, links with
    an address, and what asks for consent. The page is left as it is then.
    """
    answer = await world.call(
        "(limits) => menus.start(limits)", LIMITS, install=(DOM, PARTS, SCRIPT)
    )
    while not (step := msgspec.json.decode(answer, type=_Next)).done:
        point = {"x": step.x, "y": step.y}
        await session.send(
            "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]}
        )
        await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        answer = await world.call("() => menus.next()")
    opened = await world.call("() => menus.result()")
    return msgspec.json.decode(opened, type=tuple[OpenedLink, ...])
