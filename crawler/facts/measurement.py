"""How the speed metrics were measured, and how often."""

from __future__ import annotations

from msgspec import Struct


class Measurement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
