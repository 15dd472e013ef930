"""The elements that axe-core names, as evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.records import Element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.records import AxeNode, Viewport

LONGEST_HTML = 500
ENOUGH = 200
"""Characters of reasons after which no further one is given."""

LONGEST = 280
"""Characters of one reason."""

_HEADING = re.compile(r"Fix (all|any|none) of the following:?")


def elements_of(nodes: Iterable[AxeNode], viewport: Viewport) -> tuple[Element, ...]:
    """The elements, each with what axe-core says of it. Of one in a frame the message says so, and
    who serves it: what a supplier shows there is still the council's page."""
    return tuple(
        Element(
            selector=node.selector,
            html=node.html[:LONGEST_HTML],
            message=(_frame(node.frame) + reasons(node.summary)).strip(),
            viewport=viewport,
        )
        for node in nodes
    )


def reasons(summary: str) -> str:
    """The reasons in axe-core's summary on one line, the first ones first: as many whole ones as
    are soon read."""
    lines = (line.strip() for line in summary.splitlines())
    said = list(dict.fromkeys(line for line in lines if line and not _HEADING.fullmatch(line)))
    if not said:
        return ""
    text = said[0]
    if len(text) > LONGEST:
        return text[:LONGEST].rsplit(" ", 1)[0] + " …"
    for more in said[1:]:
        if len(text) + len(more) + 2 > ENOUGH:
            break
        text += f"; {more}"
    return text


def _frame(host: str | None) -> str:
    if host is None:
        return ""
    return f"Inside a frame from {host}. " if host else "Inside a frame. "
