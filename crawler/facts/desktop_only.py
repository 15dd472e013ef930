"""Content that shows at a desk and not on the phone."""

from __future__ import annotations

from msgspec import Struct


class DesktopOnly(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
