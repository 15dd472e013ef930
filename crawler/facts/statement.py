"""The text of an accessibility statement."""

from __future__ import annotations

from msgspec import Struct


class StatementText(Struct, frozen=True, kw_only=True):
    """Its headings, paragraphs and links, in order."""
