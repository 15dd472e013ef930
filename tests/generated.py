"""Big files that a heavy site serves, made on demand so that they need not be kept.

The same description always makes the same bytes.
"""

from __future__ import annotations

import random
import struct
import zlib
from functools import cache
from typing import Literal

from msgspec import Struct


class GeneratedFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of a site that is made rather than stored.

    A script weighs `kilobytes` (hardly compressible) and then does `rounds` rounds of arithmetic on
    the main thread, a million in some 30 ms. A photo is a PNG of `width` by
    `height` pixels, about half a byte a pixel.
    """

    path: str
    kind: Literal["script", "photo"]
    kilobytes: int = 0
    rounds: int = 0
    width: int = 0
    height: int = 0


def content_type(file: GeneratedFile) -> str:
    return "text/javascript; charset=utf-8" if file.kind == "script" else "image/png"


@cache
def content(file: GeneratedFile) -> bytes:
    return _script(file) if file.kind == "script" else _photo(file)


def _script(file: GeneratedFile) -> bytes:
    chance = random.Random(file.path)  # noqa: S311 -- filler, not a secret
    lines = ["var bundle = {};"]
    lines += [
        f'bundle.m{number} = function (n) {{ return "{chance.randbytes(450).hex()}".length + n; }};'
        for number in range(file.kilobytes)
    ]
    lines += [
        "var total = 0;",
        f"for (var round = 0; round < {file.rounds}; round++)",
        "  total = (total + Math.sqrt(round) * 31) % 65521;",
        "bundle.total = total;",
    ]
    return "\n".join(lines).encode()


def _photo(file: GeneratedFile) -> bytes:
    """Hills under a hazy sky, in 256 colours, with enough grain to weigh what a photograph does."""
    chance = random.Random(file.path)  # noqa: S311 -- scenery, not a secret
    block, grain = 8, 12
    sky = [(120 + i, 160 + i // 2, 200 + i // 3) for i in range(128)]
    land = [(96 - i // 2, 128 - i // 2, 72 - i // 3) for i in range(128)]
    shades = [bytes(base + byte % grain for byte in range(256)) for base in range(256 - grain)]
    height_at = file.height * 0.5
    ridge = []
    slope = 0.0
    for _ in range(-(-file.width // block)):
        slope = 0.9 * slope + chance.uniform(-3, 3)
        height_at = min(max(height_at + slope, file.height * 0.3), file.height * 0.75)
        ridge.append(height_at)
    rows = bytearray()
    for y in range(file.height):
        noise = chance.randbytes(file.width)
        sky_shade = shades[min(y * 115 // file.height, 115)]
        rows.append(0)
        for index, top in enumerate(ridge):
            depth = int((y - top) * 115 / file.height)
            shade = sky_shade if depth < 0 else shades[128 + min(depth, 115)]
            rows += noise[index * block : (index + 1) * block].translate(shade)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", file.width, file.height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(value for colour in sky + land for value in colour)),
            _chunk(b"IDAT", zlib.compress(bytes(rows), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
