"""axe-core over a page and the frames in it, every rule on, reduced there to what we keep.

Frames of other websites are in the page's own process (see the browser's flags), so that one
session reaches them all. Each is judged in an isolated world of its own, and the top frame puts the
parts together, as axe-core does by messages that a page could read.
"""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from playwright.async_api import Error as PlaywrightError

from crawler.browser.gatherers import DOM
from crawler.browser.world import ScriptFailed
from crawler.errors import MissingPackages
from crawler.records import AxeFrame, AxeRun, Viewport

if TYPE_CHECKING:
    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
HEAVY = (
    *("color-contrast", "color-contrast-enhanced", "form-field-multiple-labels"),
    *("heading-order", "hidden-content", "identical-links-same-purpose", "label"),
    *("label-title-only", "landmark-unique", "link-in-text-block", "p-as-heading", "region"),
    *("scrollable-region-focusable", "target-size"),
)
LIMITS = {
    "nodes": 50,
    "selector": 500,
    "html": 500,
    "summary": 1000,
    "characters": 1_500_000,
    # Documents of fewer elements are never crowded; the work is elements times their neighbours.
    "crowd": 1000,
    "crowdWork": 1_000_000,
    "frameElements": 5000,
    # Above this many elements the rules whose time grows faster than the page are left out.
    "large": 30_000,
    "heavy": HEAVY,
    "controls": "a[href], button, input, select, textarea, summary, [role], [tabindex]",
}
FRAMES = 20
DEPTH = 3
FRAME_SECONDS = 3.0
ALL_FRAMES_SECONDS = 6.0
LONGEST_PART = 2_000_000


async def gather_axe(world: World, viewport: Viewport, source: str) -> AxeRun:
    """Run axe-core, whose source is given, on the page as it is now, and on the first 20 frames in
    it, three deep. At most 50 elements of each rule and outcome are kept; the counts are of all."""
    library = (DOM, source, SCRIPT)
    top = json.loads(await world.call("(limits) => engine.top(limits)", LIMITS, install=library))
    frames = _Frames(library)
    await frames.descend(world, top, "", 1)
    answer = await world.call(
        "(...given) => engine.finish(...given)", viewport, LIMITS, frames.parts
    )
    run = msgspec.json.decode(answer, type=AxeRun)
    return msgspec.structs.replace(run, frames=tuple(frames.found))


class _Frames:
    """The frames of one page, in the order in which axe-core wants their parts: each before those
    in it. The part of one that could not be judged is None, and `found` says why."""

    def __init__(self, library: tuple[str, ...]) -> None:
        self.parts: list[str | None] = []
        self.found: list[AxeFrame] = []
        self._library = library
        self._until = asyncio.get_running_loop().time() + ALL_FRAMES_SECONDS

    async def descend(self, world: World, outer: dict[str, Any], path: str, depth: int) -> None:
        for index, frame in enumerate(outer["inner"]):
            place = f"{path} >>> {frame['selector']}" if path else frame["selector"]
            inner, answer, why = None, "", self._refusal(depth)
            if not why:
                inner, answer, why = await self._part(world, index, frame["context"])
            said = json.loads(answer) if answer else {}
            why = said.get("why", why)
            self.found.append(AxeFrame(selector=place[:500], host=said.get("host", ""), why=why))
            self.parts.append(None if why else answer)
            if inner is not None and not why:
                await self.descend(inner, said, place, depth + 1)

    def _refusal(self, depth: int) -> str:
        if len(self.found) >= FRAMES:
            return f"the page has more than {FRAMES} frames"
        if depth > DEPTH:
            return f"it is in more than {DEPTH} frames inside each other"
        if asyncio.get_running_loop().time() > self._until:
            return "no time was left for it"
        return ""

    async def _part(
        self, world: World, index: int, context: dict[str, Any]
    ) -> tuple[World | None, str, str]:
        inner: World | None = None
        try:
            async with asyncio.timeout(FRAME_SECONDS):
                inner = await world.frame("(index) => engine.frameElement(index)", index)
                if inner is None:
                    return None, "", "nothing is in it, or nothing that we can reach"
                answer = await inner.call(
                    "(...given) => engine.part(...given)", context, LIMITS, install=self._library
                )
        except TimeoutError:
            if inner is not None:
                await inner.interrupt()
            return None, "", f"it took longer than {FRAME_SECONDS:.0f} s"
        except (PlaywrightError, ScriptFailed):
            return None, "", "it could not be entered"
        if len(answer) > LONGEST_PART:
            return None, "", "there is too much to say of it"
        return inner, answer, ""


@lru_cache(maxsize=1)
def axe_source(node_modules: Path) -> str:
    """The source of axe-core. Raises `MissingPackages` when it is not there."""
    try:
        return (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    except OSError:
        raise MissingPackages(package="axe-core", path=node_modules) from None


def axe_version(node_modules: Path) -> str:
    """The version of axe-core. Raises `MissingPackages` when it is not there."""
    try:
        package = json.loads((node_modules / "axe-core" / "package.json").read_text())
        return str(package["version"])
    except (OSError, ValueError, KeyError):
        raise MissingPackages(package="axe-core", path=node_modules) from None
