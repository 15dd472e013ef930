"""The fields of forms."""

from __future__ import annotations

from msgspec import Struct


class PageFields(Struct, frozen=True, kw_only=True):
    """Fields with their labels, hints, groups and error messages."""
