"""Frames, and keys that the page gives to its elements."""

from __future__ import annotations

from msgspec import Struct


class PageFrames(Struct, frozen=True, kw_only=True):
    """Frames with their titles, and access keys."""
