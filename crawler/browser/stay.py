"""A stay on one page: opening it as a phone would, arriving, and leaving. Visits and looks differ
only in what they gather meanwhile.

Nothing that a page or a site does raises out of here: a step that fails leaves its fact out and a
sentence in `errors`, and the stay ends in a named state.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from crawler.browser.acting import keep_harmless
from crawler.browser.arrival import READ_QUIET_SECONDS, Arrival, is_web_address
from crawler.browser.ending import Ending
from crawler.browser.gathered import Gathered
from crawler.browser.gatherers.first_step import gather_first_step
from crawler.browser.gatherers.layout import gather_layout
from crawler.browser.gatherers.markup import gather_markup
from crawler.browser.gatherers.menus import gather_menus
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.sizes import SIZES, introduce, open_phone, resize
from crawler.browser.soft import from_markup
from crawler.browser.steps import Gone, Steps
from crawler.browser.world import World
from crawler.records import EndState, Viewport

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from playwright.async_api import Browser, BrowserContext, CDPSession, Page

    from crawler.browser.guard import Guard
    from crawler.browser.lantern import Lantern
    from crawler.browser.machine import Machine
    from crawler.config import Config
    from crawler.records import PageVisit, Versions

Result = TypeVar("Result")
BROWSER_ENDED = "the browser ended during the visit"
NOT_OPENED = "the browser did not open a page"
OPEN_SECONDS = 15.0
ALIVE_SECONDS = 2.0
MARKUP_SECONDS = 5.0
LAYOUT_SECONDS = 8.0
RESIZE_SECONDS = 3.0
HARMLESS_SECONDS = 3.0
# Both bound themselves to 3 seconds; this is for a page that keeps them from it.
ACT_SECONDS = 6.0
BUSY = "its own script keeps the page busy without end"
LEFT = "the page put another in its place"
MOVED = "it sends its visitor on to another page before we have looked at it"


class Moved(Exception):
    """Another document took the page's place. What was gathered before is of the page itself."""


class Tools(NamedTuple):
    """What a lane lends to its visits. `machine` is None until a visit measures speed."""

    config: Config
    guard: Guard
    lantern: Lantern
    axe: str
    versions: Versions
    machine: Machine | None = None


class Outcome(NamedTuple):
    """A visit, and whether the browser is fit for another. `settled_at` (of `time.monotonic`) is
    when it was known how the visit ended, before acting; None when it did not come to that."""

    visit: PageVisit
    fit: bool
    settled_at: float | None


class Opened(NamedTuple):
    """A page in a context of its own, before and after it is told where to go."""

    context: BrowserContext
    page: Page
    session: CDPSession
    network: NetworkLog
    world: World


