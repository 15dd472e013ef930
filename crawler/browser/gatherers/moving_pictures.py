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
MOST_PIXELS = 20_000_000
MOST_FRAMES = 100
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
    picture. One with more than 100 frames or 20 million pixels in all is not decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large ones; they are not decoded
            with Image.open(io.BytesIO(data), formats=("GIF", "WEBP", "PNG")) as picture:
                if not getattr(picture, "is_animated", False):
                    return None
                width, height = picture.size
                most = min(MOST_FRAMES, MOST_PIXELS // max(1, width * height))
                return _played(picture, most)
    except Exception:  # noqa: BLE001 -- decoders raise all sorts of errors for broken files
        return None


def _played(picture: Image.Image, most: int) -> MovingPicture:
    loops = picture.info.get("loop")
    lengths: list[float] = []
    light: list[NDArray[np.float64]] = []
    # To ask for the number of frames would read the whole file.
    while _turned(picture, len(lengths)):
        if len(lengths) >= most:
            return MovingPicture(None, known=False)
        small = picture.convert("RGB").resize((CELLS, CELLS))
        shown_for = float(picture.info.get("duration") or 0)  # of a WebP known once decoded
        lengths.append(shown_for if shown_for >= SHORTEST else INSTEAD)
        light.append(LINEAR[np.asarray(small)] @ np.array([0.2126, 0.7152, 0.0722]))
    once = sum(lengths) / 1000
    # GIF without a loop plays once; 0 means for ever. WebP and PNG always say.
    seconds = None if loops == 0 else round(once * ((loops or 0) + 1), 1)
    per_second, share = _flashes(np.stack(light), lengths, again=seconds is None)
    return MovingPicture(seconds, True, per_second, share)


def _turned(picture: Image.Image, frame: int) -> bool:
    try:
        picture.seek(frame)
    except EOFError:
        return False
    return True


def _flashes(
    light: NDArray[np.float64], lengths: list[float], *, again: bool
) -> tuple[float, float]:
    """How often, in the worst second, and over what share of the picture it flashes."""
    rounds = 2 if again else 1
    while again and rounds < 50 and rounds * sum(lengths) < 2000:
        rounds += 1
    shown = np.concatenate([light] * rounds).reshape(len(light) * rounds, -1)
    starts = np.cumsum([0.0, *(lengths * rounds)])[1:-1]
    steps = np.diff(shown, axis=0)
    darker = np.minimum(shown[1:], shown[:-1]) < DARKER
    turns = np.where((np.abs(steps) >= CHANGE) & darker, np.sign(steps), 0)
    # Where a cell turns the other way than when it last turned, half a flash ends.
    opposed = np.zeros(turns.shape, dtype=np.int64)
    last = np.zeros(turns.shape[1])
    for index, turn in enumerate(turns):
        opposed[index] = (turn != 0) & (turn != last)
        last = np.where(turn != 0, turn, last)
    sums = np.concatenate([np.zeros((1, turns.shape[1]), dtype=np.int64), opposed.cumsum(axis=0)])
    ends = np.searchsorted(starts, starts + 1000)
    counts = (sums[ends] - sums[: len(starts)]) // 2
    flashing = counts > 3
    shares = flashing.mean(axis=1)
    if not shares.size or not shares.max():
        return 0.0, 0.0
    worst = int(shares.argmax())
    return round(float(np.median(counts[worst][flashing[worst]])), 1), round(shares[worst], 2)
