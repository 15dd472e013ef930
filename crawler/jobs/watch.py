"""One site's process under its deadline: what it came to, or why it did not say."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from crawler.errors import CrawlFailed, DatabaseAway, DatabaseLost, ProgramReplaced
from crawler.jobs.alone import sentence
from crawler.jobs.child import SiteProcess
from crawler.jobs.lock import only_child
from crawler.jobs.messages import ORPHANED, PROGRAM_REPLACED, STOPPED, DatabaseFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from crawler.config import Config
    from crawler.jobs.messages import Order, PanelEnded, Progress, SiteEnded
    from crawler.records import Website

LOG = logging.getLogger(__name__)
Ended = TypeVar("Ended", "SiteEnded", "PanelEnded")


# A service manager may stop a worker's children before the worker itself.
_TOLD = (STOPPED, ORPHANED)


class Died(str):
    """Why a process never said what its website came to, where nothing of ours decided that: it was
    killed, or told to stop. Another may well come to the end of it."""

    __slots__ = ()


async def run_order(
    order: Order,
    locks: Sequence[int],
    last: type[Ended],
    hear: Callable[[Progress], None],
    waiting: Callable[[], None] = lambda: None,
) -> Ended | str:
    """Run the order in a process of its own; `hear` gets all that it says before the `last`.
    Returns that, or why it never came, in words (`Died` where trying again may help). While a
    process of this website's that lost its parent is still ending, `waiting` is called and it is
    waited for. Raises only `DatabaseLost` or `DatabaseAway`, where the process could not use the
    database, `ProgramReplaced`, where it is of another version, `CrawlFailed`, where none can
    be begun (on a full disk, each website would fail so), and what being cancelled raises: then the
    website is still open."""
    try:
        async with only_child(lock_of(order.config, order.website), waiting) as lock:
            return await _run(order, (*locks, lock), last, hear)
    except OSError as error:
        raise CrawlFailed(detail=sentence(error)) from error


async def _run(
    order: Order, locks: Sequence[int], last: type[Ended], hear: Callable[[Progress], None]
) -> Ended | str:
    process = SiteProcess(order, log_of(order.config, order.website), locks)
    limit = order.config.site_deadline
    memory = asyncio.create_task(process.keep_below(order.config.site_memory))
    try:
        ended = await _watch(process, limit, last, hear)
    except (DatabaseLost, CrawlFailed):
        await process.kill()
        raise
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
    finally:
        memory.cancel()
        (trouble,) = await asyncio.gather(memory, return_exceptions=True)
        if isinstance(trouble, Exception):
            LOG.error("The memory of %s was not watched", order.website.url, exc_info=trouble)
    if isinstance(ended, int):
        await process.kill()
        if ended == PROGRAM_REPLACED:
            raise ProgramReplaced
        if process.outgrown:
            gigabytes = order.config.site_memory / 1e9
            return f"our process for this site took more than {gigabytes:g} GB of memory"
        why = f"our process for this site {_death(ended)}"
        return Died(why) if ended < 0 or ended in _TOLD else why
    return ended


async def _watch(
    process: SiteProcess, limit: float, last: type[Ended], hear: Callable[[Progress], None]
) -> Ended | int:
    """What the site came to, or the exit code of a process that did not say. Raises TimeoutError at
    the deadline, unless the process has only to exit, and `DatabaseLost` where it had to end for
    that."""
    ended: Ended | None = None
    failed: DatabaseFailed | None = None
    try:
        async with asyncio.timeout(limit):
            async for message in process.messages():
                if isinstance(message, last):
                    ended = message
                    break
                if isinstance(message, DatabaseFailed):
                    failed = message
                    break
                hear(message)
    except TimeoutError:
        if ended is None and failed is None:
            raise
    code = await process.exit_code()
    if failed is not None:
        kind = DatabaseAway if failed.passing else DatabaseLost
        raise kind(url=failed.url, detail=failed.detail)
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
