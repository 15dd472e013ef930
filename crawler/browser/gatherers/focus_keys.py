"""The keyboard of the walk: pressing keys, and what came of them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from crawler.browser.gatherers import DOM, PARTS
from crawler.facts.spot import Spot

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SHOWN = Path(__file__).with_name("focus_shown.js").read_text()
SCRIPT = Path(__file__).with_name("keyboard.js").read_text()
SETTLE_SECONDS = 0.2
SETTLES = 6
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9, "nativeVirtualKeyCode": 9}
SHIFT = 8


class State(Struct, frozen=True):
    """What a press came to. `at` is the stop that has the focus, -1 for none; `inner` is what has
    it within that stop; `slipped` the stop that had it when the key went down. Where `patience`
    presses come to nothing new, the focus is stuck."""

    at: int
    inner: int
    fresh: bool
    slipped: int
    back: bool
    lost: bool
    patience: int
    doubtful: bool


class Keys:
    """Presses keys on a page, and hears what it tries meanwhile: "window" to open one, "address" to
    go elsewhere, "form" to send one; `suspects` are the stops at which it did.

    While it is open, the page has no transitions and its animations rest: what a picture shows must
    not depend on the moment."""

    def __init__(self, ground: Ground) -> None:
        self._page = ground.page
        self._session = ground.session
        self._world = ground.world
        self._settles = 0
        self.heard: list[str] = []
        self.suspects: list[int] = []
        self._noted = 0
        self._frame = ""

    async def open(self) -> None:
        self._session.on("Page.frameRequestedNavigation", self._asked)
        self._session.on("Page.windowOpen", self._popped_up)
        await self._session.send("Page.enable")
        frames = await self._session.send("Page.getFrameTree")
        self._frame = frames["frameTree"]["frame"]["id"]
        await self._world.call("() => keyboardWalk.start()", install=(DOM, PARTS, SHOWN, SCRIPT))

    async def close(self) -> None:
        await self.ask("end")

    def forget(self) -> None:
        """Hear no more. For the end, however it came."""
        self._session.remove_listener("Page.frameRequestedNavigation", self._asked)
        self._session.remove_listener("Page.windowOpen", self._popped_up)

    async def ask(self, name: str, *arguments: object) -> str:
        """Call one of the functions of keyboard.js."""
        return await self._world.call(f"(...all) => keyboardWalk.{name}(...all)", *arguments)

    async def tab(self, *, back: bool = False) -> State:
        """Press Tab, or Shift and Tab."""
        key = {**TAB, "modifiers": SHIFT} if back else TAB
        await asyncio.gather(
            self._session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key}),
            self._session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key}),
        )
        return await self.state()

    async def press(self, keys: str) -> None:
        """Press keys as Playwright names them, such as Control+m."""
        await self._page.keyboard.press(keys)

    async def state(self) -> State:
        state = msgspec.json.decode(await self.ask("state"), type=State)
        if state.doubtful and self._settles < SETTLES:
            # Headers that slide away and menus that slide in need a moment.
            self._settles += 1
            await asyncio.sleep(SETTLE_SECONDS)
            await self.ask("again", state.at)
        if len(self.heard) > self._noted:
            self._noted = len(self.heard)
            self.suspects.append(state.at)
        return state

    async def spot(self, at: int) -> Spot:
        return msgspec.json.decode(await self.ask("spotOf", at), type=Spot)

    def _asked(self, event: dict[str, Any]) -> None:
        if event["frameId"] == self._frame:
            self.heard.append("form" if event["reason"].startswith("formSubmission") else "address")

    def _popped_up(self, _event: dict[str, Any]) -> None:
        self.heard.append("window")
