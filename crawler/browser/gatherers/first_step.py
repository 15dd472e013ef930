"""How far the first thing to do on a page is from its top, for those who press Tab."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.browser.gatherers import DOM, PARTS
from crawler.records import FirstStep, Tabbing

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {"text": 200, "elements": 5000}
PRESSES = 100
SECONDS = 3.0
AT_ONCE = 5
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "nativeVirtualKeyCode": 9}


class _State(Struct, frozen=True):
    reached: int | None
    why: str


async def gather_first_step(world: World, session: CDPSession) -> FirstStep | None:
    """Press Tab from the top of the page until the focus is on the first link, button or field of
    its main part, at most 100 times and for 3 seconds. None when that part holds nothing to do.

    Left out as first steps: breadcrumbs, skip links, ways to share or print the page, other
    languages and cookie banners; what stands before the heading, in a menu or in an aside, unless
    there is nothing else. The focus is left where it got to.
    """
    started = await world.call(
        "(limits) => firstStep.start(limits)", LIMITS, install=(DOM, PARTS, SCRIPT)
    )
    step = msgspec.json.decode(started, type=FirstStep | None)
    if step is None:
        return None
    if step.why:
        return msgspec.structs.replace(step, end=Tabbing.STUCK)
    until = time.monotonic() + SECONDS
    for sent in range(AT_ONCE, PRESSES + 1, AT_ONCE):
        for _ in range(AT_ONCE):
            await session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **TAB})
            await session.send("Input.dispatchKeyEvent", {"type": "keyUp", **TAB})
        answer = await world.call("(sent) => firstStep.state(sent)", sent)
        state = msgspec.json.decode(answer, type=_State)
        if state.reached is not None or state.why:
            end = Tabbing.STUCK if state.why else Tabbing.REACHED
            return msgspec.structs.replace(step, tabs=state.reached, why=state.why, end=end)
        if time.monotonic() > until:
            late = f"the focus had not got there after {SECONDS:.0f} seconds"
            return msgspec.structs.replace(step, why=late, end=Tabbing.GAVE_UP)
    # A skip link, which is never pressed here, may lead past all of them.
    far = f"it is more than {PRESSES} stops from the top"
    return msgspec.structs.replace(step, why=far, end=Tabbing.GAVE_UP)
