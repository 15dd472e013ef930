"""Our speed figures beside those of the `lighthouse` command, on the same pages and browser.

    python -m bench.lighthouse_agreement [--runs 3] [URL …]

Without addresses it serves the fictional council sites and compares their home pages. Each page is
measured by turns, ours first, so that both meet the same machine. Both scores come from our own
curves; the last line says how far Lighthouse's own rounded score is from them. Loopback addresses
are allowed: the pages are yours.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from rich.console import Console
from rich.table import Table

from bench.served import SOUND_SITES
from crawler.browser.find import find_chromium
from crawler.browser.node import find_node
from crawler.browser.pool import Lane
from crawler.config import Config, read_config
from crawler.errors import UsabilityError
from crawler.records import Metrics
from crawler.scoring.speed import score_speed
from tests.server import SiteServer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AUDITS = {
    "fcp_ms": "first-contentful-paint",
    "lcp_ms": "largest-contentful-paint",
    "tbt_ms": "total-blocking-time",
    "cls": "cumulative-layout-shift",
    "speed_index_ms": "speed-index",
}
LIGHTHOUSE_SECONDS = 120


class Run(Struct, frozen=True):
    """One measurement: its metrics, how long it took, and Lighthouse's own score (0 to 100)."""

    metrics: Metrics
    seconds: float
    own_score: float | None = None


async def ours(lane: Lane, url: str) -> Run:
    """Visit as a crawl does; the seconds include the accessibility and layout steps."""
    began = time.perf_counter()
    visit = await lane.visit(url, desktop=False)
    if visit.facts.metrics is None:
        sys.exit(f"{url}: {visit.facts.reason} {visit.facts.errors}")
    return Run(visit.facts.metrics, time.perf_counter() - began)


async def lighthouse(node: Path, chromium: Path, config: Config, url: str) -> Run:
    """Run the `lighthouse` command: performance only, simulated throttling, its own defaults."""
    flags = "--headless" + (" --no-sandbox" if os.geteuid() == 0 else "")
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        node,
        config.node_modules / "lighthouse" / "cli" / "index.js",
        url,
        "--only-categories=performance",
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        f"--chrome-flags={flags}",
        env={**os.environ, "CHROME_PATH": str(chromium)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(LIGHTHOUSE_SECONDS):
        out, complaint = await process.communicate()
    if process.returncode:
        sys.exit(f"{url}: lighthouse failed: {complaint.decode(errors='replace')[-500:]}")
    report: dict[str, Any] = json.loads(out)
    values = {field: report["audits"][audit]["numericValue"] for field, audit in AUDITS.items()}
    own = report["categories"]["performance"]["score"]
    return Run(Metrics(**values), time.perf_counter() - began, 100 * own)


def row(table: Table, name: str, runs: Sequence[Run], *, last: bool) -> None:
    """Medians, and the range of the score."""
    scores = [score_speed(run.metrics) for run in runs]
    middle = {
        field: statistics.median(getattr(run.metrics, field) for run in runs) for field in AUDITS
    }
    table.add_row(
        name,
        *(f"{middle[field]:.3f}" if field == "cls" else f"{middle[field]:.0f}" for field in AUDITS),
        f"{statistics.median(scores):.1f}",
        f"{min(scores):.1f}-{max(scores):.1f}",
        f"{statistics.median(run.seconds for run in runs):.1f}",
        end_section=last,
    )


async def compare(config: Config, urls: Sequence[str], runs: int) -> None:
    """Measure and print."""
    console = Console(width=120)
    node, chromium = find_node(config), find_chromium(config)
    table = Table("page", *AUDITS, "score", "range", "seconds", title=f"medians of {runs} runs")
    apart, rounding = [], []
    async with Lane(config) as lane:
        for url in urls:
            mine: list[Run] = []
            theirs: list[Run] = []
            for _ in range(runs):
                mine.append(await ours(lane, url))
                theirs.append(await lighthouse(node, chromium, config, url))
            row(table, url, mine, last=False)
            row(table, "  lighthouse", theirs, last=True)
            middles = [
                statistics.median(score_speed(run.metrics) for run in measured)
                for measured in (mine, theirs)
            ]
            apart.append(abs(middles[0] - middles[1]))
            rounding += [abs(score_speed(run.metrics) - (run.own_score or 0)) for run in theirs]
    console.print(table)
    console.print(f"Median scores differ by {statistics.mean(apart):.1f} points on average.")
    console.print(f"Our curve is at most {max(rounding):.2f} from Lighthouse's rounded score.")


def main() -> None:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("urls", nargs="*", metavar="URL")
    arguments = parser.parse_args()
    try:
        with ExitStack() as stack:
            urls = arguments.urls
            if not urls:
                server = stack.enter_context(SiteServer(only=SOUND_SITES))
                urls = [server.url(slug) for slug in SOUND_SITES]
            config = read_config(os.environ, allow_loopback=True)
            asyncio.run(compare(config, urls, max(1, arguments.runs)))
    except UsabilityError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
