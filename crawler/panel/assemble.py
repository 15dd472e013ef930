"""From what was discovered to the panel that is stored, and from a stored panel to the next.

A new panel is home, contact, accessibility statement, a form, a page of documents, the top tasks by
importance, then other lasting pages. A stored one stays as it is: only what is gone is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from crawler.panel.address import page_key
from crawler.records import PageRole, PanelPage, Source, StoredPanel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from crawler.panel.discover import Discovered
    from crawler.records import Task

ROLE_OF_TASK = {
    "contact": PageRole.CONTACT,
    "accessibility-statement": PageRole.ACCESSIBILITY_STATEMENT,
}
"""The tasks of tasks.csv whose pages have a role of their own."""

_FIRST = (
    PageRole.HOME,
    PageRole.CONTACT,
    PageRole.ACCESSIBILITY_STATEMENT,
    PageRole.FORM,
    PageRole.DOCUMENTS,
)


def assemble(discovered: Discovered, tasks: Sequence[Task], size: int) -> StoredPanel:
    """Return a new panel of up to `size` pages, and the Welsh ones on top; the home page first.

    No page stands twice in `pages`. The tasks that found no place, or whose page stands in the
    panel for another, keep their pages in `beyond`.
    """
    return renew(StoredPanel(), discovered, tasks, size, ())


def renew(
    stored: StoredPanel,
    discovered: Discovered,
    tasks: Sequence[Task],
    size: int,
    gone: Collection[str],
    reopened: Collection[tuple[PageRole, str | None]] = (),
) -> StoredPanel:
    """Return the stored panel without the pages that are `gone`, whose places others take.

    A replacement names what it replaces: the page found for the same role or task, else the next
    page that would have had a place. Empty places up to `size` are filled in the order of a new
    panel. All other pages stay where they are, except where a person has since chosen another page
    or none, or where the seat is `reopened` (a role and task) and another page was found for it.
    The home page is never replaced: where it is gone, so is the website.
    """
    lost = {page_key(url) for url in gone}
    chosen = {_place(page): page for page in discovered.pages if page_key(page.url) not in lost}
    nothing = frozenset(discovered.nothing)

    def stays(page: PanelPage) -> bool:
        if page.role is PageRole.HOME:
            return True
        now = chosen.get(_place(page))
        overruled = (
            now is not None
            and (now.source is Source.OVERRIDE or _place(page) in reopened)
            and page_key(now.url) != page_key(page.url)
        )
        return not (overruled or _place(page) in nothing or page_key(page.url) in lost)

    kept_keys = {page_key(page.url) for page in stored.pages if stays(page)}
    ordered = _in_order(chosen.values(), discovered.others, tasks, lost, stored)
    placed = {_place(page) for page in stored.pages if stays(page)}

    def next_page() -> PanelPage | None:
        for page in ordered:
            key = page_key(page.url)
            if key not in kept_keys and (page.role is PageRole.OTHER or _place(page) not in placed):
                return page
        return None

    pages: list[PanelPage] = []

    def put(page: PanelPage) -> None:
        pages.append(page)
        kept_keys.add(page_key(page.url))
        placed.add(_place(page))

    for page in stored.pages:
        if stays(page):
            pages.append(page)
            continue
        heir = chosen.get(_place(page))
        if heir is None or page_key(heir.url) in kept_keys:
            heir = None if page.role is PageRole.WELSH else next_page()
        if heir is not None:
            put(msgspec.structs.replace(heir, replaces=page.url))
    welsh = [page for page in pages if page.role is PageRole.WELSH]
    pages = [page for page in pages if page.role is not PageRole.WELSH]
    while len(pages) < size and (filler := next_page()) is not None:
        put(filler)
    for page in chosen.values():
        missing = not any(_same_kind(page, other) for other in welsh)
        if page.role is PageRole.WELSH and missing and page_key(page.url) not in kept_keys:
            welsh.append(page)
            kept_keys.add(page_key(page.url))
    pages += welsh
    return StoredPanel(
        pages=tuple(pages), beyond=tuple(_beyond(stored, pages, chosen, tasks, stays))
    )


def page_for(task: str, panel: StoredPanel) -> PanelPage | None:
    """Return the page that stands for a task, in the panel or beyond it; the tasks `contact` and
    `accessibility-statement` have the pages of those roles. None where there is none."""
    pages = (*panel.pages, *panel.beyond)
    return next((page for page in pages if _place(page) == seat_of(task)), None)


def seat_of(task: str) -> tuple[PageRole, str | None]:
    """Return the role and task that a task's page has in a panel; of a role of its own, no task."""
    role = ROLE_OF_TASK.get(task)
    return (PageRole.TASK, task) if role is None else (role, None)


def _place(page: PanelPage) -> tuple[PageRole, str | None]:
    return page.role, page.task


def _same_kind(page: PanelPage, other: PanelPage) -> bool:
    """Whether two Welsh pages are both the home page's, or both a task's."""
    return (page.task is None) == (other.task is None)


def _in_order(
    chosen: Iterable[PanelPage],
    others: Iterable[PanelPage],
    tasks: Sequence[Task],
    lost: Collection[str | None],
    stored: StoredPanel,
) -> list[PanelPage]:
    """The pages in the order in which they get places. A task's page that was stored beyond the
    panel is the one that moves up."""
    rank = {task.slug: (-task.importance, number) for number, task in enumerate(tasks)}
    beyond = {_place(page): page for page in stored.beyond if page_key(page.url) not in lost}
    known = [beyond.get(_place(page), page) for page in chosen]
    first = sorted(
        (page for page in known if page.role in _FIRST), key=lambda page: _FIRST.index(page.role)
    )
    for_tasks = sorted(
        (page for page in known if page.role is PageRole.TASK),
        key=lambda page: rank.get(page.task or "", (0, len(rank))),
    )
    rest = [page for page in others if page_key(page.url) not in lost]
    return [*first, *for_tasks, *rest]


def _beyond(
    stored: StoredPanel,
    pages: Sequence[PanelPage],
    chosen: dict[tuple[PageRole, str | None], PanelPage],
    tasks: Sequence[Task],
    stays: Callable[[PanelPage], bool],
) -> Iterator[PanelPage]:
    inside = {_place(page) for page in pages}
    before = {_place(page): page for page in stored.beyond}
    for place, page in before.items():
        if place in inside:
            continue
        if stays(page):
            yield page
        elif place in chosen:
            yield msgspec.structs.replace(chosen[place], replaces=page.url)
    for task in tasks:
        place = seat_of(task.slug)
        if place in chosen and place not in inside and place not in before:
            yield chosen[place]
