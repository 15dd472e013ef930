"""What is wider than the screen, at each size."""

from __future__ import annotations

from msgspec import Struct


class Fit(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
