"""Looking for a website's pages: the panel's search, fed with looks through Scrapy."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.panel.address import page_key
from crawler.panel.discover import Discovered, Discovery
from crawler.records import EndState, PageFacts, PageRole, Source
from crawler.spiders.sitemap import listed_pages

if TYPE_CHECKING:
    from collections.abc import Collection

    from scrapy.crawler import Crawler

    from crawler.spiders.budget import Budget
    from crawler.spiders.errand import Errand
    from crawler.spiders.visits import Visits

MANY_LOOKS = 10

logger = logging.getLogger(__name__)


class Searched(Struct, frozen=True, kw_only=True):
    """What a search found, and whether it looked wherever it wanted to (`complete`), or was cut
    short only by the number of looks, after many (`thorough`)."""

    discovered: Discovered
    complete: bool
    thorough: bool


class Scout:
    """Searches a website whose home page was loaded, within the crawl's budget. Each search knows
    all pages that were loaded before it."""

    def __init__(self, crawler: Crawler, errand: Errand, visits: Visits, budget: Budget) -> None:
        self._crawler = crawler
        self._errand = errand
        self._visits = visits
        self._budget = budget
        self._listed: list[str] | None = None

    async def listed(self) -> list[str]:
        """The addresses in the website's sitemap, fetched once."""
        if self._listed is None:
            robots = self._visits.robots
            self._listed = await listed_pages(self._crawler, robots, self._errand.website.url)
        return self._listed

    def allows(self, url: str) -> bool:
        """Whether robots.txt lets us load this address, as far as is known."""
        return self._visits.robots.allows(url)

    async def search(
        self, home: PageFacts, *, gone: Collection[str] = (), audits: int = 0
    ) -> Searched:
        """Search for every role and task, without the pages that are `gone`. Time is left for so
        many `audits`."""
        discovery = await self._discovery(home, gone, self._budget.looks + 1)
        delay = self._delay(home)
        complete = True
        with self._budget.spending():
            while (url := discovery.next()) is not None:
                if not self._budget.take_look(audits, delay):
                    complete = False
                    break
                discovery.saw(await self._visits.look(url))
        logger.info(
            "%d looks so far; the search is %scomplete",
            self._visits.looks,
            "" if complete else "not ",
        )
        return Searched(
            discovered=self._at_home(discovery.result(), home),
            complete=complete,
            thorough=not self._budget.late and self._visits.looks >= MANY_LOOKS,
        )

    async def look(self, url: str, home: PageFacts, audits: int) -> PageFacts | None:
        """What is to be seen of one page, looked at unless it was loaded; None where no look is
        left with so many `audits` to come."""
        facts = self._visits.of(url)
        if facts is None and self.allows(url):
            with self._budget.spending():
                if self._budget.take_look(audits, self._delay(home)):
                    facts = await self._visits.look(url)
        return facts

    def _delay(self, home: PageFacts) -> float:
        return max(self._errand.config.crawl_delay, self._visits.robots.delay(home.final_url))

    async def known(self, home: PageFacts) -> Discovered:
        """What can be said without another look."""
        return self._at_home((await self._discovery(home, (), 0)).result(), home)

    async def overrides(self, home: PageFacts) -> Discovered:
        """What people decided, by itself and without a look; no page that is known to be gone."""
        found = (await self._discovery(home, (), 0)).result()
        chosen = tuple(page for page in found.pages if page.source is Source.OVERRIDE)
        return Discovered(pages=chosen, nothing=found.nothing)

    async def _discovery(self, home: PageFacts, gone: Collection[str], looks: int) -> Discovery:
        errand = self._errand
        # What was found to be gone in this crawl is so for what people chose, too.
        lost = [facts.url for facts in self._visits.loaded if facts.state is EndState.GONE]
        return Discovery(
            home,
            home_url=home.final_url,
            tasks=errand.applicable,
            nation=errand.nation,
            sitemap=await self.listed(),
            local_links=errand.local_links,
            overrides=errand.overrides,
            known=[facts for facts in self._visits.loaded if facts.url != home.url],
            gone=[*gone, *lost],
            other_hosts=errand.other_hosts,
            allowed=self._visits.robots.allows,
            looks=looks,
        )

    def _at_home(self, found: Discovered, home: PageFacts) -> Discovered:
        """The home page first, as the register spells it, and nowhere else but where a person said
        that a task is done on it."""
        keys = {page_key(home.url), page_key(home.final_url)}
        pages = [
            page
            for page in found.pages
            if page.role is not PageRole.HOME
            and (page.source is Source.OVERRIDE or page_key(page.url) not in keys)
        ]
        others = tuple(page for page in found.others if page_key(page.url) not in keys)
        return msgspec.structs.replace(found, pages=(self._errand.home, *pages), others=others)
