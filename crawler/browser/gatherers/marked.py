"""Evidence pictures: what a visitor sees of the page, with a frame round each element at fault."""

from __future__ import annotations

import asyncio
import base64
import io
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from PIL import Image, ImageDraw
from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.browser.examinations import Ground

QUALITY = 55
ROOM = 80
"""CSS pixels that are shown above and below the framed elements."""
FRAME, EDGE = (200, 0, 40), (255, 255, 255)
DRAWN_SECONDS = 0.1
_SCROLL = """(top, back) => {
  const from = [scrollX, scrollY];
  if (back) scrollTo({left: back[0], top: back[1], behavior: "instant"});
  else if (top !== null) scrollTo({left: 0, top, behavior: "instant"});
  return JSON.stringify({from, at: [scrollX, scrollY], width: innerWidth, height: innerHeight});
}"""


class Box(Struct, frozen=True):
    """A part of the page in CSS pixels, measured from the document's left upper corner."""

    left: float
    top: float
    width: float
    height: float


class _View(Struct):
    """Where the page was and is scrolled to, and the size of its window, in CSS pixels."""

    at: tuple[float, float]
    width: float
    height: float
    # as `from`, which is no name in Python
    before: tuple[float, float] = msgspec.field(name="from")


async def mark(ground: Ground, boxes: Sequence[Box], *, scroll: bool = True) -> tuple[str, ...]:
    """Picture the part of the page that holds the first of `boxes`, with a frame round each that is
    seen there; its digest, or nothing where the browser gives no picture.

    The page is scrolled there, and back again afterwards; without `scroll` it stays where it is, as
    boxes that float over the page need. The picture is as wide as the window, a pixel for each CSS
    pixel, and cut to what lies near the frames.
    """
    if not boxes:
        return ()
    top = max(0.0, boxes[0].top - ROOM) if scroll else None
    view = msgspec.json.decode(await ground.world.call(_SCROLL, top, None), type=_View)
    try:
        if scroll and view.at != view.before:
            await asyncio.sleep(DRAWN_SECONDS)
        answer = await ground.session.send(
            "Page.captureScreenshot", {"format": "jpeg", "quality": 90, "optimizeForSpeed": True}
        )
    except PlaywrightError:
        return ()
    finally:
        await ground.world.call(_SCROLL, None, list(view.before))
    return (ground.keep(_framed(base64.b64decode(answer["data"]), view, boxes)),)


def _framed(picture: bytes, view: _View, boxes: Sequence[Box]) -> bytes:
    with Image.open(io.BytesIO(picture)) as taken:
        image = taken.convert("RGB").resize((round(view.width), round(view.height)))
    draw = ImageDraw.Draw(image)
    shown = []
    for box in boxes:
        left, top = box.left - view.at[0], box.top - view.at[1]
        right, bottom = left + box.width, top + box.height
        if right <= 0 or bottom <= 0 or left >= view.width or top >= view.height:
            continue
        # Inside the picture, so that a frame shows on all sides even where the box goes on.
        corners = (max(1, left), max(1, top), min(view.width - 2, right), 0)
        lower = max(corners[1] + 1, min(view.height - 2, bottom))
        frame = (corners[0], corners[1], max(corners[0] + 1, corners[2]), lower)
        draw.rectangle(frame, outline=EDGE, width=4)
        draw.rectangle(frame, outline=FRAME, width=2)
        shown.append((frame[1], frame[3]))
    if shown:
        upper = max(0, min(top for top, _ in shown) - ROOM)
        lowest = min(view.height, max(bottom for _, bottom in shown) + ROOM)
        image = image.crop((0, round(upper), image.width, round(lowest)))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()