class Stay:
    """The state of one stay while it lasts. What is gathered is up to `_gather`."""

    def __init__(
        self, browser: Browser, tools: Tools, url: str, observe: Callable[[str], None] | None
    ) -> None:
        self.fit = True
        self.gathered = Gathered(url)
        self._browser = browser
        self._tools = tools
        self._config = tools.config
        self._began = time.monotonic()
        self.steps = Steps(self._began + tools.config.page_timeout, observe)
        self._closing: set[asyncio.Task[None]] = set()

    async def run(self) -> Outcome:
        """Go there, gather, and leave."""
        if is_web_address(self.gathered.url):
            await self._run()
        else:
            self.gathered.ending = Ending(EndState.FAILED, "not a web address")
        self.steps.timings["total"] = (time.monotonic() - self._began) * 1000
        visit = self.gathered.result(self._tools.versions, self.steps)
        return Outcome(visit, self.fit, self.gathered.settled_at)

    async def _gather(self, opened: Opened) -> None:
        """Arrive and gather what is wanted. May raise `Moved` and `Gone`."""
        raise NotImplementedError

    async def _run(self) -> None:
        context: BrowserContext | None = None
        try:
            phone = open_phone(self._browser, self._config.user_agent)
            context = await self.steps.run("open", phone, OPEN_SECONDS)
            if context is not None:
                opened = await self.steps.run("open", self._open(context), OPEN_SECONDS)
                if opened is not None:
                    await self._stay(opened)
                    return
            self.gathered.ending = Ending(EndState.FAILED, NOT_OPENED)
            self.fit = False
        except Gone:
            if self.gathered.ending is None:
                self.gathered.ending = Ending(EndState.FAILED, BROWSER_ENDED)
            self.fit = False
        finally:
            if context is not None:
                await self._close(context)

    async def _open(self, context: BrowserContext) -> Opened:
        page = await context.new_page()
        # Dialogs need no listener: without one Playwright dismisses them.
        context.on("page", self._close_popup)
        page.on("crash", self._crashed)
        self._browser.on("disconnected", self._disconnected)
        session = await context.new_cdp_session(page)
        await introduce(session, self._config.user_agent)
        return Opened(context, page, session, NetworkLog(session), World(session))

    async def _stay(self, opened: Opened) -> None:
        await self.steps.run("network", opened.network.start(), OPEN_SECONDS)
        frame = opened.network.main_frame
        self.gathered.arrival = Arrival(opened.page, opened.session, frame, self._tools.guard)
        try:
            await self._gather(opened)
        except Moved:
            self.steps.errors["page"] = MOVED
            if self.gathered.empty:
                self.gathered.ending = Ending(EndState.UNREACHABLE, MOVED)

    @property
    def _quiet(self) -> float:
        """For how many seconds a page is to be quiet before it is looked at."""
        return min(self._config.quiet, READ_QUIET_SECONDS)

    async def _arrive(self, opened: Opened) -> bool:
        """Go there and wait for quiet; whether there is a page to look at."""
        config, steps, arrival, world = self._config, self.steps, self._arrival, opened.world
        limit = min(config.load_timeout, steps.left)
        self.gathered.ending = await steps.run(
            "navigate", arrival.go(self.gathered.url, limit), limit + 1
        )
        if self.gathered.ending is not None:
            return False
        if "navigate" in steps.errors:
            self.gathered.ending = Ending(EndState.UNREACHABLE, steps.errors["navigate"])
            return False
        await steps.run("load", arrival.load(), config.load_timeout)
        if "load" in steps.late:
            fault = self._tools.guard.fault(arrival.url)
            late = f"it had not finished after {config.load_timeout:.0f} seconds"
            steps.errors["load"] = fault.reason if fault is not None else late
            if await steps.run("alive", world.call("() => 'yes'"), ALIVE_SECONDS) is None:
                self.gathered.ending = Ending(EndState.UNREACHABLE, BUSY)
                self.fit = False
                return False
        else:
            quiet = arrival.quieten(opened.network, world, self._quiet, config.quiet_timeout)
            if await steps.run("quiet", quiet, 2 * config.quiet_timeout + 1) is None:
                steps.errors.pop("quiet", None)  # not being quiet is no fault
        # The page may have sent its visitor on to another one.
        arrival.settle()
        self.gathered.ending = arrival.judge()
        return self.gathered.ending is None

    async def _read(self, opened: Opened) -> bool:
        """Note what the load cost and read the document; whether it is what was asked for."""
        opened.network.stop()
        self._same_document()
        self.gathered.network = opened.network.facts()
        work = gather_markup(opened.world)
        markup = await self._in_page(opened.world, "markup", work, MARKUP_SECONDS)
        self.gathered.markup = markup
        self.gathered.ending = from_markup(markup) if markup is not None else None
        return self.gathered.ending is None

    async def _measure(self, world: World, viewport: Viewport, name: str) -> None:
        work = gather_layout(world, viewport, SIZES[viewport].width)
        layout = await self._in_page(world, name, work, LAYOUT_SECONDS)
        if layout is not None:
            self.gathered.layout.append(layout)

    async def _resize(self, session: CDPSession, viewport: Viewport) -> bool:
        async def settle() -> bool:
            await resize(session, viewport)
            await asyncio.sleep(self._config.settle_time)
            return True

        return bool(await self.steps.run(f"resize_{viewport}", settle(), RESIZE_SECONDS))

    async def _in_page(self, world: World, name: str, work: Any, limit: float) -> Any:
        result = await self.steps.run(name, work, limit)
        if name in self.steps.late:
            await world.interrupt()
        self._same_document()
        return result

    def _same_document(self) -> None:
        """Raise `Moved` when what was just gathered may be of another document: a script that its
        document took with it was tried again in the next."""
        if self._arrival.moved:
            raise Moved

    async def _act(self, opened: Opened) -> None:
        """See what the keyboard reaches and what menus hold, on the phone again. It changes the
        page, so it comes last, and whatever comes of it, the visit has ended as it had before."""
        steps, gathered, session = self.steps, self.gathered, opened.session
        if not gathered.settle(steps.errors).state.scored:
            return
        if not await self._resize(session, Viewport.MOBILE):
            return
        await steps.run("harmless", keep_harmless(opened.context), HARMLESS_SECONDS)
        if "harmless" in steps.errors:
            return
        first = gather_first_step(opened.world, session)
        gathered.first_step = await self._acted(opened.world, "first_step", first)
        gathered.no_first_step = gathered.first_step is None and "first_step" not in steps.errors
        menus = gather_menus(opened.world, session)
        gathered.opened = await self._acted(opened.world, "menus", menus)

    async def _acted(
        self, world: World, name: str, work: Coroutine[Any, Any, Result]
    ) -> Result | None:
        result = await self.steps.run(name, work, ACT_SECONDS)
        if name in self.steps.late:
            await world.interrupt()
        if self._arrival.moved:
            self.steps.errors[name] = LEFT
            return None
        return result

    def _stuck(self) -> None:
        """Say so when the page let us see nothing of it in time."""
        if self.gathered.empty and self.steps.late:
            self.gathered.ending = Ending(EndState.UNREACHABLE, self.steps.errors.get("load", BUSY))
            self.fit = False

    @property
    def _arrival(self) -> Arrival:
        if self.gathered.arrival is None:  # never, once the page is opened
            raise RuntimeError("the stay has not begun")
        return self.gathered.arrival

    def _crashed(self, _page: object) -> None:
        if self.gathered.ending is None:
            self.gathered.ending = Ending(EndState.FAILED, "the page's process crashed")
        self.steps.abandon()

    def _disconnected(self, _browser: object) -> None:
        self.steps.abandon()

    def _close_popup(self, page: Page) -> None:
        async def close() -> None:
            async with asyncio.timeout(self._config.close_timeout):
                await page.close()

        task = asyncio.create_task(close())
        self._closing.add(task)
        task.add_done_callback(self._closed_popup)

    def _closed_popup(self, task: asyncio.Task[None]) -> None:
        self._closing.discard(task)
        if not task.cancelled():
            task.exception()  # a popup that does not close goes with the context

    async def _close(self, context: BrowserContext) -> None:
        began = time.monotonic()
        self._browser.remove_listener("disconnected", self._disconnected)
        try:
            async with asyncio.timeout(self._config.close_timeout):
                await context.close()
        except Exception:  # noqa: BLE001 -- whatever it is, this browser is not used again
            self.fit = False
        for task in self._closing:
            task.cancel()
        self.steps.timings["close"] = (time.monotonic() - began) * 1000
