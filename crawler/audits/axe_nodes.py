"""The elements that axe-core names, as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.records import Element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.records import AxeNode, Viewport

LONGEST_HTML = 500


def elements_of(nodes: Iterable[AxeNode], viewport: Viewport) -> tuple[Element, ...]:
    """The elements, each with what axe-core says of it. Of one in a frame the message says so, and
    who serves it: what a supplier shows there is still the council's page."""
    return tuple(
        Element(
            selector=node.selector,
            html=node.html[:LONGEST_HTML],
            message=_frame(node.frame) + node.summary,
            viewport=viewport,
        )
        for node in nodes
    )


def _frame(host: str | None) -> str:
    if host is None:
        return ""
    return f"Inside a frame from {host}. " if host else "Inside a frame. "
