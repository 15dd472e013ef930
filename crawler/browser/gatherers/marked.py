"""Evidence pictures: what a visitor sees of the page, with a frame round each element at fault."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from PIL import Image, ImageDraw
from playwright.async_api import Error as PlaywrightError

from crawler.browser.world import ScriptFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.browser.examinations import Ground

QUALITY = 55
ROOM = 80
"""CSS pixels that are shown above and below the framed elements."""
FRAME, EDGE = (200, 0, 40), (255, 255, 255)
MOST = 30
"""Boxes that are framed; more would cover what they mark."""
WIDEST = 1350
"""Pixels of a picture: a page that is laid out wider is shown smaller."""
DRAWN_SECONDS = 0.1
PICTURE_SECONDS = 3.0
# What is photographed is the visual viewport: of a page that a phone shows enlarged or in miniature
# it is less or more than the window.
_SCROLL = """(box, back) => {
  const from = [scrollX, scrollY];
  if (back) scrollTo({left: back[0], top: back[1], behavior: "instant"});
  else if (box) {
    const left = box.left < visualViewport.width - 8 ? 0 : box.left - 40;
    scrollTo({left, top: box.top, behavior: "instant"});
  }
  const {pageLeft, pageTop, width, height} = visualViewport;
  return JSON.stringify({from, to: [scrollX, scrollY], at: [pageLeft, pageTop], width, height});
}"""


class Box(Struct, frozen=True):
    """A part of the page in CSS pixels, measured from the document's left upper corner."""

    left: float
    top: float
    width: float
    height: float


class _View(Struct):
    """Where the page was and is scrolled to, and what is seen of it, in CSS pixels."""

    to: tuple[float, float]
    at: tuple[float, float]
    width: float
    height: float
    # as `from`, which is no name in Python
    before: tuple[float, float] = msgspec.field(name="from")


async def mark(ground: Ground, boxes: Sequence[Box], *, scroll: bool = True) -> tuple[str, ...]:
    """Picture the part of the page that holds the first of `boxes`, with a frame round each that is
    seen there; its digest, or nothing where none of them is seen or the browser gives no picture.

    The page is scrolled there, and back again afterwards; without `scroll` it stays where it is, as
    boxes that float over the page need. The picture is as wide as what is seen, a pixel for each
    CSS pixel, and cut to what lies near the frames.
    """
    if not boxes:
        return ()
    first = boxes[0]
    goal = {"left": first.left, "top": max(0.0, first.top - ROOM)} if scroll else None
    view: _View | None = None
    try:
        view = msgspec.json.decode(await ground.world.call(_SCROLL, goal, None), type=_View)
        if view.to != view.before:
            await asyncio.sleep(DRAWN_SECONDS)
        async with asyncio.timeout(PICTURE_SECONDS):
            answer = await ground.session.send(
                "Page.captureScreenshot",
                {"format": "jpeg", "quality": 90, "optimizeForSpeed": True},
            )
        picture = _framed(base64.b64decode(answer["data"]), view, boxes[:MOST])
    except (PlaywrightError, ScriptFailed, TimeoutError, msgspec.MsgspecError, OSError):
        return ()
    finally:
        if view is not None and view.to != view.before:
            with contextlib.suppress(PlaywrightError, ScriptFailed):
                await ground.world.call(_SCROLL, None, list(view.before))
    return (ground.keep(picture),) if picture is not None else ()


def _framed(picture: bytes, view: _View, boxes: Sequence[Box]) -> bytes | None:
    """The picture with frames, as WebP; None where no box is in it."""
    if view.width < 1 or view.height < 1:
        return None
    scale = min(1.0, WIDEST / view.width)
    size = (max(1, round(view.width * scale)), max(1, round(view.height * scale)))
    frames = [frame for box in boxes if (frame := _frame(box, view, scale, size)) is not None]
    if not frames:
        return None
    with Image.open(io.BytesIO(picture)) as taken:
        image = taken.convert("RGB").resize(size)
    draw = ImageDraw.Draw(image)
    for frame in frames:
        draw.rectangle(frame, outline=EDGE, width=4)
        draw.rectangle(frame, outline=FRAME, width=2)
    upper = max(0.0, min(frame[1] for frame in frames) - ROOM)
    lowest = min(float(size[1]), max(frame[3] for frame in frames) + ROOM)
    image = image.crop((0, round(upper), image.width, round(lowest)))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def _frame(
    box: Box, view: _View, scale: float, size: tuple[int, int]
) -> tuple[float, float, float, float] | None:
    """The corners of the box's frame in a picture of `size` pixels; None where it is not seen.

    Inside the picture, so that a frame shows on all sides even where the box goes on.
    """
    left, top = (box.left - view.at[0]) * scale, (box.top - view.at[1]) * scale
    right, bottom = left + box.width * scale, top + box.height * scale
    width, height = size
    if not (right > 0 and bottom > 0 and left < width and top < height):
        return None
    upper_left = (min(max(1.0, left), width - 3.0), min(max(1.0, top), height - 3.0))
    return (
        *upper_left,
        max(upper_left[0] + 1, min(width - 2.0, right)),
        max(upper_left[1] + 1, min(height - 2.0, bottom)),
    )
