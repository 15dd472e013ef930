"""What becomes of the text when it grows, is respaced or zoomed, and of the page when the phone is
turned.

Zooming is what a browser does: a window of 1280 x 1024 pixels, from which WCAG 1.4.10 reckons too,
has 640 x 512 CSS pixels at 200%. On a phone of 360 pixels, the commonest width of small ones,
people enlarge the letters alone (Chrome's text scaling, Safari's aA), which is the effect of
`text-size-adjust`: letters grow, whatever unit gives their size, and boxes do not. The phone is
turned only where the page's words or style sheets heed which way round it is held.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import CLIPPING, DOM, PARTS, REMEDIES
from crawler.browser.gatherers.marked import Box, mark
from crawler.browser.gatherers.style import PASSAGES
from crawler.browser.sizes import SIZES, resize
from crawler.facts.resizing import Change, Fixed, Lock, Loss, Resizing
from crawler.records import Viewport

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

COVERS = Path(__file__).with_name("covers.js").read_text(encoding="utf-8")
TURNING = Path(__file__).with_name("turning.js").read_text(encoding="utf-8")
WINDOW_SIZED = Path(__file__).with_name("window_sized.js").read_text(encoding="utf-8")
SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
INSTALL = (DOM, PARTS, PASSAGES, CLIPPING, COVERS, REMEDIES, TURNING, WINDOW_SIZED)
LIMITS = {
    "elements": 12_000,
    "nodes": 6000,
    "ms": 1500,
    "text": 2000,
    "quote": 100,
    "losses": 50,
    "lines": 12_000,
    "pairs": 300_000,
    "framed": 5,
}
ZOOM = 2
DESK = (1280, 1024)
TURN_SECONDS = 0.1
ROUND = 4
"""CSS pixels between text and the frame round it in a picture."""
# Many pages set heights by script shortly after a change of width.
SETTLE_SECONDS = 0.3


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one call of the script saw: some of the fields of `Resizing`."""

    complete: bool
    found: dict[Change, int]
    losses: tuple[Loss, ...]
    texts: int = 0
    phone_texts: int = 0
    grown: bool = True
    fixed: tuple[Fixed, ...] = ()
    heeds: bool = False
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    lock: Lock | None = None


async def gather_resizing(ground: Ground) -> Resizing:
    """Try it all, from the desktop's window, and put the page back as it was; nothing where it has
    more than 12,000 elements. What is surely lost is pictured, before and after."""
    pictures: dict[Change, tuple[str, ...]] = {}
    try:
        await _show(ground, *DESK)
        desk = await _at(ground, "desk")
        if not desk.texts:
            return Resizing(complete=desk.complete)
        if _sure(desk, Change.SPACING):
            before = await _picture(ground, "plain", Change.SPACING)
            pictures[Change.SPACING] = before + await _worn(ground, Change.SPACING)
        width, height = DESK
        await _show(ground, width // ZOOM, height // ZOOM)
        zoomed = await _at(ground, "zoomed")
        if zoomed.losses:
            await asyncio.sleep(SETTLE_SECONDS)
            zoomed = await _at(ground, "zoomed")
        if _sure(zoomed, Change.ZOOM):
            after = await _picture(ground, "plain", Change.ZOOM)
            await _show(ground, *DESK)
            pictures[Change.ZOOM] = await _picture(ground, "plain", Change.ZOOM) + after
        width, height, _ = SIZES[Viewport.SMALL]
        await _show(ground, width, height, mobile=True)
        phone = await _at(ground, "phone")
        if Change.SPACING not in pictures and _sure(phone, Change.SPACING_PHONE):
            before = await _picture(ground, "plain", Change.SPACING_PHONE)
            pictures[Change.SPACING_PHONE] = before + await _worn(ground, Change.SPACING_PHONE)
        if Change.ZOOM not in pictures and phone.found.get(Change.LETTERS):
            pictures[Change.LETTERS] = await _worn(ground, Change.LETTERS)
        parts = [desk, zoomed, phone]
        if phone.heeds:
            await _show(ground, height, width, mobile=True)
            await asyncio.sleep(TURN_SECONDS)
            parts.append(await _at(ground, "turned"))
    finally:
        await resize(ground.session, Viewport.DESKTOP)
    return Resizing(
        complete=all(part.complete for part in parts),
        texts=desk.texts,
        phone_texts=phone.phone_texts,
        grown=phone.grown,
        found={change: count for part in parts for change, count in part.found.items()},
        losses=tuple(loss for part in parts for loss in part.losses),
        fixed=zoomed.fixed,
        lock=parts[-1].lock,
        pictures=pictures,
    )


async def _at(ground: Ground, stage: str, change: Change | None = None) -> Part:
    answer = await ground.world.call(SCRIPT, stage, LIMITS, change, install=INSTALL)
    return msgspec.json.decode(answer, type=Part)


def _sure(part: Part, change: Change) -> bool:
    return any(loss.sure and loss.change is change for loss in part.losses)


async def _worn(ground: Ground, change: Change) -> tuple[str, ...]:
    """A picture of the page under the change's style sheet. The browser draws it meanwhile, so
    that scripts which watch the sizes of things may learn of it, as they do of any resizing."""
    try:
        return await _picture(ground, "worn", change)
    finally:
        await _at(ground, "off")


async def _picture(ground: Ground, stage: str, change: Change) -> tuple[str, ...]:
    lost = await _at(ground, stage, change)
    return await mark(
        ground,
        [
            Box(left - ROUND, top - ROUND, width + 2 * ROUND, height + 2 * ROUND)
            for left, top, width, height in lost.boxes
            if width and height
        ],
    )


async def _show(ground: Ground, width: int, height: int, *, mobile: bool = False) -> None:
    """Give the page a window of this size. Its density stays the desktop's, or the browser would
    fetch other pictures and paint many more pixels."""
    density = SIZES[Viewport.DESKTOP].density
    await ground.session.send(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": density, "mobile": mobile},
    )
