"""Links, buttons and fields as targets for a finger."""

from __future__ import annotations

from msgspec import Struct


class Targets(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
