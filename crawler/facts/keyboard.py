"""A walk through the page with the Tab key."""

from __future__ import annotations

from msgspec import Struct


class KeyboardWalk(Struct, frozen=True, kw_only=True):
    """The stops of the focus, and how each shows."""
