"""What `simulator/insights.mjs` answers: what a load was made of, by Lighthouse's definitions.

Bytes are those on the wire, `ms` and `saves` milliseconds of the simulated phone; `node` is an
element's backend id, 0 for none. Lists hold the worst 20, or the first 100 where nothing counts
them; the numbers beside them are of all.
"""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.loading import Part


class Server(Struct, frozen=True):
    """The document's server: milliseconds until it answered, those of redirects before, as observed
    here, and what a quicker answer would save."""

    ms: float
    redirects: float = 0
    saves: float = 0


class LargestShown(Struct, frozen=True):
    """The largest paint. `phases`: until the first byte, until its load began, while it loaded, and
    until it was drawn; of text only the first and the last."""

    node: int
    url: str
    phases: tuple[float, ...]
    discoverable: bool
    eager: bool


class Shifted(Struct, frozen=True):
    """An element that moved, and its part of the page's shift."""

    node: int
    score: float


class Picture(Struct, frozen=True):
    """A picture that could be smaller by `bytes`. `type` is `responsive_size`,
    `modern_format_or_compression`, `adjust_compression` or `video_format`; sizes are width and
    height in device pixels."""

    url: str
    node: int
    bytes: int
    type: str
    file: tuple[int, int] | None = None
    shown: tuple[int, int] | None = None


class Pictures(Struct, frozen=True):
    """`bytes` is what could be saved, `count` of how many pictures; `found` are the worst of
    them."""

    saves: float = 0
    bytes: int = 0
    count: int = 0
    found: tuple[Picture, ...] = ()


class Images(Struct, frozen=True):
    oversized: Pictures = Pictures()
    formats: Pictures = Pictures()


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
    """Hosts that answered many requests by HTTP/1.1 or older, with their number; `requests` are
    those of all hosts."""

    saves: float = 0
    requests: int = 0
    hosts: tuple[tuple[str, int], ...] = ()


class HiddenFont(Struct, frozen=True):
    """A web font that hides the text until it is there, for at most `ms`."""

    url: str
    ms: float


class Busy(Struct, frozen=True):
    """The tasks of 50 ms and more that a script began: how many, their sum, the longest, and what
    they took `beyond` 50 ms each."""

    url: str
    count: int
    ms: float
    longest: float
    beyond: float


class Updates(Struct, frozen=True):
    """How often laying out or styling very many elements took 40 ms of the reference machine."""

    layouts: int = 0
    styles: int = 0


class Insights(Struct, frozen=True):
    """`threads` is the main thread's time by script, in ms. `entities` names companies by host.
    Of the parts in `untold` nothing is known; their fields are empty."""

    untold: tuple[Part, ...] = ()
    server: Server | None = None
    largest: LargestShown | None = None
    shifts: tuple[Shifted, ...] = ()
    images: Images = Images()
    uncompressed: Files = Files()
    unminified: Unminified = Unminified()
    cached: Files = Files()
    blocking: Files = Files()
    protocols: Protocols = Protocols()
    fonts: tuple[HiddenFont, ...] = ()
    threads: tuple[tuple[str, float], ...] = ()
    long: tuple[Busy, ...] = ()
    updates: Updates = Updates()
    entities: dict[str, str] = {}


NOTHING_TOLD = Insights(untold=tuple(Part))
"""Of a load that was not explained."""
