"""Working through websites, some at once, until all are done or a signal says stop."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from crawler.records import Website


async def work_through(
    sites: Sequence[Website],
    work: Callable[[Website], Awaitable[None]],
    at_once: int,
    stopping: Callable[[], None],
) -> bool:
    """Give each website to `work`, so many `at_once`. SIGINT and SIGTERM cancel what is under way,
    after `stopping` was called. Returns whether a signal ended it."""
    waiting = deque(sites)
    together = asyncio.create_task(_together(waiting, work, at_once))
    stopped = False

    def stop() -> None:
        nonlocal stopped
        if not stopped:
            stopped = True
            stopping()
            together.cancel()

    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    in_main = threading.current_thread() is threading.main_thread()
    for number in signals if in_main else ():
        loop.add_signal_handler(number, stop)
    try:
        await together
    except asyncio.CancelledError:
        if not stopped:
            raise
    finally:
        for number in signals if in_main else ():
            loop.remove_signal_handler(number)
    return stopped


async def _together(
    waiting: deque[Website], work: Callable[[Website], Awaitable[None]], at_once: int
) -> None:
    async def one_after_another() -> None:
        while waiting:
            await work(waiting.popleft())

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(min(at_once, len(waiting))):
                group.create_task(one_after_another())
    except ExceptionGroup as problems:
        raise problems.exceptions[0] from None
