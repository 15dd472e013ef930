"""One crawl at a time in a data folder and in a database: two would load the same pages twice, at
the same time."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil

from crawler.errors import CrawlRunning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DYING_SECONDS = 20.0  # for the processes of a crawl that was killed: each closes its browser


@contextmanager
def only_crawl(path: Path, of: object, waiting: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Hold the lock in the file `path`, and give its descriptor. The system releases it when this
    process and all that share the descriptor have ended, however they end.

    While only the processes of a dead crawl hold it, `waiting` is called once and they are waited
    for. Raises `CrawlRunning`, which names what the lock is `of`, when another crawl has it, and
    OSError when the file cannot be had.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        end = time.monotonic() + DYING_SECONDS
        told = False
        while not _taken(file.fileno()):
            file.seek(0)
            holder = file.read().strip()
            if _alive(holder) or time.monotonic() > end:
                raise CrawlRunning(folder=of, process=holder or "unknown")
            if not told:
                told = True
                waiting()
            time.sleep(0.1)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield file.fileno()


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(holder: str) -> bool:
    """Whether the process that took the lock still runs. One that has not yet said its number has
    only just begun."""
    try:
        return not holder or psutil.Process(int(holder)).status() != psutil.STATUS_ZOMBIE
    except (psutil.NoSuchProcess, ValueError):
        return False
