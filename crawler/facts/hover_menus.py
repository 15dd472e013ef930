"""Content that shows under a mouse, as it is for a finger."""

from __future__ import annotations

from msgspec import Struct


class HoverMenus(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
