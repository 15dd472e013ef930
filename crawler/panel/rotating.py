"""The rotating tail: further pages, drawn anew for each crawl, that widen the evidence."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from crawler.panel.address import page_key
from crawler.panel.hosts import same_organisation
from crawler.panel.places import is_one_of_its_kind, page_address
from crawler.records import PageRole, PanelPage, Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def rotating_pages(
    known: Iterable[str], taken: Iterable[str], *, day: date, website_url: str, count: int
) -> tuple[PanelPage, ...]:
    """Draw up to `count` pages of the website from the `known` addresses that are not `taken`.

    The draw depends on the day, the website and the set of addresses alone, not on their order:
    each page gets a number from a hash of all three, and the lowest are drawn. So a page that
    comes or goes elsewhere on the site rarely changes the draw. Search results, logins, printable
    versions and pages of calendars are not drawn.
    """
    excluded = {page_key(url) for url in taken} | {page_key(website_url)}
    pages: dict[str, str] = {}
    for address in known:
        url = page_address(address)
        key = page_key(url) if url else None
        if url is None or key is None or key in excluded:
            continue
        if same_organisation(url, website_url) and is_one_of_its_kind(url):
            # Two spellings of one page: the same one is kept, whatever their order.
            pages[key] = min(url, pages.get(key, url))
    seed = f"{day.isoformat()} {page_key(website_url)} "
    drawn = sorted(pages, key=lambda key: sha256((seed + key).encode()).digest())[: max(count, 0)]
    reason = (
        f"Drawn for the crawl of {day.isoformat()} from {len(pages)} further pages of the site; "
        "it counts in no score."
    )
    return tuple(
        PanelPage(url=pages[key], role=PageRole.ROTATING, reason=reason, source=Source.DRAWN)
        for key in drawn
    )
