"""Further pages that fill the places of a panel that no role and no task took."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.panel.address import page_key
from crawler.panel.places import (
    depth,
    is_lasting,
    is_one_of_its_kind,
    is_welsh_address,
    page_address,
)
from crawler.panel.spelling import path_meanings
from crawler.panel.welsh import in_welsh
from crawler.records import PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.panel.known import Known

_MOST_LISTED = 300
# Every site has these pages, and few residents read them: they fill a place only at the end.
_FINE_PRINT = frozenset({
    "cookie", "copyright", "disclaimer", "legal", "privacy", "sitemap", "term", "condition",
    "search",
})  # fmt: skip


def fillers(known: Known, taken: Iterable[PanelPage]) -> tuple[PanelPage, ...]:
    """Return lasting pages of the site to fill a panel with, most central first: what the home
    page links to, then what other pages do, then the sitemap's. None is a Welsh version of another,
    and none a search, a login, a printable version or a page of a calendar."""
    found: list[tuple[tuple[bool | int | str, ...], PanelPage]] = []
    seen: set[str | None] = {page_key(page.url) for page in taken}
    seen |= in_welsh(known) if known.site.nation == "Wales" else frozenset()
    for place in known.places.values():
        said_no = place.said is not None and place.said.door
        if not place.own or place.refused or not place.lasting or said_no or not place.mentions:
            continue
        if place.key in seen or not is_one_of_its_kind(place.url):
            continue
        seen.add(place.key)
        where = "The home page" if place.linked_from_home else "A page below the home page"
        called = f" as \u201c{place.text}\u201d" if place.text else ""
        source = Source.HOME_LINK if place.linked_from_home else Source.DEEPER_LINK
        reason = f"{where} links to it{called}; it fills a place that no task took."
        page = PanelPage(url=place.url, role=PageRole.OTHER, reason=reason, source=source, score=50)
        found.append(((not place.linked_from_home, *_central(place.url)), page))
    # The rest of a long sitemap cannot get a place: only its shallowest pages are read.
    for address in sorted(known.listed, key=lambda address: (depth(address), address))[
        :_MOST_LISTED
    ]:
        url = page_address(address)
        key = page_key(url) if url else None
        if url is None or key in seen or not is_lasting(url) or is_welsh_address(url):
            continue
        if not is_one_of_its_kind(url) or not known.site.owns(url):
            continue
        seen.add(key)
        reason = "It is in the sitemap; it fills a place that no task took."
        page = PanelPage(
            url=url, role=PageRole.OTHER, reason=reason, source=Source.SITEMAP, score=30
        )
        found.append(((True, *_central(url)), page))
    return tuple(page for _, page in sorted(found, key=lambda pair: pair[0]))


def _central(url: str) -> tuple[bool | int | str, ...]:
    words = {word for step in path_meanings(url) for word in step}
    fine_print = not _FINE_PRINT.isdisjoint(words)
    return (fine_print, bool(urlsplit(url).query), depth(url), url)
