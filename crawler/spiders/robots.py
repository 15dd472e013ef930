"""Scrapy's middleware for robots.txt, in place of its own, which goes ahead when the file cannot be
had and does not keep to Crawl-delay. The rules themselves are in `crawler.spiders.rules`."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http.request import NO_CALLBACK

from crawler.browser.handler import NotFetched
from crawler.errors import UsabilityError
from crawler.spiders.rules import LARGEST_FILE, Robots, robots_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.rules import Refusal

logger = logging.getLogger(__name__)


class RefusedByRobots(IgnoreRequest):
    """robots.txt keeps us from a page."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal


class RobotsMiddleware:
    """Fetches robots.txt once a host, refuses what it refuses (`RefusedByRobots`), and slows the
    crawl to its Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._known: dict[str, asyncio.Task[Robots]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        refusal = (await self.rules(request.url)).refusal(request.url)
        if refusal is not None:
            self._crawler.stats.inc_value("robotstxt/forbidden")
            raise RefusedByRobots(refusal)

    async def rules(self, url: str) -> Robots:
        """The rules for this address's host, fetched the first time."""
        address = robots_url(url)
        if address not in self._known:
            self._known[address] = asyncio.ensure_future(self._fetch(address))
        return await asyncio.shield(self._known[address])

    def allows(self, url: str) -> bool:
        """Whether we may load this address, as far as is known without asking its host."""
        known = self._known.get(robots_url(url))
        if known is None or not known.done():
            return True
        return known.result().refusal(url) is None

    def delay(self, url: str) -> float:
        """The Crawl-delay of this address's host in seconds, if that is known; else 0."""
        known = self._known.get(robots_url(url))
        return known.result().delay if known is not None and known.done() else 0.0

    async def _fetch(self, address: str) -> Robots:
        request = Request(
            address,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={"dont_obey_robotstxt": True, "download_maxsize": LARGEST_FILE},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except UsabilityError:
            raise  # of our own making, as when no browser starts: it says nothing of the site
        except Exception as error:  # noqa: BLE001 -- Scrapy, Twisted and TLS raise types of their own
            logger.info("No robots.txt at %s: %r", address, error)
            return Robots.unanswered(address, f"could not be fetched ({_explain(error)})")
        robots = Robots.answered(address, response.status, response.body)
        self._slow_down(request, robots.delay)
        return robots

    def _slow_down(self, request: Request, delay: float) -> None:
        """Three places hold a slot's delay in Scrapy: the slot, the settings of its successor when
        it has been idle for a minute, and the floor to which AutoThrottle may lower it."""
        if not delay:
            return
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)
        downloader.per_slot_settings[key] = {"concurrency": 1, "delay": delay}
        if key in downloader.slots:
            downloader.slots[key].delay = max(downloader.slots[key].delay, delay)
        logger.info("Keeping to a Crawl-delay of %g seconds for %s", delay, key)


def _explain(error: Exception) -> str:
    if isinstance(error, NotFetched):
        return str(error)
    if isinstance(error, DownloadTimeoutError):
        return "no answer in time"
    return "the connection failed"
