"""A place on a page."""

from __future__ import annotations

from msgspec import Struct


class Spot(Struct, frozen=True, kw_only=True):
    """An element: a CSS selector that finds it, and its start tag (with its content when short).
    Each is at most 500 characters. The selector of one in a frame is that of the frame, `>>>`, and
    its own; the same before an element in a shadow tree."""

    selector: str
    html: str
