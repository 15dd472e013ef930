"""What only a pointer reaches."""

from __future__ import annotations

from msgspec import Struct


class PointerWalk(Struct, frozen=True, kw_only=True):
    """Controls without keyboard, and content shown on hover."""
