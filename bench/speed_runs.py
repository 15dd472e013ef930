"""One measurement of a page's speed: by us, or by the `lighthouse` command."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import time
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from crawler.records import Metrics
from crawler.scoring.speed import score_speed

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.browser.pool import Lane
    from crawler.config import Config

AUDITS = {
    "fcp_ms": "first-contentful-paint",
    "lcp_ms": "largest-contentful-paint",
    "tbt_ms": "total-blocking-time",
    "cls": "cumulative-layout-shift",
    "speed_index_ms": "speed-index",
}
OURS, LIGHTHOUSE = "ours", "lighthouse"
LIGHTHOUSE_SECONDS = 240


class Run(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One measurement. `round` counts from 0. `seconds` are those of the clock, `load` is the
    machine's load average of the last minute, `factor` its speed as we measured it. `own_score` is
    Lighthouse's own, rounded (0 to 100). Without `metrics` it came to nothing, and `error` says
    why."""

    page: str
    condition: str
    by: str
    round: int
    seconds: float
    load: float
    metrics: Metrics | None = None
    factor: float | None = None
    own_score: float | None = None
    error: str = ""

    @property
    def score(self) -> float:
        """By our curve, 0 to 100. Only of a run with metrics."""
        if self.metrics is None:
            raise ValueError
        return score_speed(self.metrics)

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What it is the measurement of."""
        return self.page, self.condition, self.by, self.round


class Measured(Struct, frozen=True):
    """What came of it, before it is known what for."""

    seconds: float
    metrics: Metrics | None = None
    factor: float | None = None
    own_score: float | None = None
    error: str = ""


async def run_ours(lane: Lane, url: str) -> Measured:
    """Load the page to measure it, and for nothing else."""
    began = time.perf_counter()
    facts = (await lane.measure(url)).facts
    seconds = time.perf_counter() - began
    if facts.metrics is None:
        return Measured(seconds, error=f"{facts.state}: {facts.reason} {facts.errors}")
    factor = facts.measurement.factor if facts.measurement is not None else None
    return Measured(seconds, facts.metrics, factor)


async def run_lighthouse(node: Path, chromium: Path, config: Config, url: str) -> Measured:
    """Run the command: performance only, simulated throttling, its own defaults."""
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
    try:
        async with asyncio.timeout(LIGHTHOUSE_SECONDS):
            out, complaint = await process.communicate()
    except TimeoutError:
        return Measured(time.perf_counter() - began, error=f"over {LIGHTHOUSE_SECONDS} seconds")
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGINT)  # so that it ends its browser too
            await process.wait()
    seconds = time.perf_counter() - began
    try:
        report: dict[str, Any] = json.loads(out)
        values = {
            field: report["audits"][audit].get("numericValue") for field, audit in AUDITS.items()
        }
        own = report["categories"]["performance"]["score"]
        metrics = msgspec.convert(values, Metrics)
    except (ValueError, KeyError):
        return Measured(
            seconds, error=complaint.decode(errors="replace").strip()[-300:] or "no report"
        )
    return Measured(seconds, metrics, own_score=100 * own)
