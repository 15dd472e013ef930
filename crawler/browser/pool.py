"""A lane: one guarded, traced browser and its Lantern, which outlives whatever pages do to it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
import uuid
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec
from playwright.async_api import Browser, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from crawler.browser import tree
from crawler.browser.find import chromium_version, find_chromium
from crawler.browser.gatherers.axe import axe_source, axe_version
from crawler.browser.guard import Fault, Guard
from crawler.browser.lantern import Lantern
from crawler.browser.look import look_at_page
from crawler.browser.machine import Machine, measure_once, pinned
from crawler.browser.node import find_node
from crawler.browser.stay import Tools
from crawler.browser.visit import SPEED_STEPS, visit_page
from crawler.errors import BrowserFailed
from crawler.records import EndState, PageFacts, PageVisit, Versions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from types import TracebackType

    import psutil

    from crawler.browser.stay import Outcome
    from crawler.config import Config

logger = logging.getLogger(__name__)

# Everything goes through the guard: loopback too, and WebRTC, which no proxy carries, not at all.
# Frames of other sites stay in the page's process, as on phones and in headless shell: in one of
# their own they would be left out of the network log, the trace and later axe-core.
# A deferred fetch is sent by the browser once its page has gone, past every interception, and so
# is what a shared worker sends.
FLAGS = (
    "--disable-site-isolation-trials",
    "--disable-blink-features=FetchLaterAPI",
    "--disable-shared-workers",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LAUNCH_SECONDS = 30.0
WATCH_SECONDS = 0.5
# A visit and its walk bound themselves, and then have two pages to close and may have scripts to
# interrupt; this is for one that cannot.
GRACE_SECONDS = 30.0


class _Stop(NamedTuple):
    """Why and when (of `time.monotonic`) the watch stopped a visit."""

    reason: str
    at: float

    @classmethod
    def now(cls, reason: str) -> _Stop:
        return cls(reason, time.monotonic())


class Lane:
    """Visits and looks at pages one after the other (`Tracing.start` is for a whole browser, so a
    second visit waits its turn). The browser is started anew after `recycle_after_pages`, at the
    memory limit, and whenever it died or did not close a page in time.

    `machine` is what measuring this machine gave; without it, the first visit that measures speed
    measures the machine before, once in a process.

    Entering raises `NoBrowser`, `BrowserFailed`, `NoNode`, `MissingPackages` or `LighthouseFailed`.
    """

    def __init__(self, config: Config, machine: Machine | None = None) -> None:
        self._config = config
        self._machine = machine or pinned(config)
        self._guard = Guard(config.allow_loopback, config.response_bytes, config.page_bytes)
        self._lock = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._tools: Tools | None = None
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._process: psutil.Process | None = None
        self._pages = 0
        self._fit = False
        self._stops: list[_Stop] = []

    @property
    def guard_url(self) -> str:
        """The address of the lane's filtering proxy."""
        return self._guard.url

    def fault(self, url: str) -> Fault | None:
        """The proxy's last trouble with the host of `url`; None once that has been reached."""
        return self._guard.fault(url)

    @property
    def versions(self) -> Versions:
        """Of the programs that the lane judges with. Only while it is entered."""
        if self._tools is None:
            raise RuntimeError("the lane is not open")
        return self._tools.versions

    @property
    def browser_pid(self) -> int | None:
        """The browser's process; None while there is none."""
        return self._process.pid if self._process is not None else None

    async def __aenter__(self) -> Self:
        config = self._config
        self._path = find_chromium(config)
        node = find_node(config)
        axe = axe_source(config.node_modules)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._guard)
            lantern = await stack.enter_async_context(Lantern(node, config.node_modules))
            stack.push_async_callback(self._end_browser)
            self._tools = Tools(
                config=config,
                guard=self._guard,
                lantern=lantern,
                axe=axe,
                versions=Versions(
                    chromium=await asyncio.to_thread(chromium_version, self._path),
                    axe=axe_version(config.node_modules),
                    lighthouse=lantern.version,
                ),
            )
            await self._start_browser()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    async def visit(
        self,
        url: str,
        desktop: bool = True,
        observe: Callable[[str], None] | None = None,
        *,
        walk: Callable[[str], bool] | None = None,
        only: Collection[str] | None = None,
        website: str = "",
    ) -> PageVisit:
        """Visit one page; nothing that it does raises. `desktop` adds the look at desktop width;
        `observe` is called with each step's name as it ends. `walk` is asked, with the page's
        template, whether to act on the page too; without it that is not done. With `only`, nothing
        but these steps is run beside reading the document. `website` is the host of the website
        that the page belongs to, where another organisation's may show it.
        """

        def stay(browser: Browser, tools: Tools) -> Awaitable[Outcome]:
            return visit_page(
                browser,
                tools,
                url,
                desktop=desktop,
                observe=observe,
                walk=walk,
                only=only,
                website=website,
            )

        return await self._run(url, stay, speed=only is None or not SPEED_STEPS.isdisjoint(only))

    async def measure(self, url: str, observe: Callable[[str], None] | None = None) -> PageVisit:
        """Load one page as a visit does and measure its speed, with no examination beside; nothing
        that it does raises. `observe` is called with each step's name as it ends."""
        return await self.visit(url, desktop=False, observe=observe, only=SPEED_STEPS)

    async def look(
        self, url: str, *, act: bool = True, observe: Callable[[str], None] | None = None
    ) -> PageVisit:
        """Load one page and read it as on a phone, without axe-core, trace, screenshots and the
        desktop; nothing that it does raises. `act` adds what is seen at 320 pixels, and then by
        keyboard and in menus; `observe` is called with each step's name as it ends."""

        def stay(browser: Browser, tools: Tools) -> Awaitable[Outcome]:
            return look_at_page(browser, tools, url, act=act, observe=observe)

        return await self._run(url, stay)

    async def _run(
        self,
        url: str,
        stay: Callable[[Browser, Tools], Awaitable[Outcome]],
        *,
        speed: bool = False,
    ) -> PageVisit:
        if self._tools is None:
            raise RuntimeError("the lane is not open")
        async with self._lock:
            try:
                browser = await self._ready()
            except BrowserFailed as error:
                return self._failed(url, str(error))
            if speed and self._tools.machine is None:
                machine = self._machine or await measure_once(browser, self._path)
                self._tools = self._tools._replace(machine=machine)
            self._pages += 1
            self._fit = False  # until the visit says otherwise
            self._stops = []
            self._guard.open_again()
            before = self._guard.received
            watch = asyncio.create_task(self._watch(before))
            try:
                limit = self._config.page_timeout + self._config.walk_timeout + GRACE_SECONDS
                async with asyncio.timeout(limit):
                    outcome = await stay(browser, self._tools)
            except TimeoutError:
                return self._failed(url, "the visit did not end in time")
            finally:
                watch.cancel()
                await asyncio.wait({watch})
                self._weigh(before)  # what came since the watch last looked
                self._guard.open_again()  # for robots.txt, which comes the same way
            self._fit = outcome.fit and browser.is_connected()
            return _stopped(outcome, self._stops)

    async def _ready(self) -> Browser:
        worn = self._pages >= self._config.recycle_after_pages
        browser = self._browser
        if browser is None or worn or not self._fit or not browser.is_connected():
            await self._end_browser()
            browser = await self._start_browser()
        return browser

    async def _start_browser(self) -> Browser:
        marker = f"--usability-lane={uuid.uuid4().hex}"
        try:
            async with asyncio.timeout(LAUNCH_SECONDS):
                self._playwright = await async_playwright().start()
                self._browser = await self._playwright.chromium.launch(
                    executable_path=self._path,
                    args=[f"--proxy-server={self._guard.url}", *FLAGS, marker],
                    chromium_sandbox=sandboxed(),
                    handle_sigint=False,
                    handle_sigterm=False,
                    handle_sighup=False,
                    timeout=LAUNCH_SECONDS * 1000,
                )
        except (TimeoutError, PlaywrightError, OSError) as error:
            await self._end_browser()
            detail = str(error).strip().splitlines()
            raise BrowserFailed(
                path=self._path, detail=detail[0] if detail else "it took too long"
            ) from error
        self._process = tree.find_marked(marker)
        self._pages = 0
        self._fit = True
        return self._browser

    async def _end_browser(self) -> None:
        browser, self._browser = self._browser, None
        process, self._process = self._process, None
        playwright, self._playwright = self._playwright, None
        self._fit = False
        if browser is not None and browser.is_connected():
            with contextlib.suppress(TimeoutError, PlaywrightError):
                async with asyncio.timeout(self._config.close_timeout):
                    await browser.close()
        if process is not None:
            await asyncio.to_thread(tree.kill, process)
        if playwright is not None:
            with contextlib.suppress(TimeoutError, PlaywrightError):
                async with asyncio.timeout(self._config.close_timeout):
                    await playwright.stop()

    async def _watch(self, before: int) -> None:
        """Stop the page when it takes more than it may."""
        config, process = self._config, self._process
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            self._weigh(before)
            if process is not None and tree.memory(process) > config.browser_memory:
                tree.kill(process)
                megabytes = config.browser_memory // 10**6
                self._stops.append(_Stop.now(f"the page took more than {megabytes} MB of memory"))
                return

    def _weigh(self, before: int) -> None:
        """Hang up when more has come than a page may fetch."""
        if self._guard.received - before > self._config.page_bytes and not self._stops:
            self._guard.hang_up()
            megabytes = self._config.page_bytes // 10**6
            self._stops.append(_Stop.now(f"the page fetched more than {megabytes} MB"))

    def _failed(self, url: str, reason: str) -> PageVisit:
        return PageVisit(
            facts=PageFacts(
                url=url,
                final_url=url,
                state=EndState.FAILED,
                visited_at=datetime.now(UTC),
                reason=reason,
                versions=self._tools.versions if self._tools else None,
            )
        )


@cache
def sandboxed() -> bool:
    """Whether Chromium's own sandbox is on; as root it does not start with one."""
    if os.geteuid() != 0:
        return True
    logger.warning("As root, Chromium runs without its sandbox. Run crawls as another user.")
    return False


def _stopped(outcome: Outcome, stops: Sequence[_Stop]) -> PageVisit:
    """The visit, told that we stopped it half way: so its speed is not the page's own. Once it was
    known how the visit ended, a stop has only ended the acting."""
    visit, settled_at = outcome.visit, outcome.settled_at
    if not stops:
        return visit
    facts = visit.facts
    before = [stop for stop in stops if settled_at is None or stop.at < settled_at]
    reason = (before or stops)[-1].reason
    stopped = msgspec.structs.replace(facts, errors={**facts.errors, "limit": reason})
    state = EndState.PARTIAL if facts.state.scored else facts.state
    if before and state in (EndState.PARTIAL, EndState.FAILED):
        stopped = msgspec.structs.replace(
            stopped,
            state=state,
            reason=reason,
            metrics=None,
            measurement=None,
            network=None,
            loading=None,
        )
    elif not facts.state.scored:
        return visit
    return msgspec.structs.replace(visit, facts=stopped)
