"""What stays on the screen over the page, and what its cookie banner does there."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from crawler.browser.gatherers import CONSENT, DOM, HELD, PARTS
from crawler.browser.gatherers.marked import Box, mark
from crawler.browser.sizes import resize
from crawler.facts.covering import ZOOMED, CookieBanner, Covering, Held, Screen
from crawler.records import Viewport

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {"milliseconds": 400, "elements": 1500}
SETTLE_SECONDS = 0.1
BACK_SECONDS = 1.0
MUCH: dict[str, int] = {Viewport.MOBILE: 20, Viewport.SMALL: 20}
"""Per cent of the screen from which a picture is taken; other sizes are lower."""
MUCH_OF_LOW = 33
LITTLE = 12
MOST_PICTURES = 2
LARGE_BANNER = 30

_Rectangle = tuple[float, float, float, float]


class _Measured(Struct):
    screen: Screen
    held: tuple[Held, ...]
    boxes: tuple[_Rectangle, ...]
    complete: bool


class _Told(Struct):
    banner: CookieBanner
    box: _Rectangle


async def gather_covering(ground: Ground) -> Covering:
    """Measure how much of the screen is covered at this size, at rest and after scrolling one and
    a half screens down, and at the first size read what asks about cookies.

    At `Viewport.NARROW` a window of 320 by 256 pixels is measured as well, where anything was found
    to stay before. The page is scrolled back, and nothing is given the focus or pressed.
    """
    found = ground.so_far if isinstance(ground.so_far, Covering) else Covering()
    found = await _measure(ground, ground.viewport, found)
    if ground.viewport is Viewport.MOBILE:
        return replace(found, banner=await _banner(ground, found))
    if ground.viewport is Viewport.NARROW and (found.held or _covers(found)):
        found = await _zoomed(ground, found)
    return found


async def _measure(ground: Ground, size: str, found: Covering) -> Covering:
    first = not found.screens
    # Enlarged, it is measured in a window that is as low as that of WCAG 1.4.10.
    moves = size != Viewport.NARROW and not (size == Viewport.SMALL and _little(found))
    install = (DOM, PARTS, HELD, CONSENT, SCRIPT)
    try:
        answer = await ground.world.call(
            "(...all) => covering.measure(...all)", str(size), first, moves, LIMITS, install=install
        )
        measured = msgspec.json.decode(answer, type=_Measured)
        pictures = found.pictures
        if len(pictures) < MOST_PICTURES and _much(measured.screen) and not _shown(found, size):
            boxes = [Box(*box) for box in measured.boxes]
            pictures += await mark(ground, boxes, scroll=False)
    finally:
        await _briefly(ground.world.call("() => covering.back()", install=install))
    return replace(
        found,
        screens=(*found.screens, measured.screen),
        held=measured.held,
        pictures=pictures,
        complete=found.complete and measured.complete,
    )


async def _briefly(work: Coroutine[Any, Any, object]) -> None:
    """Put the page back, also when the step has run out of time; a page that hangs is left so."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(BACK_SECONDS):
            await work


def _little(found: Covering) -> bool:
    """Whether so little stays on the phone that one a little smaller needs no second look."""
    first = found.screens[0]
    return max(first.rest, first.scrolled or 0) <= LITTLE


def _much(screen: Screen) -> bool:
    covered = screen.rest if screen.scrolled is None else screen.scrolled
    return covered > MUCH.get(screen.size, MUCH_OF_LOW)


def _shown(found: Covering, size: str) -> bool:
    """Whether a picture of the same on an upright phone was taken already."""
    return bool(found.pictures) and size == Viewport.SMALL


def _covers(found: Covering) -> bool:
    return any(screen.banner or screen.rest for screen in found.screens)


async def _zoomed(ground: Ground, found: Covering) -> Covering:
    try:
        await ground.session.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": 320, "height": 256, "deviceScaleFactor": 1, "mobile": False},
        )
        await asyncio.sleep(SETTLE_SECONDS)
        return await _measure(ground, ZOOMED, found)
    finally:
        await _briefly(resize(ground.session, Viewport.NARROW))
        await asyncio.sleep(SETTLE_SECONDS)


async def _banner(ground: Ground, found: Covering) -> CookieBanner | None:
    answer = await ground.world.call("(limits) => covering.told(limits)", LIMITS)
    told = msgspec.json.decode(answer, type=_Told | None)
    if told is None:
        return None
    banner = told.banner
    large = banner.floats and found.screens[0].banner > LARGE_BANNER
    refused = any(control.kind == "refuse" for control in banner.controls)
    if banner.blocks or large or banner.hidden or not refused:
        pictures = await mark(ground, [Box(*told.box)], scroll=not banner.floats)
        return replace(banner, pictures=pictures)
    return banner
