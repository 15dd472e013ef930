"""What the controls of a page do when they are pressed, by mouse and by keyboard."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from crawler.browser.attempts import Attempts
from crawler.browser.gatherers import DOM, PARTS, SCENE
from crawler.browser.gatherers.listeners import listeners_of
from crawler.browser.hands import Hands
from crawler.facts.widgets import WidgetWalk

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {
    "elements": 6000,
    "largest": 30_000,
    "presses": 25,
    "fields": 8,
    "noise": 250,
    "waits": [30, 120, 200],
    "field": 150,
    "key": 20,
}
KEYS = ("keydown", "keypress", "keyup")
PRINTABLE = "abcdefghijklmnopqrstuvwxyz0123456789/?.,"
STOPS = 25
"""How often Tab is pressed in a dialog, at most."""
MESSAGES = 2
"""Of how many messages it is waited whether they go by themselves."""
LONGEST_MESSAGE_MS = 6500
SECONDS = 20.0
FIELD_SECONDS = 4.0
KEY_SECONDS = 8.0
ANY_KEY = 12
"""A page that answers to so many keys takes text in, rather than commands."""


async def gather_widgets(ground: Ground) -> WidgetWalk:
    """Change the value of 8 fields at most, press the printable keys where the page listens for
    them, and press 25 controls at most, two of a kind: what they do by mouse, and those that the
    page made itself by Enter and the space bar; what dialogs they open, and what messages.

    For 20 seconds at most, but for a message that is being watched. Never pressed: what submits a
    form, links with an address (but for the space bar on those that say that they are buttons),
    and what is named for something that is bought, sent or deleted, or asks for consent.
    """
    return await Trial(ground).run()


class Trial:
    """A trial of a page's controls while it lasts."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._hands = Hands(ground.session)
        self._attempts = Attempts(ground.page, ground.session)
        self._began = time.monotonic()
        self._watched = 0

    async def run(self) -> WidgetWalk:
        await self._hands.away()
        listeners = await listeners_of(self._ground.session, ("click", *KEYS))
        started = await self._ground.world.give(
            "(...all) => widgets.start(...all)",
            LIMITS,
            list(listeners.values()),
            nodes=list(listeners),
            install=(DOM, PARTS, SCENE, SCRIPT),
        )
        plan = msgspec.json.decode(started)
        late = []
        with self._attempts:
            for index, kind in enumerate(plan["fields"]):
                if self._past(FIELD_SECONDS):
                    late.append("fields")
                    break
                await self._change(index, kind)
            listens = await self._listens()
            if listens and not await self._shortcuts():
                late.append("keys")
            await self._ask("unwatch")
            for index, (role, space_only, deaf) in enumerate(plan["presses"]):
                if self._past(SECONDS):
                    late.append("controls")
                    break
                if space_only:
                    await self._press_space(index)
                else:
                    await self._press(index, role, deaf=deaf)
            await self._hands.key("Escape")
            await self._hands.away()
            await self._ask("rest")
            result = await self._ground.world.call(
                "(...all) => widgets.result(...all)", late, listens
            )
        return msgspec.json.decode(result, type=WidgetWalk)

    def _past(self, seconds: float) -> bool:
        return time.monotonic() - self._began > seconds

    async def _ask(self, name: str, *arguments: object) -> Any:
        answer = await self._ground.world.call(f"(...all) => widgets.{name}(...all)", *arguments)
        return msgspec.json.decode(answer)

    # --- Fields -----------------------------------------------------------------------------------

    async def _change(self, index: int, kind: str) -> None:
        if not await self._ask("takeField", index):
            return
        self._attempts.take()
        forth, back = (" ", " ") if kind == "checkbox" else ("ArrowDown", "ArrowUp")
        await self._hands.key(forth)
        seen = await self._ask("changed")
        tried = self._attempts.take()
        effect = tried.effect or ("leaves" if seen["left"] else "")
        if seen["did"] and effect in ("leaves", "opens"):
            await self._ask("noteChange", effect)
        await self._hands.key(back)
        await self._ask("rest")

    # --- Keys where nothing has the focus ---------------------------------------------------------

    async def _listens(self) -> bool:
        session = self._ground.session
        return bool(
            await listeners_of(session, KEYS, "window", depth=1)
            or await listeners_of(session, KEYS, "document", depth=1)
            or await listeners_of(session, KEYS, "document.documentElement", depth=1)
            or await listeners_of(session, KEYS, "document.body", depth=1)
        )

    async def _shortcuts(self) -> bool:
        """Whether there was time for all keys."""
        end = time.monotonic() + KEY_SECONDS
        await self._ask("rest")
        await self._ask("observe")
        await self._hands.key("F8")  # pages note once that the keyboard is used
        await self._ask("typed")
        await self._ask("calm")
        found: list[tuple[str, str, object]] = []
        for key in PRINTABLE:
            if time.monotonic() > end:
                return False
            if len(found) > ANY_KEY:
                return True
            self._attempts.take()
            seen = await self._type(key)
            if seen is None:
                continue
            await self._quieten()
            if (again := await self._type(key)) is not None:
                found.append((key, again[0], seen[1]))
            await self._quieten()
        for key, effect, to in found:
            await self._ask("noteShortcut", key, effect, to)
        return True

    async def _type(self, key: str) -> tuple[str, object] | None:
        await self._hands.key(key)
        seen = await self._ask("typed")
        effect = self._attempts.take().effect or seen["effect"]
        if effect:
            return effect, seen.get("to")
        if seen["stirred"]:
            await self._ask("calm")
        return None

    async def _quieten(self) -> None:
        await self._hands.key("Escape")
        await self._ask("calm")

    # --- Controls ---------------------------------------------------------------------------------

    async def _press_space(self, index: int) -> None:
        if await self._ask("readyForKey", index):
            effect = await self._effect(" ")
            await self._ask("noteKeys", None, None, effect)
            await self._put_back()

    async def _press(self, index: int, role: str, *, deaf: bool) -> None:
        # What hears clicks alone may act only once: its keys are tried before the mouse.
        keys = await self._keys(index, role) if role and deaf else None
        await self._hands.away()
        at = await self._ask("ready", index)
        if at is None:
            return
        self._attempts.take()
        await self._hands.press(at["x"], at["y"])
        await self._hands.away()
        seen = await self._ask("pressed", "")
        effect = self._attempts.take().effect or seen["effect"]
        if seen["dialog"]:
            await self._try_dialog()
        elif seen["message"]:
            if self._watched < MESSAGES:
                self._watched += 1
                await self._ask("vanishes", LONGEST_MESSAGE_MS)
            await self._ask("placed")
        await self._put_back()
        await self._ask("noteFold")
        if role and effect and keys is not None and not any(keys):
            await self._ask("noteKeys", effect, *keys)
        elif role and effect:
            await self._try_keys(index, role, effect)

    async def _effect(self, key: str) -> str:
        self._attempts.take()
        await self._hands.key(key)
        seen = await self._ask("pressed", key)
        effect: str = self._attempts.take().effect or seen["effect"]
        return effect

    async def _put_back(self) -> None:
        await self._hands.key("Escape")
        again = await self._ask("undo")
        if again is not None:
            await self._hands.press(again["x"], again["y"])
            await self._hands.away()
            await self._ask("undo")
        await self._ask("restore")
        await self._ask("rest")

    async def _try_keys(self, index: int, role: str, click: str) -> None:
        keys = await self._keys(index, role)
        if keys is None:
            return
        if "" in keys and not await self._still_works(index):
            return  # it acts only once, so that nothing is known of the keys
        await self._ask("noteKeys", click, *keys)

    async def _keys(self, index: int, role: str) -> tuple[str | None, str | None] | None:
        """What Enter and the space bar do, None for one that the role does not promise; None where
        it does not take the focus."""
        enter = space = None
        if role in ("button", "link", "plain"):
            if not await self._ask("readyForKey", index):
                return None
            enter = await self._effect("Enter")
            await self._put_back()
        if role != "link":
            if not await self._ask("readyForKey", index):
                return None
            space = await self._effect(" ")
            await self._put_back()
        return enter, space

    async def _still_works(self, index: int) -> bool:
        at = await self._ask("ready", index)
        if at is None:
            return False
        self._attempts.take()
        await self._hands.press(at["x"], at["y"])
        await self._hands.away()
        seen = await self._ask("pressed", "again")
        works = bool(self._attempts.take().effect or seen["effect"])
        await self._put_back()
        return works

    # --- Dialogs ----------------------------------------------------------------------------------

    async def _try_dialog(self) -> None:
        hands = self._hands
        found: dict[str, object] = {"entered": await self._ask("entered")}
        for index in range(min(STOPS, await self._ask("tabbables") + 3)):
            await hands.key("Tab")
            stop = await self._ask("stop")
            if index == 0 and not found["entered"]:
                found["tab_enters"] = stop["within"]
            if stop["left"]:
                break
        closer = await self._ask("closer")
        found["close_reached"] = closer["reached"]
        await hands.key("Escape")
        found["escape"] = closed = await self._ask("closed")
        if not closed and closer["reached"] and await self._ask("takeClose"):
            await hands.key("Enter")
            found["close_works"] = closed = await self._ask("closed")
        if not closed:
            at = await self._ask("closeSpot")
            if at is not None:
                await hands.press(at["x"], at["y"])
                closed = await self._ask("closed")
        found["returned"] = await self._ask("returned") if closed else None
        await self._ask("noteDialog", found)
