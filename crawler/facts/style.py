"""How the text looks."""

from __future__ import annotations

from msgspec import Struct


class PageStyle(Struct, frozen=True, kw_only=True):
    """Lines, spacing, colours and order of the text as drawn."""
