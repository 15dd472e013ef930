"""axe-core over the top frame, every rule on, reduced in the page to what we keep."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM
from crawler.errors import MissingPackages
from crawler.records import AxeRun, Viewport

if TYPE_CHECKING:
    from crawler.browser.world import World

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {"nodes": 50, "selector": 500, "html": 500, "summary": 1000, "characters": 1_500_000}


async def gather_axe(world: World, viewport: Viewport, source: str) -> AxeRun:
    """Run axe-core, whose source is given, on the page as it is now. At most 50 elements of each
    rule and outcome are kept; the counts are of all."""
    answer = await world.call(SCRIPT, viewport, LIMITS, install=(DOM, source))
    return msgspec.json.decode(answer, type=AxeRun)


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
