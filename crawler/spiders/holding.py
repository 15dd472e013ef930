"""When too much of a panel is gone at once to believe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.database.store import LastCrawl

FEWEST = 3
SHARE = 1 / 3
HELD = (
    "{gone} of the panel's {pages} pages are gone at once. Those that were not gone in the crawl "
    "before are not replaced now, but in the next crawl if they are still gone then"
)


def held_back(gone: Collection[str], pages: int, last: LastCrawl | None) -> tuple[str, ...]:
    """Return the addresses, of those that are `gone` of a panel's `pages`, that are not to be
    replaced yet: where at least three pages and more than a third are gone at once, those that were
    not gone in the crawl before. A failed deployment, a firewall or a page of maintenance must not
    cost a website its panel."""
    if len(gone) < FEWEST or len(gone) <= pages * SHARE:
        return ()
    before = last.gone if last is not None else frozenset()
    return tuple(url for url in gone if url not in before)
