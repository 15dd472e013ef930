"""What moves, plays or flashes by itself."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from crawler.facts.spot import Spot


class Mover(StrEnum):
    """What makes an element move."""

    ANIMATION = "animation"
    VIDEO = "video"
    PICTURE = "picture"


class Moving(Struct, frozen=True, kw_only=True):
    """A visible element that moves by itself, for `seconds` (None: without end, or unknown when
    `known` is false). `area` is in square CSS pixels. `waiting`: it looks like a sign that
    something is still loading. `faint`: it stays in its place, and only its shadow or outline
    changes, or its size by a tenth at most."""

    spot: Spot
    by: Mover
    seconds: float | None
    area: int
    known: bool = True
    waiting: bool = False
    faint: bool = False


class Sound(Struct, frozen=True, kw_only=True):
    """Something that starts to sound by itself. `seconds` is None when that is unknown or without
    end; `sure` is false where it may have no sound at all."""

    spot: Spot
    seconds: float | None
    loops: bool
    controls: bool
    sure: bool


class Flash(Struct, frozen=True, kw_only=True):
    """An element that flashes by itself, this often in its worst second, over `area` square CSS
    pixels."""

    spot: Spot
    per_second: float
    area: int


class Motion(Struct, frozen=True, kw_only=True):
    """What moves, sounds and flashes by itself on the phone, a while after the page was loaded.

    `pauses` are the names of visible controls that could stop it. Not `complete`: there was more
    than we look at.
    """

    moving: tuple[Moving, ...] = ()
    sounds: tuple[Sound, ...] = ()
    flashes: tuple[Flash, ...] = ()
    pauses: tuple[str, ...] = ()
    complete: bool = True
