"""Elements of one make, met on several pages: what to mend once, in the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crawler.database.queries.shapes import Component
from crawler.database.signatures import markup_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from crawler.database.queries.shapes import FindingPage
    from crawler.records import Element

Making = tuple[str, ...]


class _Met(NamedTuple):
    first: Element
    where: list[str]  # a page's address for each element


def markup_reader() -> Callable[[Element], Making]:
    """Return `markup_of` with a memory: pages of one template repeat each other to the letter."""
    known: dict[tuple[str, str], Making] = {}

    def read(element: Element) -> Making:
        key = element.selector, element.html
        if key not in known:
            known[key] = markup_of(element)
        return known[key]

    return read


def components(
    pages: Iterable[FindingPage], of: int, read: Callable[[Element], Making]
) -> tuple[Component, ...]:
    """Gather the elements on pages by their making: those on most pages first, then the most. `of`
    is the number of pages that count in the scores and could show them."""
    counting: set[str] = set()
    met: dict[Making, _Met] = {}
    for page in pages:
        counting |= {page.url} if page.role.headline else set()
        for element in page.elements:
            met.setdefault(read(element), _Met(element, [])).where.append(page.url)
    found = []
    for first, where in met.values():
        urls = tuple(dict.fromkeys(where))
        counted = len(counting.intersection(urls))
        found.append(
            Component(
                element=first,
                elements=len(where),
                pages=urls,
                counted=counted,
                of=max(of, counted),
                template=counted > 1 and 2 * counted > of,
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.counted, -len(each.pages), -each.elements)))
