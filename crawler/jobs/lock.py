"""One crawl at a time in a data folder: two would load the same pages twice, at the same time."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler.errors import CrawlRunning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_crawl(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system releases however this process ends.

    Raises `CrawlRunning` when another process has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "crawl.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise CrawlRunning(folder=folder, process=file.read().strip() or "unknown") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
