"""What the accessibility part of a visit costs, by engine and gatherer, beside axe-core's own cost.

    python -m bench.accessibility [FOLDER …] [--pages 10] [--rounds 3] [--walks] [--json]

Each FOLDER is a static site, served at the root of a loopback port; without one, four of our
fictional council sites. Each page is visited with nothing but the steps that serve accessibility.
The ratio is that of all of them, without the walks, to the two runs of axe-core, a page; the one
given first is that of the median page.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.meter import Meter
from bench.served import OWN_FOLDERS, choose_pages, served
from crawler.browser.examinations import EXAMINATIONS
from crawler.browser.pool import Lane
from crawler.config import Config

if TYPE_CHECKING:
    from collections.abc import Sequence

AXE = ("axe_mobile", "axe_desktop")
STILL = tuple(each.field for each in EXAMINATIONS if not each.walks)
WALKERS = tuple(each.field for each in EXAMINATIONS if each.walks)
GOAL = 3.0
"""The ratio that the median page is to stay under."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--pages", type=int, default=10, help="how many pages in all")
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is visited")
    parser.add_argument("--walks", action="store_true", help="act on the pages too")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    folders = options.folders or OWN_FOLDERS
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        sys.exit(f"There is no folder {', '.join(missing)}. Name folders of static sites.")
    with served(folders) as (origins, server):
        urls = choose_pages(list(zip(folders, origins, strict=True)), options.pages)
        if not urls:
            sys.exit(f"No HTML pages in {', '.join(map(str, folders))}.")
        figures = asyncio.run(measure(urls, options.rounds, server, walks=options.walks))
    print(json.dumps(figures, indent=2) if options.json else table(figures))


async def measure(urls: Sequence[str], rounds: int, server: int, *, walks: bool) -> dict[str, Any]:
    """Visit every page that often; seconds a page and step, averaged over the rounds."""
    wanted = {*AXE, *STILL, *(WALKERS if walks else ())}
    states: Counter[str] = Counter()
    pages: dict[str, Meter] = {}
    async with Lane(Config(allow_loopback=True)) as lane:
        await lane.visit(urls[0], only=wanted)  # to warm up
        for url in urls:
            meter = pages[url] = Meter(lambda pid: pid != server)
            for _ in range(rounds):
                meter.catch_up()
                walk = (lambda _template: True) if walks else None
                visit = await lane.visit(url, only=wanted, walk=walk, observe=meter.mark)
                states[visit.facts.state] += 1
        versions = lane.versions
    cpu = [_seconds(meter.steps, rounds) for meter in pages.values()]
    wall = [_seconds(meter.walls, rounds) for meter in pages.values()]
    ratios = [ratio for page in cpu if (ratio := _ratio(page)) is not None]
    return {
        "pages": len(urls),
        "rounds": rounds,
        "states": dict(states),
        "versions": {name: getattr(versions, name) for name in versions.__struct_fields__},
        "load": os.getloadavg()[0],
        "ratio": round(median(ratios), 2) if ratios else None,
        "ratio_of_sums": round(_sum(cpu, (*AXE, *STILL)) / max(_sum(cpu, AXE), 1e-9), 2),
        "steps": {
            step: {
                "cpu_s": round(sum(page.get(step, 0.0) for page in cpu) / len(urls), 3),
                "cpu_s_median_page": round(median(page.get(step, 0.0) for page in cpu), 3),
                "wall_s": round(sum(page.get(step, 0.0) for page in wall) / len(urls), 3),
                "wall_s_median_page": round(median(page.get(step, 0.0) for page in wall), 3),
            }
            for step in (*AXE, *STILL, *(("walk", *WALKERS) if walks else ()))
        },
    }


def _seconds(steps: dict[str, float], rounds: int) -> dict[str, float]:
    return {step: seconds / rounds for step, seconds in steps.items()}


def _sum(pages: Sequence[dict[str, float]], steps: Sequence[str]) -> float:
    return sum(page.get(step, 0.0) for page in pages for step in steps)


def _ratio(page: dict[str, float]) -> float | None:
    """Of all steps to axe-core's; None where that took no time that could be measured."""
    axe = _sum([page], AXE)
    return _sum([page], (*AXE, *STILL)) / axe if axe else None


def table(figures: dict[str, Any]) -> str:
    """The figures, for people."""
    lines = [
        f"{figures['pages']} pages, {figures['rounds']} times each, load average "
        f"{figures['load']:.1f}; " + ", ".join(f"{k} {v}" for k, v in figures["versions"].items()),
        f"ended: {', '.join(f'{count} {state}' for state, count in figures['states'].items())}",
        "",
        f"all without walks / axe-core, CPU: {figures['ratio']} on the median page, "
        f"{figures['ratio_of_sums']} in all (the goal is under {GOAL:g})",
        "",
        f"{'a page':18}{'CPU s':>8}{'median':>8}{'wall s':>8}{'median':>8}",
    ]
    lines += [
        f"{step:18}{each['cpu_s']:8.3f}{each['cpu_s_median_page']:8.3f}"
        f"{each['wall_s']:8.3f}{each['wall_s_median_page']:8.3f}"
        for step, each in figures["steps"].items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
