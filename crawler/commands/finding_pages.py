"""On which pages a finding is, in as few lines as say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.commands.terminal import clean, count
from crawler.words import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import Component, CouncilDetail, FindingGroup

SHOWN = 5  # pages in a list; CSV and JSON hold all


def spread_of(group: FindingGroup) -> str:
    """On how many pages it was met: of one component in the template, or of all."""
    first = group.components[0] if group.components else None
    if first is not None and first.template:
        return component_spread(group, first)
    of = max(group.counted, group.judged)
    return spread(group.counted, of, template=False, walked=group.walks, others=group.others)


def component_spread(group: FindingGroup, component: Component) -> str:
    return spread(
        component.counted,
        component.of,
        template=component.template,
        walked=group.walks,
        others=component.others,
    )


def component_pages(
    group: FindingGroup, component: Component, detail: CouncilDetail | None
) -> list[str]:
    """Name the pages of a component, a line each: where it is in the template, those that lack it;
    none where it is on all that could show it."""
    if component.counted == component.of > 1:
        return []
    if component.template:
        return _listed(_lacking(group, component.pages, detail), "Not on ")
    return _listed(component.pages, "")


def bare_pages(group: FindingGroup, detail: CouncilDetail | None) -> list[str]:
    """Name the pages of which it is true as a whole, without elements, a line each: with its own
    words where a page has some, else as `component_pages` does."""
    bare = [page for page in group.pages if not page.elements]
    if any(page.title != group.title for page in bare):
        return [f"{clean(page.url)}  {clean(page.title)}" for page in bare]
    counted = sum(page.role.headline for page in bare)
    if counted == group.judged > 1:
        return []
    urls = [page.url for page in bare]
    if counted > 1 and 2 * counted > group.judged:
        return _listed(_lacking(group, urls, detail), "Not on ")
    return _listed(urls, "")


def _lacking(group: FindingGroup, pages: Sequence[str], detail: CouncilDetail | None) -> list[str]:
    """Return the other pages that count and on which it could have been met."""
    return [
        page.url
        for page in (detail.pages if detail else ())
        if page.role.headline
        and (page.walked if group.walks else page.state.scored)
        and page.url not in pages
    ]


def _listed(urls: Sequence[str], before: str) -> list[str]:
    lines = [f"{before}{clean(url)}" for url in urls[:SHOWN]]
    if (left := len(urls) - SHOWN) > 0:
        lines.append(f"… and {count(left, 'more page', 'more pages')}; --format csv lists all")
    return lines
