"""Hands at a desk: the mouse and the keyboard of a page, as its visitor would use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

AWAY = (1.0, 1.0)
SHIFT = 8
NAMED: dict[str, tuple[str, int, str]] = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Escape": ("Escape", 27, ""),
    " ": ("Space", 32, " "),
    "ArrowUp": ("ArrowUp", 38, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
    "F8": ("F8", 119, ""),
}
"""The code of a key, its number on Windows (which pages call keyCode), and what it types."""
SIGNS = {"/": ("Slash", 191), "?": ("Slash", 191), ".": ("Period", 190), ",": ("Comma", 188)}


class Hands:
    """Real input, so that the browser does with it what it does with a person's. No call here ends
    by itself: the caller sets a timeout."""

    def __init__(self, session: CDPSession) -> None:
        self._session = session

    async def point(self, x: float, y: float) -> None:
        """Move the mouse there, in CSS pixels of the viewport; in two steps, as some pages wait for
        it to move within an element."""
        for dx in (1.0, 0.0):
            await self._session.send(
                "Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x - dx, "y": y}
            )

    async def away(self) -> None:
        """Move the mouse to the top left corner, where little is."""
        await self.point(*AWAY)

    async def press(self, x: float, y: float) -> None:
        """Click there with the main button."""
        await self.point(x, y)
        button = {"x": x, "y": y, "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            await self._session.send("Input.dispatchMouseEvent", {"type": kind, **button})

    async def key(self, key: str, *, shift: bool = False) -> None:
        """Press a key of `NAMED` or a printable character, with or without Shift."""
        if key in NAMED:
            code, number, text = NAMED[key]
        elif key in SIGNS:
            (code, number), text = SIGNS[key], key
        else:
            code, number, text = f"Key{key.upper()}", ord(key.upper()), key
            if key.isdigit():
                code = f"Digit{key}"
        event = {
            "key": key,
            "code": code,
            "windowsVirtualKeyCode": number,
            "nativeVirtualKeyCode": number,
            "modifiers": SHIFT if shift or key == "?" else 0,
        }
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        await self._session.send("Input.dispatchKeyEvent", {**event, **down})
        await self._session.send("Input.dispatchKeyEvent", {**event, "type": "keyUp"})
