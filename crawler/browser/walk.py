"""Acting on a page: loaded afresh as at a desk, with a mouse, and held so that nothing leaves it.

A page of its own, because acting changes the page, and because one that takes its visitor for a
phone's may have no hover and no keyboard in mind.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playwright.async_api import TimeoutError as PlaywrightTimeout

from crawler.browser.acting import keep_harmless, sever
from crawler.browser.arrival import READ_QUIET_SECONDS
from crawler.browser.examinations import EXAMINATIONS, Ground
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.sizes import introduce, open_desktop
from crawler.browser.steps import Gone
from crawler.browser.world import World
from crawler.records import Viewport

if TYPE_CHECKING:
    from collections.abc import Collection

    from playwright.async_api import Browser, BrowserContext, Page

    from crawler.browser.examinations import Examination
    from crawler.browser.gathered import Gathered
    from crawler.browser.stay import Tools
    from crawler.browser.steps import Steps

STEP = "walk"
OPEN_SECONDS = 15.0
HARMLESS_SECONDS = 3.0
# For the load event of a page that did not come to it when it was visited.
LATE_SECONDS = 5.0
LEFT = "the page put another in its place"


class Walk:
    """One more load of the page that was just visited, for the gatherers that act on it.

    What they saw goes into `gathered`; what went wrong into the errors of `steps`.
    """

    def __init__(self, browser: Browser, tools: Tools, steps: Steps, gathered: Gathered) -> None:
        self._browser = browser
        self._tools = tools
        self._config = tools.config
        self._steps = steps
        self._gathered = gathered
        self._page: Page | None = None
        self._left = False
        self._closing: set[asyncio.Task[None]] = set()

    async def run(self, only: Collection[str] | None = None) -> bool:
        """Walk, with all walkers or those of `only`; whether the browser is fit for more."""
        walkers = [
            each for each in EXAMINATIONS if each.walks and (only is None or each.field in only)
        ]
        if not walkers:
            return True
        self._steps.extend(self._config.walk_timeout)
        context: BrowserContext | None = None
        try:
            desk = open_desktop(self._browser, self._config.user_agent)
            context = await self._steps.run(STEP, desk, OPEN_SECONDS)
            if context is None:
                return False
            await self._walk(context, walkers)
        except Gone:
            self._steps.errors[STEP] = "the page or the browser ended"
            return False
        finally:
            closed = context is None or await self._close(context)
        return closed

    async def _walk(self, context: BrowserContext, walkers: list[Examination]) -> None:
        ground = await self._steps.run(STEP, self._open(context), OPEN_SECONDS)
        if ground is None:
            return
        limit = 2 * self._config.load_timeout + self._config.quiet_timeout + 1
        if not await self._steps.run(STEP, self._arrive(ground), limit):
            return
        await self._steps.run(STEP, keep_harmless(context), HARMLESS_SECONDS)
        if STEP in self._steps.errors:
            return
        ground.session.on("Page.frameNavigated", self._navigated)
        for each in walkers:
            facts = await self._steps.run(each.field, each.gather(ground), each.seconds)
            if each.field in self._steps.late:
                await ground.world.interrupt()
            if self._left:
                self._steps.errors[each.field] = LEFT
                return
            if facts is not None:
                self._gathered.examined[each.field] = facts

    async def _open(self, context: BrowserContext) -> Ground:
        await sever(context)
        page = self._page = await context.new_page()
        page.on("crash", self._ended)
        self._browser.on("disconnected", self._ended)
        session = await context.new_cdp_session(page)
        await introduce(session, self._config.user_agent, mobile=False)
        network = NetworkLog(session)
        await network.start()
        context.on("page", self._popped_up)
        keep = self._gathered.keep
        return Ground(page, session, World(session), network, keep, self._config, Viewport.DESKTOP)

    async def _arrive(self, ground: Ground) -> bool:
        """Load the page and wait until it is quiet; whether it is the one that was visited."""
        arrival = self._gathered.arrival
        if arrival is None:  # never, once it has been visited
            raise RuntimeError("there was no visit before the walk")
        milliseconds = self._config.load_timeout * 1000
        answer = await ground.page.goto(arrival.url, wait_until="commit", timeout=milliseconds)
        status = answer.status if answer is not None else None
        if (
            status != arrival.status
            or ground.page.url.partition("#")[0] != (arrival.url.partition("#")[0])
        ):
            self._steps.errors[STEP] = (
                f"the page gave another answer when it was loaded again (status {status})"
            )
            return False
        # A page whose load never ends, for one picture that hangs, can be used all the same.
        late = LATE_SECONDS if "load" in self._steps.late else self._config.load_timeout
        with suppress(PlaywrightTimeout):
            await ground.page.wait_for_load_state("load", timeout=late * 1000)
        quiet = min(self._config.quiet, READ_QUIET_SECONDS)
        await ground.network.wait_quiet(quiet, self._config.quiet_timeout)
        return True

    def _ended(self, _what: object) -> None:
        self._steps.abandon()

    def _navigated(self, event: dict[str, Any]) -> None:
        # A change of the address within a document is another event.
        if "parentId" not in event["frame"]:
            self._left = True

    def _popped_up(self, page: Page) -> None:
        if page is not self._page:
            task = asyncio.create_task(page.close())
            self._closing.add(task)
            task.add_done_callback(self._closed)

    def _closed(self, task: asyncio.Task[None]) -> None:
        self._closing.discard(task)
        if not task.cancelled():
            task.exception()  # one that does not close goes with the context

    async def _close(self, context: BrowserContext) -> bool:
        self._browser.remove_listener("disconnected", self._ended)
        try:
            async with asyncio.timeout(self._config.close_timeout):
                await context.close()
        except Exception:  # noqa: BLE001 -- whatever it is, this browser is not used again
            return False
        for task in self._closing:
            task.cancel()
        return True
