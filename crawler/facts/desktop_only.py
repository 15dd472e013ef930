"""Content that shows at a desk and not on the phone."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class LostPart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The outermost part that shows at a desk and not on the phone, and that nothing on the phone
    seems to open. Counted in it is only what the phone says nowhere else: `letters` of its text,
    links to other addresses, fields, cells of a table that is there without them, and pictures that
    have a text. `text` is how its words begin. `main`: it stands in the main part of the page."""

    spot: Spot
    text: str = ""
    letters: int = 0
    links: int = 0
    fields: int = 0
    cells: int = 0
    pictures: int = 0
    main: bool = False


class DesktopOnly(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a desk shows beyond the phone. `judged` counts the blocks of text and the links that a
    desk shows. At most 20 of the `found` parts are kept, those in the main part first. `pictures`
    are digests. `complete`: all of the page was compared, in time."""

    judged: int = 0
    found: int = 0
    lost: tuple[LostPart, ...] = ()
    pictures: tuple[str, ...] = ()
    complete: bool = True
