"""The tables of a page."""

from __future__ import annotations

from msgspec import Struct


class PageTables(Struct, frozen=True, kw_only=True):
    """Tables and how their cells are marked up."""
