"""One visit to one page: everything gathered from a single load, in the order of the design.

Nothing that a page or a site does raises out of here: a step that fails leaves its fact out and a
sentence in `errors`, and the visit ends in a named state.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.audits.wcag import is_advice
from crawler.browser.arrival import Arrival, is_web_address
from crawler.browser.ending import Ending
from crawler.browser.gathered import Gathered
from crawler.browser.gatherers.axe import gather_axe
from crawler.browser.gatherers.layout import gather_layout
from crawler.browser.gatherers.markup import gather_markup
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.gatherers.screenshot import gather_screenshot
from crawler.browser.gatherers.trace import TraceGatherer
from crawler.browser.sizes import SIZES, introduce, open_phone, resize
from crawler.browser.soft import from_markup
from crawler.browser.steps import Gone, Steps
from crawler.browser.world import World
from crawler.records import EndState, PageVisit, Versions, Viewport

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser, BrowserContext, CDPSession, Page

    from crawler.browser.guard import Guard
    from crawler.browser.lantern import Lantern
    from crawler.config import Config
    from crawler.records import AxeRule

OPEN_SECONDS = 15.0
TRACE_SECONDS = 15.0
LANTERN_SECONDS = 30.0
ALIVE_SECONDS = 2.0
MARKUP_SECONDS = 5.0
AXE_SECONDS = 20.0
# Beyond it axe-core needs minutes and gigabytes. Long pages of real councils have 10,000.
AXE_ELEMENTS = 30_000
LAYOUT_SECONDS = 8.0
SCREENSHOT_SECONDS = 5.0
RESIZE_SECONDS = 3.0
# Menus and carousels rebuild themselves shortly after a change of width, most within 0.2 s.
SETTLE_SECONDS = 0.2
BUSY = "its own script keeps the page busy without end"
MOVED = "it sends its visitor on to another page before we have looked at it"
AGAIN = "not tried, since it took too long before"


class Moved(Exception):
    """Another document took the page's place. What was gathered before is of the page itself."""


class Tools(NamedTuple):
    """What a lane lends to its visits."""

    config: Config
    guard: Guard
    lantern: Lantern
    axe: str
    versions: Versions


class Outcome(NamedTuple):
    """A visit, and whether the browser is fit for another."""

    visit: PageVisit
    fit: bool


async def visit_page(
    browser: Browser,
    tools: Tools,
    url: str,
    *,
    desktop: bool = True,
    observe: Callable[[str], None] | None = None,
) -> Outcome:
    """Load `url` once and gather all facts. `observe` gets each step's name as it ends."""
    visit = Visit(browser, tools, url, observe)
    await visit.run(desktop=desktop)
    return Outcome(visit.gathered.result(tools.versions, visit.steps), visit.fit)


