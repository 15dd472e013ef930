"""The links of a page."""

from __future__ import annotations

from msgspec import Struct


class PageLinks(Struct, frozen=True, kw_only=True):
    """The links as a visitor meets them."""
