"""Scrapy's way to the browser: a download handler for http and https.

Requests with `meta["audit"]` are audited in the lane's browser and come back as an `AuditedPage`;
`meta["walk"]` goes to the visit. So do those with `meta["look"]`, which are only looked at
(`meta["act"]`, true unless it is given, says whether with what is seen by acting), and those with
`meta["measure"]`, which are loaded for their speed alone. All others are plain fetches by Scrapy's
own handler. All pass through the lane's guard. Plain async Playwright
rather than scrapy-playwright, which waits for ever when its browser is killed: here every await has
a timeout.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response
from typing_extensions import override

from crawler.browser.guard import HEADER
from crawler.browser.pool import Lane
from crawler.browser.stay import BROWSER_ENDED, NOT_OPENED
from crawler.errors import LaneFailed, UsabilityError
from crawler.log_lines import concerning
from crawler.records import EndState, PageFacts, PageVisit

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.browser.machine import Machine
    from crawler.config import Config

logger = logging.getLogger(__name__)

CONFIG_SETTING = "USABILITY_CONFIG"
MACHINE_SETTING = "USABILITY_MACHINE"
LANE_START_SECONDS = 60.0
# A visit bounds itself, and may start the browser anew; this is for a lane that hangs.
_BROWSERS_END = (BROWSER_ENDED, NOT_OPENED)
VISIT_GRACE_SECONDS = 90.0


class NotFetched(IOError):
    """A plain fetch that the guard refused, or that found nobody to answer it; and why."""


class AuditedPage(Response):
    """The answer to an audit request, or to a look. `visit` holds the facts; the body is empty, and
    the status is the page's own, or 0 where it gave none."""

    attributes = (*Response.attributes, "visit")

    def __init__(self, url: str, *, visit: PageVisit, **fields: Any) -> None:
        super().__init__(url, **fields)
        self.visit = visit


class AuditHandler(BaseDownloadHandler):
    """One per crawler, for both schemes, so that both share one lane. The lane starts with the
    first request."""

    lazy = True
    _by_crawler: ClassVar[WeakKeyDictionary[Crawler, AuditHandler]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._config: Config = crawler.settings[CONFIG_SETTING]
        self._machine: Machine | None = crawler.settings.get(MACHINE_SETTING)
        self._http = HTTP11DownloadHandler(crawler)
        self._lane: Lane | None = None
        self._starting = asyncio.Lock()
        self._visits: set[asyncio.Task[PageVisit]] = set()
        self._closed = False

    @classmethod
    @override
    def from_crawler(cls, crawler: Crawler) -> AuditHandler:
        handler = cls._by_crawler.get(crawler)
        if handler is None:
            handler = cls._by_crawler[crawler] = cls(crawler)
        return handler

    @override
    async def download_request(self, request: Request) -> Response:
        lane = await self._open_lane()
        if (stay := self._stay(lane, request)) is None:
            return await self._fetch(lane, request)
        with concerning(page=request.url):  # so that all lines of the visit name it
            visit = await self._visit(request.url, stay)
            if visit.facts.reason in _BROWSERS_END and (more := self._stay(lane, request)):
                # Most often the system ended it, or a hand, and not the page.
                logger.warning("Once more, since %s: %s", visit.facts.reason, request.url)
                await asyncio.sleep(self._config.crawl_delay)
                visit = await self._visit(request.url, more)
        self._tell_throttle(request, visit.facts)
        return AuditedPage(
            request.url, visit=visit, status=visit.facts.status or 0, request=request
        )

    def _stay(self, lane: Lane, request: Request) -> Coroutine[Any, Any, PageVisit] | None:
        """The visit that the request asks for, not begun; None where it asks for a file."""
        if request.meta.get("look"):
            return lane.look(request.url, act=request.meta.get("act", True))
        if request.meta.get("measure"):
            return lane.measure(request.url)
        if request.meta.get("audit"):
            return lane.visit(
                request.url,
                walk=request.meta.get("walk"),
                only=self._config.only_steps,
                website=request.meta.get("website", ""),
            )
        return None

    async def _fetch(self, lane: Lane, request: Request) -> Response:
        request.meta["proxy"] = lane.guard_url
        try:
            response = await self._http.download_request(request)
        except Exception as error:
            # A refused tunnel (https) says no more than its status; the guard knows why.
            if fault := lane.fault(request.url):
                raise NotFetched(fault.reason) from error
            raise
        if HEADER in response.headers and (fault := lane.fault(request.url)):
            raise NotFetched(fault.reason)
        return response

    @staticmethod
    def _tell_throttle(request: Request, facts: PageFacts) -> None:
        """AutoThrottle reads `download_latency` (seconds) right after this handler returns. It must
        see the site's own time to first byte, not the seconds that we spent on the audit; without
        that time it leaves the delay alone."""
        request.meta.pop("download_latency", None)
        if facts.network is not None and facts.network.ttfb_ms is not None:
            request.meta["download_latency"] = facts.network.ttfb_ms / 1000

    async def _open_lane(self) -> Lane:
        async with self._starting:
            if self._lane is None:
                try:
                    self._lane = await self._start_lane()
                except LaneFailed as failed:
                    # Its browser or Node.js may have been killed as it started.
                    logger.warning("Once more: %s", failed)
                    self._lane = await self._start_lane()
            return self._lane

    async def _start_lane(self) -> Lane:
        lane = Lane(self._config, self._machine)
        try:
            async with asyncio.timeout(LANE_START_SECONDS):
                await lane.__aenter__()
        except TimeoutError:
            late = f"it took longer than {LANE_START_SECONDS:g} seconds"
            raise LaneFailed(detail=late) from None
        except UsabilityError:
            raise
        except Exception as error:
            # Unnamed, it could pass for a connection that the site refused.
            raise LaneFailed(detail=str(error) or type(error).__name__) from error
        return lane

    async def _visit(self, url: str, stay: Coroutine[Any, Any, PageVisit]) -> PageVisit:
        config = self._config
        limit = config.page_timeout + config.walk_timeout + VISIT_GRACE_SECONDS
        task = asyncio.create_task(stay)
        self._visits.add(task)
        try:
            async with asyncio.timeout(limit):
                return await task
        except TimeoutError:
            reason = f"the audit did not end within {limit:.0f} seconds"
        except Exception as error:
            logger.exception("The visit to %s failed", url)
            reason = f"the audit failed: {type(error).__name__}"
        finally:
            self._visits.discard(task)
        await self._close_lane()
        return PageVisit(
            facts=PageFacts(
                url=url,
                final_url=url,
                state=EndState.FAILED,
                visited_at=datetime.now(UTC),
                reason=reason,
            )
        )

    async def _close_lane(self) -> None:
        lane, self._lane = self._lane, None
        if lane is None:
            return
        try:
            async with asyncio.timeout(4 * self._config.close_timeout):
                await lane.__aexit__(None, None, None)
        except Exception:
            logger.exception("The browser lane did not close cleanly")

    @override
    async def close(self) -> None:
        """End visits that still run, then the browser. Scrapy calls this once for each scheme."""
        if self._closed:
            return
        self._closed = True
        for task in self._visits:
            task.cancel()
        if self._visits:
            await asyncio.wait(self._visits, timeout=self._config.close_timeout)
        await self._close_lane()
        with contextlib.suppress(Exception):
            async with asyncio.timeout(self._config.close_timeout):
                await self._http.close()
