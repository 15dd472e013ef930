"""What moves, sounds or flashes by itself, as the page stands a while after its load."""

from __future__ import annotations

import asyncio
import base64
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from playwright.async_api import Error as PlaywrightError

from crawler.browser.gatherers import DOM
from crawler.browser.gatherers.moving_pictures import moving_picture
from crawler.facts.motion import Flash, Motion, Mover, Moving
from crawler.facts.spot import Spot

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
PAUSES = Path(__file__).with_name("pauses.js").read_text()
# WCAG 2.2.2 lets things move for five seconds.
LIMITS = {"seconds": 5, "kept": 20, "animations": 500, "pictures": 300}
MAY_MOVE = ("image/gif", "image/webp", "image/apng")
MOST_FILES = 12
LARGEST = 3_000_000
SECONDS = 2.0


class _Picture(Struct, frozen=True):
    url: str
    spot: Spot
    area: int


class _Seen(Motion, frozen=True, kw_only=True):
    pictures: tuple[_Picture, ...] = ()


async def gather_motion(ground: Ground) -> Motion:
    """What moves for more than five seconds, sounds or flashes without being asked to.

    Animated pictures are read from what the browser has already loaded: at most 12 files of at
    most 3 MB, and no further one after two seconds.
    """
    answer = await ground.world.call(SCRIPT, LIMITS, install=(DOM, PAUSES))
    seen = msgspec.json.decode(answer, type=_Seen)
    moving, flashes, complete = list(seen.moving), list(seen.flashes), seen.complete
    files = await _files(ground.session) if seen.pictures else {}
    read = 0
    until = time.monotonic() + SECONDS
    for picture in seen.pictures:
        frame = files.get(picture.url)
        if frame is None:
            continue
        if read >= MOST_FILES or time.monotonic() > until:
            complete = False
            break
        read += 1
        data = await _content(ground.session, frame, picture.url)
        moves = await asyncio.to_thread(moving_picture, data) if data is not None else None
        if moves is None:
            continue
        if moves.seconds is None or moves.seconds > LIMITS["seconds"]:
            moving.append(
                Moving(
                    spot=picture.spot,
                    by=Mover.PICTURE,
                    seconds=moves.seconds,
                    area=picture.area,
                    known=moves.known,
                )
            )
        if moves.share:
            area = round(picture.area * moves.share)
            flashes.append(Flash(spot=picture.spot, per_second=moves.per_second, area=area))
    fields = {name: getattr(seen, name) for name in Motion.__struct_fields__}
    return replace(
        Motion(**fields), moving=tuple(moving), flashes=tuple(flashes), complete=complete
    )


async def _files(session: CDPSession) -> dict[str, str]:
    """The frame of each loaded file that may be an animated picture, by its address."""
    tree: dict[str, Any] = await session.send("Page.getResourceTree")
    found: dict[str, str] = {}
    trees = [tree["frameTree"]]
    while trees:
        at = trees.pop()
        for file in at.get("resources", ()):
            small = (file.get("contentSize") or 0) <= LARGEST
            if file.get("mimeType") in MAY_MOVE and small and not file.get("failed"):
                found.setdefault(file["url"], at["frame"]["id"])
        trees += at.get("childFrames", ())
    return found


async def _content(session: CDPSession, frame: str, url: str) -> bytes | None:
    try:
        answer = await session.send("Page.getResourceContent", {"frameId": frame, "url": url})
    except PlaywrightError:  # the browser has let go of it
        return None
    content: str = answer["content"]
    return base64.b64decode(content) if answer["base64Encoded"] else None
