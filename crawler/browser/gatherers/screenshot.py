"""A picture of the viewport, as small as it can be and still show what a visitor saw."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

QUALITY = 60
LARGEST = 1_000_000


class ScreenshotFailed(Exception):
    """No picture, and why, in a sentence."""


async def gather_screenshot(session: CDPSession) -> tuple[str, bytes]:
    """The viewport as WebP, and its SHA-256 in hex. Raises `ScreenshotFailed` past a megabyte."""
    options: dict[str, Any] = {"format": "webp", "quality": QUALITY, "optimizeForSpeed": True}
    answer = await session.send("Page.captureScreenshot", options)
    picture = base64.b64decode(answer["data"])
    if len(picture) > LARGEST:
        raise ScreenshotFailed(f"the picture has {len(picture)} bytes")
    return hashlib.sha256(picture).hexdigest(), picture
