"""What the focus changes on the screen: pictures with it and without it, compared by pixel."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from PIL import Image

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    Picture = np.ndarray[Any, np.dtype[np.uint8]]
    Mask = np.ndarray[Any, np.dtype[np.bool_]]

TOLERANCE = 3
"""Steps of 255 in a colour: nobody sees so little."""
WIDEST = 400


class Area(Struct, frozen=True):
    """A part of the page, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


async def take(session: CDPSession, area: Area) -> Picture:
    """The part of the page as it shows now: rows, columns, and red, green and blue (0 to 255)."""
    clip = {"x": area.x, "y": area.y, "width": area.width, "height": area.height, "scale": 1}
    answer = await session.send(
        "Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True, "clip": clip}
    )
    with Image.open(io.BytesIO(base64.b64decode(answer["data"]))) as image:
        return np.asarray(image.convert("RGB"))


def changed(before: Picture, after: Picture) -> Mask:
    """Which pixels are another colour. Pictures of unlike size differ everywhere."""
    if before.shape != after.shape:
        return np.ones(before.shape[:2], dtype=np.bool_)
    apart = np.abs(before.astype(np.int16) - after.astype(np.int16)).max(axis=2)
    return np.asarray(apart > TOLERANCE)


def contrast(before: Picture, after: Picture, where: Mask, least: int) -> float:
    """The ratio (1 to 21, WCAG's contrast) that at least `least` of the pixels `where` have between
    their two colours; that of the weakest where there are fewer."""
    if before.shape != after.shape or not where.any():
        return 1.0
    one, other = _light(before[where]), _light(after[where])
    ratios = np.sort((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05))
    return round(float(ratios[-min(least, ratios.size)]), 2)


def packed(picture: Picture) -> bytes:
    """A small WebP of it, at most 400 pixels wide and high."""
    image = Image.fromarray(picture)
    image.thumbnail((WIDEST, WIDEST))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=70)
    return out.getvalue()


def _light(colours: Picture) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    part = colours.astype(np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))
