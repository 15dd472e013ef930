"""What a mouse does on a page that the keyboard does not: presses and hovers."""

from __future__ import annotations

import asyncio
import base64
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from crawler.browser.attempts import Attempts
from crawler.browser.gatherers import DOM, PARTS, SCENE
from crawler.browser.gatherers.listeners import listeners_of
from crawler.browser.hands import Hands
from crawler.facts.pointer import PointerWalk

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
HOVER_RULES = Path(__file__).with_name("hover_rules.js").read_text()
LIMITS = {
    "elements": 6000,
    "largest": 30_000,
    "rules": 20_000,
    "hoverRules": 300,
    "hovers": 40,
    "presses": 16,
    "controls": 50,
    "noise": 250,
    "quick": [20, 60],
    "slow": [30, 120, 200],
}
PRESSES = ("click", "mousedown", "mouseup", "pointerdown", "pointerup", "dblclick")
HOVERS = ("mouseenter", "mouseover", "pointerenter", "pointerover")
HOVER_SECONDS = 11.0
SECONDS = 17.0
PICTURED = 2
"""Of how many things that do not show by keyboard pictures are taken."""
HELD = 3
"""Of how many things that show on hover it is waited whether they go by themselves."""


async def gather_pointer(ground: Ground) -> PointerWalk:
    """Put the mouse on what may show something (40 triggers at most, two of a kind), try the same
    by keyboard, and press what acts on the mouse but takes no focus (16 at most, two of a kind).

    For 17 seconds at most. Never pressed: what is named for something that is bought, sent or
    deleted, or asks for consent.
    """
    return await Pointing(ground).run()


class Pointing:
    """A walk with the mouse while it lasts."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._hands = Hands(ground.session)
        self._began = time.monotonic()
        self._held = 0
        self._pictured = 0

    async def run(self) -> PointerWalk:
        await self._hands.away()
        listeners = await listeners_of(self._ground.session, (*PRESSES, *HOVERS))
        plan = msgspec.json.decode(
            await self._ground.world.give(
                "(...all) => pointer.start(...all)",
                LIMITS,
                list(listeners.values()),
                nodes=list(listeners),
                install=(DOM, PARTS, SCENE, HOVER_RULES, SCRIPT),
            )
        )
        late = []
        with Attempts(self._ground.page, self._ground.session) as attempts:
            for index in range(plan["hovers"]):
                if self._past(HOVER_SECONDS):
                    late.append("hovers")
                    break
                await self._hover(index)
            await self._hands.away()
            attempts.take()
            for index in range(plan["presses"]):
                if self._past(SECONDS):
                    late.append("presses")
                    break
                await self._press(index, attempts)
            await self._hands.away()
            await self._ask("rest")
            result = await self._ground.world.call("(late) => pointer.result(late)", late)
        return msgspec.json.decode(result, type=PointerWalk)

    def _past(self, seconds: float) -> bool:
        return time.monotonic() - self._began > seconds

    async def _ask(self, name: str, *arguments: object) -> Any:
        answer = await self._ground.world.call(f"(...all) => pointer.{name}(...all)", *arguments)
        return msgspec.json.decode(answer)

    async def _note(self, name: str, value: object) -> None:
        await self._ask("note", name, value)

    async def _hover(self, index: int) -> None:
        hands = self._hands
        await hands.away()
        at = await self._ask("hover", index)
        if at is None:
            return
        await hands.point(at["x"], at["y"])
        seen = await self._ask("hovered")
        if not seen["shown"]:
            return
        await self._ask("describe")
        frame = await self._ask("frame") if self._pictured < PICTURED else None
        by_mouse = await self._photograph(frame)
        if seen["slow"] and self._held < HELD:
            self._held += 1
            stays = await self._ask("still", [2500])
            await self._note("persistent", stays)
            if not stays:
                await hands.away()
                await self._ask("still", [50])
                await hands.point(at["x"], at["y"])
                await self._ask("comes", [30, 120, 200])
        if not seen["tip"]:
            await self._note("hoverable", await self._moves_onto_it())
        await hands.away()
        await self._ask("still", [50])
        await hands.point(at["x"], at["y"])
        if await self._ask("comes", [30, 120, 200]):
            await hands.key("Escape")
            await self._note("dismissable", not await self._ask("still", [60, 150]))
        await hands.away()
        keys = await self._by_keys()
        await self._note("keys", keys)
        if not keys and by_mouse and await self._ask("takeFocus"):
            pair = (await self._photograph(frame), by_mouse)
            await self._note("pictures", [self._ground.keep(each) for each in pair])
            self._pictured += 1
        await hands.key("Escape")
        await self._ask("rest")

    async def _photograph(self, frame: dict[str, float] | None) -> bytes:
        """A picture of that part of the page as WebP; nothing of none."""
        if frame is None:
            return b""
        answer = await self._ground.session.send(
            "Page.captureScreenshot",
            {"format": "webp", "quality": 60, "clip": {**frame, "scale": 0.6}},
        )
        return base64.b64decode(answer["data"])

    async def _moves_onto_it(self) -> bool:
        for step in await self._ask("way"):
            await self._hands.point(step["x"], step["y"])
            await asyncio.sleep(0.01)
        stays: bool = await self._ask("still", [100, 300])
        return stays

    async def _by_keys(self) -> str:
        hands = self._hands
        if await self._ask("still", [60]):
            await hands.key("Escape")
            if await self._ask("still", [60]):
                return "stays"
        if await self._ask("takeFocus"):
            if await self._ask("comes", [30, 150]):
                return "focus"
            await hands.key("Tab")
            if await self._ask("comes", [30, 60]):
                return "focus"
            if await self._ask("inReveal"):
                return "unseen"
        for toggle in (0, 1):
            if not await self._ask("takeToggle", toggle):
                break
            for key in ("Enter", " ", "ArrowDown"):
                await hands.key(key)
                if await self._ask("comes", [30, 150]):
                    return "press"
        return ""

    async def _press(self, index: int, attempts: Attempts) -> None:
        await self._hands.away()
        at = await self._ask("press", index)
        if at is None:
            return
        attempts.take()
        await self._hands.press(at["x"], at["y"])
        await self._ask("pressed")
        tried = attempts.take()
        if tried.effect:
            await self._ask("leads", tried.effect, tried.leaves[0] if tried.leaves else "")
        await self._hands.key("Escape")
        again = await self._ask("undo")
        if again is not None:
            await self._hands.press(again["x"], again["y"])
            await self._ask("undo")
