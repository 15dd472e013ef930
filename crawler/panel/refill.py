"""The seats of a stored panel that are empty: what once stood there, or was not found at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from crawler.panel.address import page_key
from crawler.panel.assemble import renew
from crawler.records import PageRole, PanelPage, Source, StoredPanel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from crawler.panel.discover import Discovered
    from crawler.records import Task

# A website must have these, so that their seats are kept for them.
_KEPT_FOR = (PageRole.CONTACT, PageRole.ACCESSIBILITY_STATEMENT)
SEATS = (*_KEPT_FOR, PageRole.FORM, PageRole.DOCUMENTS)
"""The roles with one seat in a panel, which another page takes when theirs is gone."""
_FILLED = frozenset({*_KEPT_FOR, PageRole.TASK, PageRole.WELSH})


def refill(
    stored: StoredPanel,
    discovered: Discovered,
    tasks: Sequence[Task],
    size: int,
    gone: Collection[str],
    left: Mapping[PageRole, Collection[str]],
) -> StoredPanel:
    """Return the stored panel with pages for its empty seats, as far as they were found.

    A task's page goes beyond the panel, where pages that are `gone` make way; Welsh ones come on
    top. Contact and the accessibility statement get the place of the page that took theirs, else of
    the last filler, else of the last task, which goes beyond; so do the form and the documents
    where the panel had them before. `left` are the addresses that once had a role's seat. Where
    there is room up to `size`, no page makes way. No page that a person chose does.
    """
    pages = tuple(page for page in discovered.pages if page.role in _FILLED)
    only = msgspec.structs.replace(discovered, pages=pages, others=(), nothing=())
    panel = renew(stored, only, tasks, 0, gone)
    for role in SEATS:
        panel = _seated(panel, role, discovered, size, left.get(role, ()), gone)
    return panel


def _seated(
    panel: StoredPanel,
    role: PageRole,
    discovered: Discovered,
    size: int,
    left: Collection[str],
    gone: Collection[str],
) -> StoredPanel:
    inside = {page_key(page.url) for page in panel.pages}
    lost = {page_key(url) for url in gone}
    known = (page for page in (*panel.beyond, *discovered.pages) if page.role is role)
    page = next((page for page in known if page_key(page.url) not in inside | lost), None)
    if page is None or any(other.role is role for other in panel.pages):
        return panel
    counted = [other for other in panel.pages if other.role is not PageRole.WELSH]
    welsh = [other for other in panel.pages if other.role is PageRole.WELSH]
    beyond = [other for other in panel.beyond if other.role is not role]
    if len(counted) < size:
        counted.append(page)
    elif left or role in _KEPT_FOR:
        out = next(_least(counted, left), None)
        if out is None:
            return panel
        counted[counted.index(out)] = msgspec.structs.replace(page, replaces=out.url)
        if out.role is PageRole.TASK:
            beyond.append(msgspec.structs.replace(out, replaces=None))
    else:
        return panel
    return StoredPanel(pages=(*counted, *welsh), beyond=tuple(beyond))


def _least(pages: Sequence[PanelPage], left: Collection[str]) -> Iterator[PanelPage]:
    """The pages that may make way for one of a role, first the one that took its place."""
    others = [
        page
        for page in reversed(pages)
        if page.role in (PageRole.OTHER, PageRole.TASK) and page.source is not Source.OVERRIDE
    ]
    yield from (page for page in others if page.replaces in left)
    yield from (page for page in others if page.role is PageRole.OTHER)
    yield from others
