"""What enlarging and respacing the text, and turning the phone, does to a page."""

from __future__ import annotations

from msgspec import Struct


class Resizing(Struct, frozen=True, kw_only=True):
    """Text that is cut off when it grows, and orientation."""
