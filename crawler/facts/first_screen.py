"""What a phone's first screen holds."""

from __future__ import annotations

from msgspec import Struct


class FirstScreen(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
