"""What a visit costs: CPU-seconds and wall seconds a page by step, beside a bare browser.

    python -m bench.visit [FOLDER …] [--pages 10] [--rounds 3] [--json]

Each FOLDER is a static site, served at the root of a loopback port; without one, our fictional
council sites. The bare script loads the same pages in the same run, turn about, and runs axe-core
once with its defaults: the least that any audit with a browser can cost.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from playwright.async_api import async_playwright

from bench.meter import Meter
from crawler.browser.find import find_chromium
from crawler.browser.gatherers.axe import axe_source
from crawler.browser.pool import Lane
from crawler.browser.sizes import open_phone
from crawler.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.async_api import Browser

OWN_SITES = Path(__file__).resolve().parent.parent / "tests" / "sites"
START_SECONDS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--pages", type=int, default=10, help="how many pages in all")
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is visited")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    folders = options.folders or sorted(path for path in OWN_SITES.iterdir() if path.is_dir())
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(served(folder)) for folder in folders]
        urls = choose_pages(
            [(folder, origin) for folder, (origin, _) in zip(folders, servers, strict=True)],
            options.pages,
        )
        if not urls:
            sys.exit(f"No HTML pages in {', '.join(map(str, folders))}.")
        figures = asyncio.run(measure(urls, options.rounds, [pid for _, pid in servers]))
    print(json.dumps(figures, indent=2) if options.json else table(figures))


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, int]]:
    """A folder at the root of a port, by a process of its own: its origin and the process's id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with subprocess.Popen(
        [*command, "--directory", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            end = time.monotonic() + START_SECONDS
            while time.monotonic() < end:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


def choose_pages(sites: list[tuple[Path, str]], count: int) -> list[str]:
    """`count` pages in all, the same number of each site, evenly spread over its paths."""
    urls = []
    for number, (folder, origin) in enumerate(sites):
        share = count // len(sites) + (number < count % len(sites))
        pages = sorted(
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*.html")
            if path.name != "404.html"
        )
        share = min(share, len(pages))
        urls += [f"{origin}/{pages[at * len(pages) // share]}" for at in range(share)]
    return urls


async def measure(urls: list[str], rounds: int, servers: list[int]) -> dict[str, Any]:
    """Visit every page, bare and ours in turn; averages a page."""
    config = Config(allow_loopback=True)
    axe = axe_source(config.node_modules)
    walls = {"ours": 0.0, "bare": 0.0}
    states: Counter[str] = Counter()
    steps: dict[str, float] = defaultdict(float)
    async with Lane(config) as lane:
        lanes = [child.pid for child in psutil.Process().children()]
        async with async_playwright() as playwright:
            bares = {child.pid for child in psutil.Process().children()} - set(lanes)
            browser = await playwright.chromium.launch(
                executable_path=find_chromium(config), chromium_sandbox=os.geteuid() != 0
            )
            await visit_bare(browser, urls[0], axe, lambda _: None)  # to warm both up
            await lane.visit(urls[0])
            ours, bare = Meter([*servers, *bares]), Meter(lanes)
            for url in urls * rounds:
                bare.resume()
                began = time.monotonic()
                await visit_bare(browser, url, axe, bare.mark)
                walls["bare"] += time.monotonic() - began
                ours.resume()
                began = time.monotonic()
                # The simulator ends in the middle of another step.
                facts = (
                    await lane.visit(
                        url, observe=lambda step: None if step == "lantern" else ours.mark(step)
                    )
                ).facts
                ours.mark("close")
                walls["ours"] += time.monotonic() - began
                states[facts.state] += 1
                for step, wall in facts.timings_ms.items():
                    steps[step] += wall
            await browser.close()
        versions = lane.versions
    visits = len(urls) * rounds
    per_page = {
        name: {
            "cpu_s": round(meter.total / visits, 3),
            "wall_s": round(walls[name] / visits, 3),
            "cpu_s_by_step": _averages(meter.steps, visits),
            "cpu_s_by_part": _averages(meter.parts, visits),
        }
        for name, meter in (("ours", ours), ("bare", bare))
    }
    per_page["ours"]["wall_ms_by_step"] = _averages(steps, visits)
    return {
        "pages": len(urls),
        "rounds": rounds,
        "states": dict(states),
        "versions": {name: getattr(versions, name) for name in versions.__struct_fields__},
        "load": os.getloadavg()[0],
        **per_page,
        "ratio_cpu": round(ours.total / bare.total, 2),
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
    ours, bare = figures["ours"], figures["bare"]
    lines = [
        f"{figures['pages']} pages, {figures['rounds']} times each, load average "
        f"{figures['load']:.1f}; " + ", ".join(f"{k} {v}" for k, v in figures["versions"].items()),
        f"ended: {', '.join(f'{count} {state}' for state, count in figures['states'].items())}",
        "",
        f"{'a page':24}{'CPU s':>8}{'wall s':>8}",
        f"{'our visit':24}{ours['cpu_s']:8.2f}{ours['wall_s']:8.2f}",
        f"{'bare load and axe':24}{bare['cpu_s']:8.2f}{bare['wall_s']:8.2f}",
        f"{'ours / bare':24}{figures['ratio_cpu']:8.2f}",
    ]
    for title, rows in (
        ("our visit, by step", ours["cpu_s_by_step"]),
        ("our visit, by program", ours["cpu_s_by_part"]),
        ("bare, by step", bare["cpu_s_by_step"]),
        ("bare, by program", bare["cpu_s_by_part"]),
    ):
        lines += ["", f"{title:24}{'CPU s':>8}"]
        lines += [f"  {name:22}{seconds:8.3f}" for name, seconds in rows.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
