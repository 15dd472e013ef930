"""What `simulator/insights.mjs` answers: what a load was made of, by Lighthouse's definitions.

Bytes are those on the wire, `ms` and `saves` milliseconds of the simulated phone; `node` is an
element's backend id, 0 for none. Lists are cut at 20 and more; counts and sums are of all.
"""

from __future__ import annotations

from msgspec import Struct


class LargestShown(Struct, frozen=True):
    """The largest paint. `phases`: until the first byte, until its load began, while it loaded, and
    until it was drawn; of text only the first and the last."""

    node: int
    url: str
    phases: tuple[float, ...]
    discoverable: bool
    eager: bool
    hinted: bool


class Shifted(Struct, frozen=True):
    """An element that moved, and its part of the page's shift."""

    node: int
    score: float


class Wasteful(Struct, frozen=True):
    """A way in which a picture is too heavy: `responsive_size`, `modern_format_or_compression`,
    `adjust_compression` or `video_format`. Sizes are width and height in device pixels."""

    type: str
    bytes: int
    file: tuple[int, int] | None = None
    shown: tuple[int, int] | None = None


class Picture(Struct, frozen=True):
    url: str
    node: int
    bytes: int
    problems: tuple[Wasteful, ...]


class Pictures(Struct, frozen=True):
    size_saves: float = 0
    format_saves: float = 0
    found: tuple[Picture, ...] = ()


class File(Struct, frozen=True):
    """`seconds` is how long it may be kept, `ms` how long it held up the first paint."""

    url: str
    bytes: int
    seconds: float = 0
    ms: float = 0


class Files(Struct, frozen=True):
    """`bytes` is what could be saved, `count` of how many files; `found` are the worst of them."""

    saves: float = 0
    bytes: int = 0
    count: int = 0
    found: tuple[File, ...] = ()


class Unminified(Struct, frozen=True):
    script: Files = Files()
    stylesheet: Files = Files()


class Protocols(Struct, frozen=True):
    """Hosts that answered many requests by HTTP/1.1 or older, with their number."""

    saves: float = 0
    hosts: tuple[tuple[str, int], ...] = ()


class HiddenFont(Struct, frozen=True):
    """A web font that hides the text until it is there, for at most `ms`."""

    url: str
    display: str
    ms: float


class Updates(Struct, frozen=True):
    """How often laying out or styling very many elements took 40 ms of this machine and more."""

    layouts: int = 0
    styles: int = 0


class Insights(Struct, frozen=True):
    """`server` and `redirects` are milliseconds as observed here. `threads` is the main thread's
    time by script, `long` the tasks of 50 ms and more by their cause: number, sum and longest, in
    ms. `entities` names companies by host."""

    server: float | None = None
    redirects: float = 0
    server_saves: float = 0
    largest: LargestShown | None = None
    shifts: tuple[Shifted, ...] = ()
    images: Pictures = Pictures()
    uncompressed: Files = Files()
    unminified: Unminified = Unminified()
    cached: Files = Files()
    blocking: Files = Files()
    protocols: Protocols = Protocols()
    fonts: tuple[HiddenFont, ...] = ()
    threads: tuple[tuple[str, float], ...] = ()
    long: tuple[tuple[str, int, float, float], ...] = ()
    updates: Updates = Updates()
    entities: dict[str, str] = {}
