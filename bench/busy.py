"""A lane of ours that visits pages without end, to keep the machine as busy as a crawl does.

    python -m bench.busy URL …

It says so in a line once it has visited the first, and ends when its input does.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import subprocess
import sys
from typing import TYPE_CHECKING

from bench.served import ROOT
from crawler.browser.pool import Lane
from crawler.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextlib.contextmanager
def kept_busy(urls: Sequence[str], lanes: int) -> Iterator[None]:
    """So many lanes at work while the context is open, each in a process of its own. Each begins at
    another of the pages."""
    with contextlib.ExitStack() as stack:
        started = []
        for number in range(lanes):
            first = number * len(urls) // lanes
            lane = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "bench.busy", *urls[first:], *urls[:first]],
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            )
            started.append(lane)
        try:
            for lane in started:
                if lane.stdout is None or not lane.stdout.readline():
                    sys.exit("A lane that was to keep the machine busy did not start.")
            yield
        finally:
            for lane in started:
                if lane.stdin is not None:
                    lane.stdin.close()


async def visit_without_end(urls: Sequence[str]) -> None:
    """Until the input ends."""
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    async with Lane(Config(allow_loopback=True)) as lane:
        for number, url in enumerate(itertools.cycle(urls)):
            await lane.visit(url)
            if number == 0:
                print("busy", flush=True)
            if ended.done():
                return


if __name__ == "__main__":
    asyncio.run(visit_without_end(sys.argv[1:]))
