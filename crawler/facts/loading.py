"""What the load was made of: bytes by type and party, and what made it slow.

It is kept for ever and should be the same where nothing has changed. So bytes are rounded to 100,
milliseconds that would be saved to 50 and others to 50 or 100; they are those of the simulated
phone, as Lighthouse estimates them, unless said otherwise. Addresses are cut at 500 characters. Of
each list the worst 20 are kept. The values named NO_… are one each, since a part is left out of the
JSON only when it is that very one.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from crawler.facts.spot import Spot

LONGEST_URL = 500


def hundreds(count: float) -> int:
    """To the nearest 100: neither a cookie's length in bytes nor a moment must make a new fact."""
    return round(count / 100) * 100


class Part(StrEnum):
    """A part of what Lighthouse tells of a load, as `Loading.untold` names it."""

    SERVER = "server"
    LARGEST = "largest"
    SHIFTS = "shifts"
    IMAGES = "images"
    UNCOMPRESSED = "uncompressed"
    UNMINIFIED = "unminified"
    CACHED = "cached"
    BLOCKING = "blocking"
    PROTOCOLS = "protocols"
    FONTS = "fonts"
    THREADS = "threads"
    LONG = "long"
    UPDATES = "updates"
    ENTITIES = "entities"


class Share(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Requests of one type (`document`, `script`, `stylesheet`, `image`, `font`, `media`, `data` or
    `other`), and how much of them goes to third parties."""

    type: str
    requests: int
    bytes: int
    third_requests: int = 0
    third_bytes: int = 0


class ThirdParty(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Another organisation's registered domain: `name` is the company's where Lighthouse knows it,
    `thread_ms` the time that its scripts keep the main thread."""

    domain: str
    requests: int
    bytes: int
    name: str = ""
    thread_ms: int = 0


class Saving(Struct, frozen=True, omit_defaults=True):
    """What a repair of all of a kind would save: bytes, and milliseconds until the page is seen."""

    bytes: int = 0
    ms: int = 0


NONE_SAVED = Saving()


class File(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file at fault. `bytes` is what it would save, or its size where it only holds up. `seconds`
    is how long browsers may keep it, `ms` how long it holds up the first paint."""

    url: str
    bytes: int
    seconds: int = 0
    ms: int = 0


class Files(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Files of one fault: `count` and what is saved are of all, and the worst are named."""

    count: int = 0
    saves: Saving = NONE_SAVED
    worst: tuple[File, ...] = ()


NO_FILES = Files()


class HeavyImage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A picture of more bytes than it needs, by `bytes`. `size` is that of the file and `shown`
    that on the screen, in device pixels, where it is too large; `format` says what is wrong
    otherwise: "format", "compression" or "animation"."""

    url: str
    bytes: int
    spot: Spot | None = None
    size: tuple[int, int] | None = None
    shown: tuple[int, int] | None = None
    format: str = ""


class Images(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Pictures of one fault, as `Files`."""

    count: int = 0
    saves: Saving = NONE_SAVED
    worst: tuple[HeavyImage, ...] = ()


NO_IMAGES = Images()


class LongTasks(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tasks of 50 ms and more that this host's scripts cause, or the page itself (""): their
    number, their sum and the longest."""

    host: str
    count: int
    ms: int
    longest_ms: int


class WebFont(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A web font. `hides` says that text stays invisible until it is there, up to `ms`."""

    url: str
    bytes: int
    hides: bool = False
    ms: int = 0


class OldHttp(Struct, frozen=True, kw_only=True):
    """A host that answered that many requests by HTTP/1.1 or older."""

    host: str
    requests: int


class LargestPaint(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The largest picture or text. `url` is the picture's, "" for text. The time until the first
    byte, until its load began, while it loaded, and until it was drawn make up the metric."""

    first_byte_ms: int
    draw_ms: int
    wait_ms: int = 0
    load_ms: int = 0
    spot: Spot | None = None
    url: str = ""
    lazy: bool = False
    hidden_from_parser: bool = False


class ShiftSource(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An element that moved, and its part of the shift (as Lighthouse divides it). It is None where
    the element is not there any more."""

    shift: float
    spot: Spot | None = None


class Preloads(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Files that the document had fetched ahead. The browser says of those in `unused` that nothing
    used them; `unsure` were used by nothing that can be seen, and it had no time to say so."""

    count: int = 0
    unused: Files = NO_FILES
    unsure: tuple[File, ...] = ()


NO_PRELOADS = Preloads()


class Loading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`complete` is False where not all requests were seen. Of the parts in `untold` Lighthouse
    said nothing, and nothing can be made of their fields.

    `server_ms` and `redirect_ms` are observed here. `unread` counts scripts and style sheets that
    are large enough to judge but whose text could not be had. `blocking_ms` is what all long tasks
    take beyond the 50 ms that each of them may, and `third_blocking_ms` what those take that other
    organisations' scripts began. `hiding_count` counts the fonts that hide text and `font_bytes` is
    of all fonts. `large_updates` counts layouts and styles of very many elements that took 40 ms of
    the reference machine.
    """

    complete: bool = True
    untold: tuple[Part, ...] = ()
    types: tuple[Share, ...] = ()
    third_parties: tuple[ThirdParty, ...] = ()
    third_count: int = 0
    oversized: Images = NO_IMAGES
    formats: Images = NO_IMAGES
    uncompressed: Files = NO_FILES
    unminified_scripts: Files = NO_FILES
    unminified_styles: Files = NO_FILES
    unread: int = 0
    cached: Files = NO_FILES
    blocking: Files = NO_FILES
    preloads: Preloads = NO_PRELOADS
    long_tasks: tuple[LongTasks, ...] = ()
    blocking_ms: int = 0
    third_blocking_ms: int = 0
    fonts: tuple[WebFont, ...] = ()
    font_count: int = 0
    font_bytes: int = 0
    hiding_count: int = 0
    old_http: tuple[OldHttp, ...] = ()
    old_http_requests: int = 0
    old_http_saves: Saving = NONE_SAVED
    server_ms: int | None = None
    server_saves: Saving = NONE_SAVED
    redirect_ms: int = 0
    elements: int = 0
    large_updates: int = 0
    largest: LargestPaint | None = None
    shifts: tuple[ShiftSource, ...] = ()

    @property
    def bytes(self) -> int:
        return sum(share.bytes for share in self.types)

    @property
    def third_bytes(self) -> int:
        return sum(share.third_bytes for share in self.types)