class Visit:
    """The state of one visit while it lasts."""

    def __init__(
        self, browser: Browser, tools: Tools, url: str, observe: Callable[[str], None] | None
    ) -> None:
        self.fit = True
        self._browser = browser
        self._tools = tools
        self._config = tools.config
        self._began = time.monotonic()
        self.gathered = Gathered(url)
        self.steps = Steps(self._began + tools.config.page_timeout, observe)
        self._closing: set[asyncio.Task[None]] = set()

    async def run(self, *, desktop: bool) -> None:
        """Do all steps."""
        if not is_web_address(self.gathered.url):
            self.gathered.ending = Ending(EndState.FAILED, "not a web address")
            return
        context: BrowserContext | None = None
        try:
            phone = open_phone(self._browser, self._config.user_agent)
            context = await self.steps.run("open", phone, OPEN_SECONDS)
            if context is not None:
                opened = await self.steps.run("open", self._open(context), OPEN_SECONDS)
                if opened is not None:
                    await self._look(*opened, desktop=desktop)
                    return
            self.gathered.ending = Ending(EndState.FAILED, "the browser did not open a page")
            self.fit = False
        except Gone:
            if self.gathered.ending is None:
                self.gathered.ending = Ending(EndState.FAILED, "the browser ended during the visit")
            self.fit = False
        finally:
            if context is not None:
                await self._close(context)
            self.steps.timings["total"] = (time.monotonic() - self._began) * 1000

    async def _open(self, context: BrowserContext) -> tuple[Page, CDPSession]:
        page = await context.new_page()
        # Dialogs need no listener: without one Playwright dismisses them.
        context.on("page", self._close_popup)
        page.on("crash", self._crashed)
        self._browser.on("disconnected", self._disconnected)
        session = await context.new_cdp_session(page)
        await introduce(session, self._config.user_agent)
        return page, session

    async def _look(self, page: Page, session: CDPSession, *, desktop: bool) -> None:
        network = NetworkLog(session)
        trace = TraceGatherer(session, timeout=TRACE_SECONDS)
        world = World(session)
        await self.steps.run("network", network.start(), OPEN_SECONDS)
        await self.steps.run("trace_start", trace.start(), OPEN_SECONDS)
        arrival = Arrival(page, session, network.main_frame, self._tools.guard)
        self.gathered.arrival = arrival
        lantern: asyncio.Task[None] | None = None
        try:
            if not await self._arrive(arrival, network, world):
                return
            recorded = None
            if trace.recording:
                recorded = await self.steps.run("trace", trace.stop(), TRACE_SECONDS)
            network.stop()
            self._stay()
            self.gathered.network = network.facts()
            if not await self._read(world):
                return
            if recorded is not None:
                lantern = asyncio.create_task(self._simulate(recorded, network.entries))
            await self._gather(session, world, desktop=desktop)
            if lantern is not None:
                await lantern
        except Moved:
            self.steps.errors["page"] = MOVED
            if lantern is not None:
                await lantern
            if self.gathered.empty:
                self.gathered.ending = Ending(EndState.UNREACHABLE, MOVED)
        finally:
            if lantern is not None and not lantern.done():
                lantern.cancel()
                await asyncio.gather(lantern, return_exceptions=True)
            await self._end_trace(trace)

    async def _arrive(self, arrival: Arrival, network: NetworkLog, world: World) -> bool:
        """Go there and wait for quiet; whether there is a page to look at."""
        config, steps = self._config, self.steps
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
            quiet = arrival.quieten(network, world, config.quiet, config.quiet_timeout)
            if await steps.run("quiet", quiet, config.quiet_timeout + 1) is None:
                steps.errors.pop("quiet", None)  # not being quiet is no fault
        # The page may have sent its visitor on to another one.
        arrival.settle()
        self.gathered.ending = arrival.judge()
        return self.gathered.ending is None

    async def _simulate(self, trace: bytes, log: list[dict[str, Any]]) -> None:
        self.gathered.metrics = await self.steps.run(
            "lantern", self._tools.lantern.metrics(trace, log), LANTERN_SECONDS
        )

    async def _read(self, world: World) -> bool:
        """Read the document; whether it is the page that was asked for."""
        markup = await self._in_page(world, "markup", gather_markup(world), MARKUP_SECONDS)
        self.gathered.markup = markup
        self.gathered.ending = from_markup(markup) if markup is not None else None
        return self.gathered.ending is None

    async def _gather(self, session: CDPSession, world: World, *, desktop: bool) -> None:
        steps = self.steps
        await self._run_axe(world, Viewport.MOBILE)
        await self._photograph(session, Viewport.MOBILE)
        await self._measure(world, Viewport.MOBILE, "layout_mobile")
        if await self._resize(session, Viewport.NARROW):
            await self._measure(world, Viewport.NARROW, "layout")
        if desktop and await self._resize(session, Viewport.DESKTOP):
            await self._run_axe(world, Viewport.DESKTOP)
            await self._photograph(session, Viewport.DESKTOP)
        if self.gathered.empty and steps.late:
            self.gathered.ending = Ending(EndState.UNREACHABLE, steps.errors.get("load", BUSY))
            self.fit = False

    async def _in_page(self, world: World, name: str, work: Any, limit: float) -> Any:
        result = await self.steps.run(name, work, limit)
        if name in self.steps.late:
            await world.interrupt()
        self._stay()
        return result

    def _stay(self) -> None:
        """Raise `Moved` when what was just gathered may be of another document: a script that its
        document took with it was tried again in the next."""
        if self.gathered.arrival is not None and self.gathered.arrival.moved:
            raise Moved

    async def _run_axe(self, world: World, viewport: Viewport) -> None:
        name = f"axe_{viewport}"
        if self.gathered.markup is not None and self.gathered.markup.element_count > AXE_ELEMENTS:
            self.steps.errors[name] = (
                f"the document has {self.gathered.markup.element_count} elements, "
                f"and axe-core judges {AXE_ELEMENTS} in time"
            )
            return
        if f"axe_{Viewport.MOBILE}" in self.steps.late:
            self.steps.errors[name] = AGAIN
            return
        work = gather_axe(world, viewport, self._tools.axe)
        run = await self._in_page(world, name, work, AXE_SECONDS)
        if run is None:
            return
        self.gathered.axe.append(run)
        # Left to a person, as what axe cannot decide is. An error would take the whole page's
        # score for one rule; but that the score rests on fewer rules than usual must be said.
        if broken := [rule.id for rule in run.rules if _broke_down(rule)]:
            listed = ", ".join(broken[:5]) + (" and others" if len(broken) > 5 else "")
            self.steps.errors[name] = f"axe-core broke down in {listed}"

    async def _measure(self, world: World, viewport: Viewport, name: str) -> None:
        work = gather_layout(world, viewport, SIZES[viewport].width)
        layout = await self._in_page(world, name, work, LAYOUT_SECONDS)
        if layout is not None:
            self.gathered.layout.append(layout)

    async def _photograph(self, session: CDPSession, viewport: Viewport) -> None:
        name = f"screenshot_{viewport}"
        if f"screenshot_{Viewport.MOBILE}" in self.steps.late:
            self.steps.errors[name] = AGAIN
            return
        work = gather_screenshot(session, viewport)
        taken = await self.steps.run(name, work, SCREENSHOT_SECONDS)
        self._stay()
        if taken is not None:
            digest, picture = taken
            self.gathered.screenshots[viewport] = digest
            self.gathered.artifacts[digest] = picture

    async def _resize(self, session: CDPSession, viewport: Viewport) -> bool:
        async def settle() -> bool:
            await resize(session, viewport)
            await asyncio.sleep(SETTLE_SECONDS)
            return True

        return bool(await self.steps.run(f"resize_{viewport}", settle(), RESIZE_SECONDS))

    async def _end_trace(self, trace: TraceGatherer) -> None:
        try:
            if trace.recording:
                await self.steps.run("trace", trace.discard(), TRACE_SECONDS)
        except Gone:
            self.fit = False
        # The next page could not be traced in this browser.
        self.fit = self.fit and not trace.recording

    def _crashed(self, _page: object) -> None:
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


def _broke_down(rule: AxeRule) -> bool:
    """Whether a rule that costs points ended in an error of its own: it has no counts at all."""
    return not (rule.passed or rule.failed or rule.undecided or is_advice(rule.tags))
