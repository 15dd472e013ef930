"""A picture of the viewport, as small as it can be and still show what a visitor saw."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from crawler.browser.sizes import SIZES
from crawler.records import Viewport

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

QUALITY = 60
LARGEST = 1_000_000


class ScreenshotFailed(Exception):
    """No picture, and why, in a sentence."""


async def gather_screenshot(session: CDPSession, viewport: Viewport) -> bytes:
    """The viewport as WebP; a desktop's at half its size, which costs half
    the time and less than half the space. Raises `ScreenshotFailed` past a megabyte."""
    options: dict[str, Any] = {"format": "webp", "quality": QUALITY, "optimizeForSpeed": True}
    if viewport == Viewport.DESKTOP:
        width, height, _ = SIZES[viewport]
        options["clip"] = {"x": 0, "y": 0, "width": width, "height": height, "scale": 0.5}
    answer = await session.send("Page.captureScreenshot", options)
    picture = base64.b64decode(answer["data"])
    if len(picture) > LARGEST:
        raise ScreenshotFailed(f"the picture has {len(picture)} bytes")
    return picture
