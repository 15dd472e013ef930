"""What a visit and a look cost: CPU-seconds and wall seconds a page by step, beside a bare browser.

    python -m bench [FOLDER …] [--pages 10] [--rounds 3] [--json]

Each FOLDER is a static site, served at the root of a loopback port; without one, four of our
fictional council sites. In the same run and turn about each page is visited, looked at, and loaded
by a bare script that runs axe-core once with its defaults: the least that any audit with a browser
can cost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from playwright.async_api import async_playwright

from bench.meter import Meter
from bench.served import OWN_FOLDERS, choose_pages, served
from crawler.browser.find import find_chromium
from crawler.browser.gatherers.axe import axe_source
from crawler.browser.pool import Lane
from crawler.browser.sizes import open_phone
from crawler.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser

SIMULATOR = ("lantern", "insights")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--pages", type=int, default=10, help="how many pages in all")
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is visited")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    folders = options.folders or OWN_FOLDERS
    if missing := [str(folder) for folder in folders if not folder.is_dir()]:
        sys.exit(f"There is no folder {', '.join(missing)}. Name folders of static sites.")
    with served(folders) as (origins, server):
        urls = choose_pages(list(zip(folders, origins, strict=True)), options.pages)
        if not urls:
            sys.exit(f"No HTML pages in {', '.join(map(str, folders))}.")
        figures = asyncio.run(measure(urls, options.rounds, server))
    print(json.dumps(figures, indent=2) if options.json else table(figures))


async def measure(urls: list[str], rounds: int, server: int) -> dict[str, Any]:
    """Visit every page, bare and ours in turn; averages a page."""
    config = Config(allow_loopback=True)
    axe = axe_source(config.node_modules)
    states: Counter[str] = Counter()
    simulator = 0.0
    async with Lane(config) as lane:
        before = {child.pid for child in psutil.Process().children()}
        async with async_playwright() as playwright:
            bares = {child.pid for child in psutil.Process().children()} - before
            browser = await playwright.chromium.launch(
                executable_path=find_chromium(config), chromium_sandbox=os.geteuid() != 0
            )
            await visit_bare(browser, urls[0], axe, lambda _: None)  # to warm both up
            await lane.visit(urls[0])
            # The lane starts a browser anew now and then, so its processes are all the others.
            ours = Meter(lambda pid: pid != server and pid not in bares)
            look = Meter(lambda pid: pid != server and pid not in bares)
            bare = Meter(bares.__contains__)
            for url in urls * rounds:
                bare.resume()
                await visit_bare(browser, url, axe, bare.mark)
                ours.resume()
                # The simulator ends in the middle of another step.
                facts = (
                    await lane.visit(
                        url, observe=lambda step: None if step in SIMULATOR else ours.mark(step)
                    )
                ).facts
                ours.mark("close")
                look.catch_up()
                await lane.look(url, observe=look.mark)
                look.mark("close")
                ours.catch_up()
                states[facts.state] += 1
                simulator += sum(facts.timings_ms.get(step, 0.0) for step in SIMULATOR) / 1000
            await browser.close()
        versions = lane.versions
    visits = len(urls) * rounds
    per_page: dict[str, dict[str, Any]] = {
        name: {
            "cpu_s": round(meter.total / visits, 3),
            "wall_s": round(meter.wall / visits, 3),
            "cpu_s_by_step": _averages(meter.steps, visits),
            "wall_s_by_step": _averages(meter.walls, visits),
            "cpu_s_by_part": _averages(meter.parts, visits),
        }
        for name, meter in (("ours", ours), ("look", look), ("bare", bare))
    }
    # Beside the other steps, and so no part of the sum.
    per_page["ours"]["wall_s_by_step"]["lantern"] = round(simulator / visits, 3)
    return {
        "pages": len(urls),
        "rounds": rounds,
        "states": dict(states),
        "versions": {name: getattr(versions, name) for name in versions.__struct_fields__},
        "load": os.getloadavg()[0],
        **per_page,
        "ratio_cpu": round(ours.total / bare.total, 2),
        "ratio_wall": round(ours.wall / bare.wall, 2),
    }


async def visit_bare(browser: Browser, url: str, axe: str, mark: Callable[[str], None]) -> None:
    """Load a page and run axe-core, and nothing else."""
    context = await open_phone(browser, "bench")
    page = await context.new_page()
    mark("open")
    await page.goto(url)
    mark("load")
    await page.evaluate(axe)
    await page.evaluate("axe.run()")
    mark("axe")
    await context.close()
    mark("close")


def _averages(sums: dict[str, float], visits: int) -> dict[str, float]:
    largest_first = sorted(sums.items(), key=lambda item: -item[1])
    return {name: round(value / visits, 3) for name, value in largest_first}


def table(figures: dict[str, Any]) -> str:
    """The figures, for people."""
    ours, look, bare = figures["ours"], figures["look"], figures["bare"]
    lines = [
        f"{figures['pages']} pages, {figures['rounds']} times each, load average "
        f"{figures['load']:.1f}; " + ", ".join(f"{k} {v}" for k, v in figures["versions"].items()),
        f"ended: {', '.join(f'{count} {state}' for state, count in figures['states'].items())}",
        "",
        f"{'a page':24}{'CPU s':>8}{'wall s':>8}",
        f"{'our visit':24}{ours['cpu_s']:8.2f}{ours['wall_s']:8.2f}",
        f"{'our look':24}{look['cpu_s']:8.2f}{look['wall_s']:8.2f}",
        f"{'bare load and axe':24}{bare['cpu_s']:8.2f}{bare['wall_s']:8.2f}",
        f"{'ours / bare':24}{figures['ratio_cpu']:8.2f}{figures['ratio_wall']:8.2f}",
    ]
    for name, part in (("our visit", ours), ("our look", look), ("bare", bare)):
        walls = part["wall_s_by_step"]
        lines += ["", f"{name + ', by step':24}{'CPU s':>8}{'wall s':>8}"]
        lines += [
            f"  {step:22}{seconds:8.3f}{walls[step]:8.3f}"
            for step, seconds in part["cpu_s_by_step"].items()
        ]
        lines += ["", f"{name + ', by program':24}{'CPU s':>8}"]
        lines += [f"  {step:22}{seconds:8.3f}" for step, seconds in part["cpu_s_by_part"].items()]
    lines += [
        "",
        "lantern, the simulator, works beside the other steps: its wall time is not added.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
