"""Animated pictures: how long they move, and how often they flash."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of all frames together. A page's pictures are hostile: a small file can hold gigapixels.
MOST_PIXELS = 40_000_000
MOST_FRAMES = 200
CELLS = 16
# A general flash is a pair of opposing changes of a tenth of the range of relative luminance, the
# darker below 0.80 (WCAG 2.2, "general flash and red flash thresholds").
CHANGE, DARKER = 0.10, 0.80
LINEAR = np.where(
    np.arange(256) / 255 <= 0.04045,
    np.arange(256) / 255 / 12.92,
    ((np.arange(256) / 255 + 0.055) / 1.055) ** 2.4,
)
# What browsers make of a frame that is to be shown for less than 20 ms.
SHORTEST, INSTEAD = 20.0, 100.0


class MovingPicture(NamedTuple):
    """`seconds` is None for one that never ends, or when it is not `known`. `share` is the part of
    the picture (0 to 1) that flashes, `per_second` times in its worst second."""

    seconds: float | None
    known: bool = True
    per_second: float = 0.0
    share: float = 0.0


def moving_picture(data: bytes) -> MovingPicture | None:
    """What a GIF, WebP or PNG file does by itself; None for one that stands still, or is no such
    picture. One with more than 200 frames or 40 million pixels in all is not decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large ones; they are not decoded
            with Image.open(io.BytesIO(data), formats=("GIF", "WEBP", "PNG")) as picture:
                frames = int(getattr(picture, "n_frames", 1))
                if frames < 2:
                    return None
                width, height = picture.size
                if frames > MOST_FRAMES or frames * width * height > MOST_PIXELS:
                    return MovingPicture(None, known=False)
                return _played(picture, frames)
    except Exception:  # noqa: BLE001 -- decoders raise all sorts of errors for broken files
        return None


def _played(picture: Image.Image, frames: int) -> MovingPicture:
    loops = picture.info.get("loop")
    lengths: list[float] = []
    light: list[NDArray[np.float64]] = []
    for number in range(frames):
        picture.seek(number)
        small = picture.convert("RGB").resize((CELLS, CELLS))
        shown_for = float(picture.info.get("duration") or 0)  # of a WebP known once decoded
        lengths.append(shown_for if shown_for >= SHORTEST else INSTEAD)
        linear = LINEAR[np.asarray(small)]
        light.append(linear @ np.array([0.2126, 0.7152, 0.0722]))
    once = sum(lengths) / 1000
    # GIF without a loop plays once; 0 means for ever. WebP and PNG always say.
    seconds = None if loops == 0 else once * ((loops or 0) + 1)
    per_second, share = _flashes(np.stack(light), lengths, again=seconds is None)
    return MovingPicture(
        round(seconds, 1) if seconds is not None else None, True, per_second, share
    )


def _flashes(
    light: NDArray[np.float64], lengths: list[float], *, again: bool
) -> tuple[float, float]:
    """How often, in the worst second, and over what share of the picture it flashes."""
    rounds = 2 if again else 1
    while again and rounds < 50 and rounds * sum(lengths) < 2000:
        rounds += 1
    shown = np.concatenate([light] * rounds)
    starts = np.cumsum([0.0, *(lengths * rounds)])[1:-1]
    steps = np.diff(shown, axis=0)
    darker = np.minimum(shown[1:], shown[:-1]) < DARKER
    turns = np.where((np.abs(steps) >= CHANGE) & darker, np.sign(steps), 0)
    worst, share = 0.0, 0.0
    for index, start in enumerate(starts):
        window = turns[index : int(np.searchsorted(starts, start + 1000))]
        counts = np.apply_along_axis(_pairs, 0, window)
        flashing = counts > 3
        if flashing.mean() > share:
            share, worst = float(flashing.mean()), float(np.median(counts[flashing]))
    return round(worst, 1), round(share, 2)


def _pairs(turns: NDArray[np.float64]) -> int:
    """Pairs of opposing changes in a row of them."""
    moves = turns[turns != 0]
    return int((np.diff(moves) != 0).sum() + 1) // 2 if moves.size else 0
