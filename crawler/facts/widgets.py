"""What controls do when they are used."""

from __future__ import annotations

from msgspec import Struct


class WidgetWalk(Struct, frozen=True, kw_only=True):
    """Dialogs, keys, changes of context, and messages."""
