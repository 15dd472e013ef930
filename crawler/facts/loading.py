"""What the load was made of: bytes by type and party, and what made it slow."""

from __future__ import annotations

from msgspec import Struct


class Loading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    complete: bool = True
