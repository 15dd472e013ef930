"""HTML_CodeSniffer's messages."""

from __future__ import annotations

from msgspec import Struct


class CodeSnifferRun(Struct, frozen=True, kw_only=True):
    """What HTML_CodeSniffer reported of those codes that we keep."""
