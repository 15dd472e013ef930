"""What sticky and fixed elements, and the cookie banner, cover of the screen."""

from __future__ import annotations

from msgspec import Struct


class Covering(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
