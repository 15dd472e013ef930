"""HTML_CodeSniffer, of which only the codes are kept that are reliable and that others lack."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from crawler.browser.gatherers import DOM
from crawler.errors import MissingPackages
from crawler.facts.codesniffer import CodeSnifferRun

if TYPE_CHECKING:
    from crawler.browser.examinations import Ground

SCRIPT = Path(__file__).with_suffix(".js").read_text()
LIMITS = {
    "elements": 50,
    "tables": 200,
    "tableElements": 5000,
    "fieldsets": 300,
    "headings": 2000,
    "frames": 200,
    "pictures": 2000,
    "ids": 20_000,
    "marks": 50_000,
}


async def gather_codesniffer(ground: Ground) -> CodeSnifferRun:
    """Run the sniffs that we keep on the page as it is now."""
    library = (DOM, codesniffer_source(ground.config.node_modules), SCRIPT)
    answer = await ground.world.call("(limits) => sniffs.run(limits)", LIMITS, install=library)
    run = msgspec.json.decode(answer, type=CodeSnifferRun)
    return msgspec.structs.replace(run, version=codesniffer_version(ground.config.node_modules))


@lru_cache(maxsize=1)
def codesniffer_source(node_modules: Path) -> str:
    """The source of HTML_CodeSniffer. Raises `MissingPackages` when it is not there."""
    try:
        path = node_modules / "html_codesniffer" / "build" / "HTMLCS.js"
        return path.read_text(encoding="utf-8")
    except OSError:
        raise MissingPackages(package="html_codesniffer", path=node_modules) from None


@lru_cache(maxsize=1)
def codesniffer_version(node_modules: Path) -> str:
    """Its version. Raises `MissingPackages` when it is not there."""
    try:
        package = json.loads((node_modules / "html_codesniffer" / "package.json").read_text())
        return str(package["version"])
    except (OSError, ValueError, KeyError):
        raise MissingPackages(package="html_codesniffer", path=node_modules) from None
