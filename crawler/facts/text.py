"""What the page says, as text."""

from __future__ import annotations

from msgspec import Struct


class PageText(Struct, frozen=True, kw_only=True):
    """The title, the text with its languages, headings, lists and pictures' alternatives."""
