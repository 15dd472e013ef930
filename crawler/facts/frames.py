"""Frames, keys that the page gives to its elements, and sound."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class Frame(Struct, frozen=True, kw_only=True):
    """A frame that can be seen: its title as assistive technology has it, and its address (up to
    300 characters; "" where the content is in the attribute srcdoc or put in by script)."""

    spot: Spot
    title: str
    source: str


class AccessKey(Struct, frozen=True, kw_only=True):
    """An element with a key of its own."""

    spot: Spot
    key: str


class Sound(Struct, frozen=True, kw_only=True):
    """An audio player, or a link to a sound file. `transcript`: text near it speaks of one."""

    spot: Spot
    transcript: bool


class PageFrames(Struct, frozen=True, kw_only=True):
    """Frames with their titles, access keys and sound; at most 50 of each. `controls` counts the
    links, buttons and fields, whether or not they have a key. `complete` says whether all were
    looked at."""

    complete: bool = True
    frames: tuple[Frame, ...] = ()
    keys: tuple[AccessKey, ...] = ()
    sounds: tuple[Sound, ...] = ()
    controls: int = 0
