"""What becomes of the text when it grows, is respaced or zoomed, and of the page when the phone is
turned.

Zooming is what a browser does: a window of 1350 pixels at 200% has 675 CSS pixels. On a phone,
people enlarge the letters alone (Chrome's text scaling, Safari's aA), which is the effect of
`text-size-adjust`: letters grow, whatever unit gives their size, and boxes do not.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from crawler.browser.gatherers import DOM, PARTS
from crawler.browser.gatherers.style import PASSAGES
from crawler.browser.sizes import SIZES, resize
from crawler.facts.resizing import Change, Fixed, Lock, Loss, Resizing
from crawler.records import Viewport

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
LIMITS = {
    "nodes": 6000,
    "ms": 1500,
    "text": 2000,
    "quote": 100,
    "losses": 50,
    "lines": 12_000,
    "pairs": 300_000,
}
SETTLE_SECONDS = 0.1
BACK_SECONDS = 0.2


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one call of the script saw: some of the fields of `Resizing`."""

    complete: bool
    found: dict[Change, int]
    losses: tuple[Loss, ...]
    texts: int = 0
    phone_texts: int = 0
    grown: bool = True
    fixed: tuple[Fixed, ...] = ()
    lock: Lock | None = None


async def gather_resizing(ground: Ground) -> Resizing:
    """Try it all, from the desktop's window, and put the page back as it was."""
    try:
        desk = await _at(ground, "desk")
        await _show(ground, *SIZES[Viewport.DESKTOP][:2], zoom=2)
        zoomed = await _at(ground, "zoomed")
        await resize(ground.session, Viewport.MOBILE)
        await asyncio.sleep(SETTLE_SECONDS)
        phone = await _at(ground, "phone")
        width, height, _ = SIZES[Viewport.MOBILE]
        await _show(ground, height, width, mobile=True)
        turned = await _at(ground, "turned")
    finally:
        await resize(ground.session, Viewport.DESKTOP)
        await asyncio.sleep(BACK_SECONDS)
    parts = (desk, zoomed, phone, turned)
    return Resizing(
        complete=all(part.complete for part in parts),
        texts=desk.texts,
        phone_texts=phone.phone_texts,
        grown=phone.grown,
        found={change: count for part in parts for change, count in part.found.items()},
        losses=tuple(loss for part in parts for loss in part.losses),
        fixed=zoomed.fixed,
        lock=turned.lock,
    )


async def _at(ground: Ground, stage: str) -> Part:
    answer = await ground.world.call(SCRIPT, stage, LIMITS, install=(DOM, PARTS, PASSAGES))
    return msgspec.json.decode(answer, type=Part)


async def _show(
    ground: Ground, width: int, height: int, *, zoom: int = 1, mobile: bool = False
) -> None:
    metrics: dict[str, Any] = {
        "width": width // zoom,
        "height": height // zoom,
        "deviceScaleFactor": SIZES[Viewport.MOBILE].density if mobile else zoom,
        "mobile": mobile,
    }
    await ground.session.send("Emulation.setDeviceMetricsOverride", metrics)
    await asyncio.sleep(SETTLE_SECONDS)
