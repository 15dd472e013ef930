"""What a page does while nobody touches it."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class Changing(Struct, frozen=True, kw_only=True):
    """A visible part of the page that changed by itself: `moments` is 1, 2, or 3 for three and
    more. `replaced`: something took the place of something else, and that still in the second half
    of the watch. `carousel`: its markup says that it is one."""

    spot: Spot
    moments: int
    carousel: bool = False
    replaced: bool = False


class Watched(Struct, frozen=True, kw_only=True):
    """Some seconds of watching the page at a desk. `leaves` says that it tried to go elsewhere, and
    `refreshes` that its markup says so (a meta element). Not `complete`: there was more than we
    look at."""

    seconds: float
    changing: tuple[Changing, ...] = ()
    pauses: tuple[str, ...] = ()
    leaves: bool = False
    refreshes: bool = False
    complete: bool = True
