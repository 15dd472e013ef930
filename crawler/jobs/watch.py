"""One site's process under its deadline: what it came to, or why it did not say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from crawler.jobs.child import SiteProcess
from crawler.jobs.lock import only_child

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crawler.config import Config
    from crawler.jobs.messages import Order, PanelEnded, Progress, SiteEnded
    from crawler.records import Website

Ended = TypeVar("Ended", "SiteEnded", "PanelEnded")


async def run_order(
    order: Order,
    locks: Sequence[int],
    last: type[Ended],
    hear: Callable[[Progress], None],
    waiting: Callable[[], None] = lambda: None,
) -> Ended | str:
    """Run the order in a process of its own; `hear` gets all that it says before the `last`.
    Returns that, or why it never came, in words. While a process of this website's that lost its
    parent is still ending, `waiting` is called and it is waited for. Only being cancelled raises,
    and OSError where the website's lock cannot be had."""
    async with only_child(lock_of(order.config, order.website), waiting) as lock:
        return await _run(order, (*locks, lock), last, hear)


async def _run(
    order: Order, locks: Sequence[int], last: type[Ended], hear: Callable[[Progress], None]
) -> Ended | str:
    process = SiteProcess(order, log_of(order.config, order.website), locks)
    limit = order.config.site_deadline
    try:
        ended = await _watch(process, limit, last, hear)
    except TimeoutError:
        await process.kill()
        return f"the site's limit of {limit:g} seconds was reached"
    except asyncio.CancelledError:
        await asyncio.shield(process.stop())
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it is, it costs one site
        await process.kill()
        detail = f"{type(error).__name__}: {error}"[:300]
        return f"watching our process for this site failed ({detail})"
    if isinstance(ended, int):
        await process.kill()
        return f"our process for this site {_death(ended)}"
    return ended


async def _watch(
    process: SiteProcess, limit: float, last: type[Ended], hear: Callable[[Progress], None]
) -> Ended | int:
    """What the site came to, or the exit code of a process that did not say. Raises TimeoutError at
    the deadline, unless the process has only to exit."""
    ended: Ended | None = None
    try:
        async with asyncio.timeout(limit):
            async for message in process.messages():
                if isinstance(message, last):
                    ended = message
                    break
                hear(message)
    except TimeoutError:
        if ended is None:
            raise
    code = await process.exit_code()
    return code if ended is None else ended


def log_of(config: Config, website: Website) -> Path:
    """A log for each website beside the artifacts; the next crawl begins it anew."""
    return config.artifacts.parent / "logs" / f"{_name_of(website)}.log"


def lock_of(config: Config, website: Website) -> Path:
    """The lock of each website beside the artifacts."""
    return config.artifacts.parent / "locks" / f"{_name_of(website)}.lock"


def _name_of(website: Website) -> str:
    parts = urlsplit(website.url)
    name = "".join(c if c.isalnum() or c in ".-" else "-" for c in parts.netloc + parts.path)
    return name.strip("-")


def _death(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
