"""The pages of a website that are known so far, each once, however often it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.panel.address import page_key
from crawler.panel.evidence import Place
from crawler.panel.places import is_lasting, is_welsh_address, page_address
from crawler.panel.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.panel.site import Site


MOST_PLACES = 4000
"""So many pages are known before further links add none: each is weighed again and again."""


class Known:
    """The known pages by key in the order of discovery, and those `seen` in a look; `ranking` is
    their order for each task, `listed` the sitemap's addresses. `tried` are the keys of those that
    need no look any more."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.ranking = Ranking(site)
        self.places: dict[str, Place] = {}
        self.seen: dict[str, Place] = {}
        self.listed: list[str] = []
        self.tried: set[str] = set()

    def met(self, address: str) -> Place | None:
        """Return the page at an address that is known already, or None."""
        return self.places.get(page_key(address) or "")

    def at(
        self, address: str, text: str | None = None, under: Collection[str] = ()
    ) -> Place | None:
        """Return the page at an address, new or known; None for what can be no page of this
        website's panel. `text` is that of the link to it, `under`
        the tasks that the page which has the link is about."""
        url = page_address(address)
        key = page_key(url) if url else None
        if url is None or key is None or key in self.site.home_keys:
            return None
        known = self.places.get(key)
        if known is not None:
            return known
        own = self.site.owns(url)
        supplier = None if own else self.site.supplier(url)
        if not own and supplier is None:
            return None
        if own and self.site.is_front(url):
            return None
        # Of other hosts, only what is named as a task or stands on a task's page is of interest.
        if not own and text is not None and not under and not self.site.lexicon.read(text):
            return None
        place = Place(
            url=url,
            key=key,
            order=len(self.places),
            own=own,
            supplier=supplier,
            lasting=is_lasting(url),
            welsh=self.site.nation == "Wales" and is_welsh_address(url),
            path=self.site.lexicon.read_path(url),
            refused=self.site.refusal(url),
        )
        self.places[key] = place
        self.ranking.touch(place)
        return place
