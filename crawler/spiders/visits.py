"""Every load of a page in the crawl of one website: each passes through all of Scrapy's downloader
middlewares (robots.txt, delays), and what it saw is remembered until the crawl ends."""

from __future__ import annotations

import logging
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.browser.handler import AuditedPage
from crawler.panel.address import page_key
from crawler.panel.hosts import host_of, same_organisation
from crawler.records import EndState, PageVisit
from crawler.spiders.redirects import is_service, led_away, not_loaded, settle
from crawler.spiders.robots import RefusedByRobots, RobotsMiddleware

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from crawler.records import PageFacts, PanelPage
    from crawler.spiders.budget import Budget
    from crawler.spiders.errand import Errand

logger = logging.getLogger(__name__)

FAILURES = 3  # running, after which a host is asked no more
PASSWORD, TOO_OFTEN = 401, 429
# A visit is never repeated within a crawl, and the browser follows redirects itself.
_META = {"dont_retry": True, "dont_redirect": True, "dont_cache": True}


class Visits:
    """Audits pages and looks at pages. `seen(url, state, seconds)` is called after each look;
    `looks` counts them.

    A host that refuses a look or a search, or fails three of them running, is looked at and asked
    no more in this crawl: when it is the website's own, the `budget` closes. `still_ours` is called
    before each load, and raises `TakenOver` when another process has the website by now.
    """

    def __init__(
        self,
        crawler: Crawler,
        errand: Errand,
        seen: Callable[[str, EndState, float], None],
        budget: Budget,
        still_ours: Callable[[], None] = lambda: None,
    ) -> None:
        self._crawler = crawler
        self._errand = errand
        self._seen = seen
        self._budget = budget
        self._still_ours = still_ours
        self._failures: Counter[str] = Counter()  # running, by host
        self._closed: dict[str, str] = {}  # hosts that are looked at no more, and why
        self._loaded: dict[str, PageFacts] = {}
        self._asked_for: dict[str, str] = {}  # where pages were found, to what was asked for
        self.looks = 0

    @property
    def robots(self) -> RobotsMiddleware:
        middleware = self._crawler.get_downloader_middleware(RobotsMiddleware)
        if middleware is None:
            raise LookupError("the crawler runs without RobotsMiddleware")
        return middleware

    @property
    def loaded(self) -> tuple[PageFacts, ...]:
        """What was seen of each page in this crawl, in the order of loading."""
        return tuple(self._loaded.values())

    def remember(self, facts: PageFacts) -> None:
        """Keep what was seen of a page, in place of what was seen of it before."""
        key = page_key(facts.url) or facts.url
        self._loaded[key] = facts
        if facts.state.scored:
            self._asked_for.setdefault(page_key(facts.final_url) or facts.final_url, key)

    def of(self, url: str) -> PageFacts | None:
        """What was seen in this crawl of the page at an address, or of the one that a redirect led
        to it; None if it was not loaded."""
        key = page_key(url) or url
        return self._loaded.get(key) or self._loaded.get(self._asked_for.get(key, ""))

    async def audit(
        self, page: PanelPage, walk: Callable[[str], bool] | None = None
    ) -> tuple[PanelPage, PageVisit]:
        """Visit a page of the panel with everything, and act on it where `walk` says so of its
        template; the page comes back marked when the visit shows that a supplier runs it."""
        logger.info("Auditing %s", page.url, extra={"page": page.url})
        website = host_of(self._errand.website.url)
        how = {"audit": True, "walk": walk, "website": website}
        visit = await self._load(page.url, how)
        if visit.facts.status == TOO_OFTEN:
            self._heed(visit.facts)
        return settle(page, visit, self._errand)

    async def measure(self, url: str) -> PageFacts:
        """Load a page of the panel once more, for its speed alone; what refuses us, or does not
        answer, is heeded as after a look."""
        logger.info("Measuring the speed of %s again", url, extra={"page": url})
        facts = (await self._load(url, {"measure": True})).facts
        self._heed(facts)
        return facts

    async def look(self, url: str) -> PageFacts:
        """Look at a page, and remember it."""
        facts = await self._look(url, act=True)
        self.remember(facts)
        return facts

    async def ask(self, url: str) -> PageFacts:
        """Look at the results of a search. They are no page of the site and are not remembered."""
        return await self._look(url, act=False)

    async def _look(self, url: str, *, act: bool) -> PageFacts:
        if (why := self._closed.get(self._whose(url))) is not None:
            return not_loaded(url, EndState.BLOCKED, why).facts
        logger.info("Looking at %s", url, extra={"page": url})
        begun = time.monotonic()
        self.looks += 1
        facts = (await self._load(url, {"look": True, "act": act})).facts
        self._seen(url, facts.state, time.monotonic() - begun)
        self._heed(facts)
        return facts

    def _heed(self, facts: PageFacts) -> None:
        """Stop where we are refused, or where nothing loads any more. One page behind a password
        refuses everybody, and says nothing of the others."""
        host = self._whose(facts.final_url)
        if facts.state in (EndState.UNREACHABLE, EndState.FAILED):
            self._failures[host] += 1
        elif facts.state is not EndState.DISALLOWED:  # then the host was not asked
            self._failures[host] = 0
        refused = facts.state is EndState.BLOCKED and facts.status != PASSWORD
        if not refused and self._failures[host] < FAILURES:
            return
        why = f"after {facts.url} ({facts.reason}) we looked no further there"
        logger.warning("%s: %s", host or "The website", why)
        if host:
            self._closed[host] = why
        else:
            self._budget.close()

    def _whose(self, url: str) -> str:
        """The host of an address; "" for one of the website's own."""
        return "" if same_organisation(url, self._errand.website.url) else host_of(url)

    async def _load(self, url: str, how: dict[str, Any]) -> PageVisit:
        self._still_ours()
        request = Request(url, callback=NO_CALLBACK, dont_filter=True, meta={**_META, **how})
        try:
            response = await self._crawler.engine.download_async(request)
        except RefusedByRobots as refused:
            return not_loaded(url, refused.refusal.state, refused.refusal.reason)
        except IgnoreRequest as ignored:
            return not_loaded(url, EndState.FAILED, f"the request was dropped: {ignored}")
        if not isinstance(response, AuditedPage):
            raise TypeError(f"a visit was answered by {type(response).__name__}")
        return await self._where_we_may(response.visit)

    async def _where_we_may(self, visit: PageVisit) -> PageVisit:
        """The visit, unless redirects led it to where robots.txt does not let us."""
        facts = visit.facts
        if not facts.state.scored or facts.final_url == facts.url:
            return visit
        if not is_service(facts.final_url, self._errand):
            return visit  # it counts as moved away, whatever the rules are there
        refusal = (await self.robots.rules(facts.final_url)).refusal(facts.final_url)
        if refusal is None:
            return visit
        reason = f"it redirects to {facts.final_url}, and {refusal.reason}"
        return led_away(facts, refusal.state, reason)
