"""One visit to one page: everything gathered from a single load, in the order of the design."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from typing_extensions import override

from crawler.audits.wcag import is_advice
from crawler.browser.examinations import EXAMINATIONS, Ground
from crawler.browser.gatherers.axe import gather_axe
from crawler.browser.gatherers.bodies import Bodies, read_bodies
from crawler.browser.gatherers.loading import gather_loading
from crawler.browser.gatherers.screenshot import gather_screenshot
from crawler.browser.gatherers.template import gather_template
from crawler.browser.gatherers.trace import TraceGatherer
from crawler.browser.insights import NOTHING_TOLD
from crawler.browser.lantern import PHONE_SLOWDOWN
from crawler.browser.stay import Moved, Outcome, Stay
from crawler.browser.steps import Gone
from crawler.browser.walk import Walk
from crawler.facts.loading import Part
from crawler.facts.measurement import Measurement
from crawler.records import Viewport

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from playwright.async_api import Browser, CDPSession

    from crawler.browser.insights import Insights
    from crawler.browser.lantern import Simulation
    from crawler.browser.stay import Opened, Tools
    from crawler.browser.world import World
    from crawler.records import AxeRule, AxeRun

TRACE_SECONDS = 15.0
LANTERN_SECONDS = 30.0
INSIGHTS_SECONDS = 15.0
BODIES_SECONDS = 3.0
LOADING_SECONDS = 6.0
AXE_SECONDS = 20.0
# What a visit runs that only measures speed.
SPEED_STEPS = frozenset({"trace"})
# Beyond it axe-core needs minutes and gigabytes, whatever rules are left out of it. Long pages of
# real councils have 10,000.
AXE_ELEMENTS = 150_000
SCREENSHOT_SECONDS = 5.0
TEMPLATE_SECONDS = 2.0
AGAIN = "not tried, since it took too long before"


async def visit_page(
    browser: Browser,
    tools: Tools,
    url: str,
    *,
    desktop: bool = True,
    observe: Callable[[str], None] | None = None,
    walk: Callable[[str], bool] | None = None,
    only: Collection[str] | None = None,
    website: str = "",
) -> Outcome:
    """Load `url` once and gather all facts. `observe` gets each step's name as it ends.

    `walk` is asked, with the page's template, whether to load it once more and act on it. With
    `only`, nothing but these steps is run beside reading the document. `website` is the host of the
    website that the page belongs to, where another organisation's may show it.
    """
    visit = Visit(browser, tools, url, observe)
    visit.desktop = desktop
    visit.walk = walk
    visit.only = only
    visit.website = website
    return await visit.run()


class Visit(Stay):
    """A stay in which everything is gathered that the audits judge; with `desktop` axe-core and a
    picture at that width too."""

    desktop = True
    walk: Callable[[str], bool] | None = None
    only: Collection[str] | None = None
    website = ""

    @property
    @override
    def _quiet(self) -> float:
        return self._config.quiet if self._wanted("trace") else super()._quiet

    @override
    async def _run(self) -> None:
        await super()._run()
        await self._walk()

    @override
    async def _gather(self, opened: Opened) -> None:
        trace = TraceGatherer(opened.session, timeout=TRACE_SECONDS)
        if self._wanted("trace") and self._fast_enough():
            await self.steps.run("trace_start", trace.start(), TRACE_SECONDS)
        try:
            if not await self._arrive(opened):
                return
            recorded = None
            if trace.recording:
                recorded = await self.steps.run("trace", trace.stop(), TRACE_SECONDS)
            if await self._read(opened):
                await self._judge(opened, recorded)
                if self._wanted("first_step") or self._wanted("menus"):
                    await self._act(opened)
        finally:
            await self._end_trace(trace)

    async def _judge(self, opened: Opened, recorded: bytes | None) -> None:
        """Look at the page while the simulator replays its load."""
        if recorded is None:
            await self._examine(opened)
            return
        bodies = Bodies({}, 0)
        explaining = self._wanted("loading")
        if explaining:
            work = read_bodies(opened.session, opened.network)
            bodies = await self.steps.run("bodies", work, BODIES_SECONDS) or bodies
        log = opened.network.entries
        lantern = asyncio.create_task(self._simulate(recorded, log, bodies if explaining else None))
        try:
            try:
                await self._examine(opened)
            except Moved:  # what its load cost is known all the same
                await lantern
                raise
            insights = await lantern
            if explaining:
                await self._explain(opened, insights, bodies.unread)
        finally:
            if not lantern.done():
                lantern.cancel()
                await asyncio.gather(lantern, return_exceptions=True)

    async def _examine(self, opened: Opened) -> None:
        session, world = opened.session, opened.world
        if self.walk is not None:
            work = gather_template(world)
            template = await self._in_page(world, "template", work, TEMPLATE_SECONDS)
            self.gathered.template = template or ""
            self.steps.errors.pop("template", None)  # it is no evidence, and none is missing
        await self._run_axe(world, Viewport.MOBILE)
        await self._photograph(session, Viewport.MOBILE)
        if self._wanted("layout_mobile"):
            await self._measure(world, Viewport.MOBILE, "layout_mobile")
        await self._run_examinations(opened, Viewport.MOBILE)
        for phone in (Viewport.SMALL, Viewport.LANDSCAPE):
            measured = phone is Viewport.SMALL and self._wanted("layout_mobile")
            wanted = measured or self._wanted(*self._fields_at(phone))
            if wanted and await self._resize(session, phone):
                if measured:
                    await self._measure(world, phone, "layout_mobile")
                await self._run_examinations(opened, phone)
        narrow = self._wanted("layout", *self._fields_at(Viewport.NARROW))
        if narrow and await self._resize(session, Viewport.NARROW):
            if self._wanted("layout"):
                await self._measure(world, Viewport.NARROW, "layout")
            await self._run_examinations(opened, Viewport.NARROW)
        more = ("axe_desktop", "screenshot_desktop") if self.desktop else ()
        wide = self._wanted(*more, *self._fields_at(Viewport.DESKTOP))
        if wide and await self._resize(session, Viewport.DESKTOP):
            # First what scores cannot do without: on a slow page axe-core takes what time is left.
            await self._run_examinations(opened, Viewport.DESKTOP)
            if self.desktop:
                await self._run_axe(world, Viewport.DESKTOP)
                await self._photograph(session, Viewport.DESKTOP)
        self._stuck()

    def _wanted(self, *steps: str) -> bool:
        """Whether there are any of these steps, and one of them is to be run."""
        return any(self.only is None or step in self.only for step in steps)

    @staticmethod
    def _fields_at(viewport: Viewport) -> tuple[str, ...]:
        return tuple(each.field for each in EXAMINATIONS if each.runs_at(viewport))

    async def _run_examinations(self, opened: Opened, viewport: Viewport) -> None:
        for each in EXAMINATIONS:
            if not each.runs_at(viewport) or not self._wanted(each.field):
                continue
            so_far = self.gathered.examined.get(each.field)
            if viewport != each.at and so_far is None:
                continue  # it went wrong at its first width, and the errors say so
            ground = Ground(
                opened.page,
                opened.session,
                opened.world,
                opened.network,
                self.gathered.keep,
                self._config,
                viewport,
                so_far,
            )
            work = each.gather(ground)
            facts = await self._in_page(opened.world, each.field, work, each.seconds)
            if facts is not None:
                self.gathered.examined[each.field] = facts

    async def _walk(self) -> None:
        """Act on the page, loaded again as at a desk. Whatever comes of it, the visit has ended as
        it had before."""
        gathered = self.gathered
        if self.walk is None or not self.fit or not self._browser.is_connected():
            return
        if gathered.settled_at is None:
            gathered.settle(self.steps.errors)
        if gathered.ending is None or not gathered.ending.state.scored:
            return
        gathered.walked = self.walk(gathered.template)
        if gathered.walked:
            self.fit = await Walk(self._browser, self._tools, self.steps, gathered).run(self.only)

    def _fast_enough(self) -> bool:
        """Whether this machine can stand for a phone; the errors say so where it cannot."""
        machine = self._tools.machine
        if machine is not None and machine.trouble:
            self.steps.errors["speed"] = machine.sentence
            return False
        return True

    async def _simulate(
        self, trace: bytes, log: list[dict[str, Any]], bodies: Bodies | None
    ) -> Insights:
        """Note what the load comes to on the phone, and return what explains it; without `bodies`
        that is not asked for."""
        machine = self._tools.machine
        factor = machine.factor if machine is not None else None
        slowdown = PHONE_SLOWDOWN * (factor or 1.0)
        load = round(os.getloadavg()[0], 1)
        lantern = self._tools.lantern
        work = lantern.simulate(trace, log, slowdown=slowdown, keep=bodies is not None)
        simulation = await self.steps.run("lantern", work, LANTERN_SECONDS)
        if simulation is None:
            return NOTHING_TOLD
        self.gathered.metrics = simulation.metrics
        by_hand = machine is not None and machine.by_hand
        self.gathered.examined["measurement"] = Measurement(
            factor=factor, load=load, by_hand=by_hand
        )
        return NOTHING_TOLD if bodies is None else await self._told(simulation, bodies)

    async def _told(self, simulation: Simulation, bodies: Bodies) -> Insights:
        work = self._tools.lantern.explain(simulation, bodies.texts)
        insights = await self.steps.run("insights", work, INSIGHTS_SECONDS) or NOTHING_TOLD
        if "bodies" in self.steps.errors:
            unread = {*insights.untold, Part.UNMINIFIED}
            return replace(insights, untold=tuple(part for part in Part if part in unread))
        return insights

    async def _explain(self, opened: Opened, insights: Insights, unread: int) -> None:
        """Find the elements that made the load slow, while the page is still there."""
        markup = self.gathered.markup
        work = gather_loading(
            opened.session,
            opened.world,
            opened.network,
            insights,
            unread=unread,
            elements=markup.element_count if markup is not None else 0,
            website=self.website,
        )
        loading = await self._in_page(opened.world, "loading", work, LOADING_SECONDS)
        if loading is not None:
            self.gathered.examined["loading"] = loading

    async def _run_axe(self, world: World, viewport: Viewport) -> None:
        name = f"axe_{viewport}"
        if not self._wanted(name):
            return
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
        if broken := [rule.id for rule in run.rules if _broke_down(rule, run)]:
            self.steps.errors[name] = f"axe-core broke down in {_listed(broken)}"
        elif too_many := [*run.unjudged, *run.untested]:
            self.steps.errors[name] = f"too large to test fully: {_listed(too_many)}"

    async def _photograph(self, session: CDPSession, viewport: Viewport) -> None:
        name = f"screenshot_{viewport}"
        if not self._wanted(name):
            return
        if f"screenshot_{Viewport.MOBILE}" in self.steps.late:
            self.steps.errors[name] = AGAIN
            return
        work = gather_screenshot(session, viewport)
        taken = await self.steps.run(name, work, SCREENSHOT_SECONDS)
        self._same_document()
        if taken is not None:
            self.gathered.screenshots[viewport] = self.gathered.keep(taken)

    async def _end_trace(self, trace: TraceGatherer) -> None:
        try:
            if trace.recording:
                await self.steps.run("trace", trace.discard(), TRACE_SECONDS)
        except Gone:
            self.fit = False
        # The next page could not be traced in this browser.
        self.fit = self.fit and not trace.recording


def _broke_down(rule: AxeRule, run: AxeRun) -> bool:
    """Whether a rule that costs points ended in an error of its own: it has no counts at all."""
    left_out = rule.id in run.unjudged or rule.id in run.untested
    return not (rule.passed or rule.failed or rule.undecided or left_out or is_advice(rule.tags))


def _listed(rules: list[str]) -> str:
    return ", ".join(rules[:5]) + (" and others" if len(rules) > 5 else "")
