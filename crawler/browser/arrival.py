"""Going to a page: one navigation, then load, then quiet."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError

from crawler.browser.ending import Ending, from_answer, from_error
from crawler.records import EndState

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Page

    from crawler.browser.gatherers.network import NetworkLog
    from crawler.browser.guard import Guard
    from crawler.browser.world import World

# To read what is there, or to act on it. What a load costs is known later, as the settings say.
READ_QUIET_SECONDS = 0.5
# Resolves once there has been no task over 50 ms and no first or larger paint for a while: with how
# long that was. A picture may be decoded and shown long after it came.
CALM = """
(quiet, limit) => new Promise((resolve) => {
  let last = 0;
  const observers = ["longtask", "paint", "largest-contentful-paint"].map((type) => {
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        last = Math.max(last, startTime + duration);
      }
    });
    observer.observe({ type, buffered: true });
    return observer;
  });
  const began = performance.now();
  const look = () => {
    const now = performance.now();
    const wait = last + quiet - now;
    if (wait <= 0 || now - began > limit) {
      for (const observer of observers) observer.disconnect();
      resolve(String(Math.round(now - last)));
    } else {
      setTimeout(look, Math.min(wait, limit));
    }
  };
  setTimeout(look, 0); // a turn, for what was before this to be reported
})
"""


class Arrival:
    """One navigation of one page, and what its documents answered.

    `status`, `headers` and `mime_type` are those of the newest document in the top frame: a page
    may send its visitor on by itself. `url` is its address, or the last that was asked for.
    """

    def __init__(self, page: Page, session: CDPSession, frame: str, guard: Guard) -> None:
        self.url = ""
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.mime_type = ""
        self._page = page
        self._frame = frame
        self._guard = guard
        self._loaded = asyncio.Event()
        self._session = session
        self._settled = False
        self.moved = False  # whether another document has come since `settle`
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.responseReceived", self._on_response)
        session.on("Page.loadEventFired", self._on_load)
        session.on("Page.frameNavigated", self._on_navigated)

    async def go(self, url: str, limit: float) -> Ending | None:
        """Navigate, and wait (for at most `limit` seconds) until the answer is there. None when
        there is a page to look at, else how the visit has ended."""
        self.url = url
        try:
            await self._page.goto(url, wait_until="commit", timeout=limit * 1000)
        except PlaywrightError as error:
            return self._explain(error, limit)
        return self.judge()

    def judge(self) -> Ending | None:
        """Whether the newest document's answer ends the visit."""
        if self._guard_answered():
            return self._of_guard()
        return from_answer(self.status or 0, self.headers, self.mime_type)

    def settle(self) -> None:
        """The page that is there now is the one to look at: what is told here of its address and
        answer stays so, and `moved` says when another takes its place."""
        self._settled = True

    async def load(self) -> None:
        """Wait for the load event."""
        await self._loaded.wait()

    async def quieten(self, network: NetworkLog, world: World, quiet: float, limit: float) -> bool:
        """Wait, from the load event on, until for `quiet` seconds there was no traffic, no long
        task and no paint that counts: what shifts or draws just after the load is part of it, and
        were it a matter of chance whether it is seen, so would be the figures.

        False when the network was not quiet within `limit`, or the main thread not within as long
        again: a machine busy with something else takes longer over the same work.
        """
        began = time.monotonic()
        await asyncio.sleep(quiet)
        while (left := began + limit - time.monotonic()) > 0:
            if not await network.wait_quiet(quiet, left):
                return False
            left = max(0.0, began + 2 * limit - time.monotonic())
            calm = float(await world.call(CALM, quiet * 1000, left * 1000))
            if calm < quiet * 1000 - 1:
                return False
            if network.quiet_for >= quiet:
                return True
        return False

    def _explain(self, error: PlaywrightError, limit: float) -> Ending:
        message = error.message
        if self.status is not None and (ending := self.judge()) is not None:
            return ending
        if (fault := self._of_guard()) is not None:
            return fault
        if "Timeout" in message:
            return Ending(
                EndState.UNREACHABLE, f"the site did not answer within {limit:.0f} seconds"
            )
        if "Download is starting" in message:
            return Ending(EndState.GONE, "not a web page (a download)")
        code = re.search(r"ERR_[A-Z0-9_]+", message)
        if code is None:
            raise error
        return from_error(code.group())

    def _guard_answered(self) -> bool:
        return "x-usability-guard" in self.headers and self._guard.fault(self.url) is not None

    def _of_guard(self) -> Ending | None:
        fault = self._guard.fault(self.url)
        return Ending(EndState.UNREACHABLE, fault.reason) if fault is not None else None

    def _on_request(self, event: dict[str, Any]) -> None:
        if self._of_page(event):
            self.url = event["request"]["url"]
            self.status = None
            self._loaded.clear()

    def _on_response(self, event: dict[str, Any]) -> None:
        if not self._of_page(event):
            return
        response = event["response"]
        self.url = response["url"]
        self.status = int(response["status"])
        self.mime_type = str(response.get("mimeType") or "").lower()
        self.headers = {
            name.lower(): value for name, value in (response.get("headers") or {}).items()
        }

    def _of_page(self, event: dict[str, Any]) -> bool:
        document = event.get("type") == "Document" and event.get("frameId") == self._frame
        return document and not self._settled

    def _on_load(self, _event: dict[str, Any]) -> None:
        self._loaded.set()

    def _on_navigated(self, event: dict[str, Any]) -> None:
        # A change of the address within a document is another event.
        if self._settled and event["frame"]["id"] == self._frame:
            self.moved = True


def is_web_address(url: str) -> bool:
    """Whether `url` is one that a visitor's browser would fetch from the web."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
