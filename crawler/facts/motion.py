"""What moves, plays or ends by itself."""

from __future__ import annotations

from msgspec import Struct


class Motion(Struct, frozen=True, kw_only=True):
    """Animations, media and time limits."""
