"""The process of one website in one crawl: `python -m crawler.jobs.site`.

Its order is the first line of standard input; its progress goes to standard output, one JSON object
a line; its log goes to standard error. A process for each site means that a dead, hung or leaking
site cannot touch another. It ends when standard input does, since then its parent is dead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import psutil
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess

from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from crawler.errors import UsabilityError
from crawler.jobs.child import DYING_SECONDS, SCRATCH, STOP_SECONDS
from crawler.jobs.closing import close_early, close_site
from crawler.jobs.messages import PageEnded, Planned, Progress, SiteOrder, read_order
from crawler.spiders.council import CouncilSpider
from crawler.spiders.settings import scrapy_settings

if TYPE_CHECKING:
    from crawler.records import PageResult

STOPPED = 3  # the exit code of a site that was told to stop and is still open
ORPHANED = 4


class ProgressLines:
    """Standard output, for messages only. Whatever else this process or a child of it prints goes
    to standard error, so that no stray line can pass for a message."""

    def __init__(self) -> None:
        self._descriptor = os.dup(1)
        os.set_inheritable(self._descriptor, False)
        os.dup2(2, 1)

    def send(self, message: Progress) -> None:
        # A parent that died hears nothing more; that is no fault of the site's.
        with contextlib.suppress(BrokenPipeError):
            os.write(self._descriptor, msgspec.json.encode(message) + b"\n")


def end_with_parent(orphaned: threading.Event) -> None:
    """Wait until standard input ends; then stop as if told to, and if that takes too long, end this
    process and all that it started. Nothing is lost: each page was saved when it was finished."""
    while os.read(0, 4096):
        pass
    orphaned.set()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    family = psutil.Process().children(recursive=True)
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, DYING_SECONDS)
    remove_scratch()
    os._exit(ORPHANED)


def remove_scratch() -> None:
    """Remove the folder for temporary files that our parent made for us, and only that."""
    scratch = Path(tempfile.gettempdir())
    if scratch.name.startswith(SCRATCH):
        shutil.rmtree(scratch, ignore_errors=True)


def audit_site(order: SiteOrder, progress: ProgressLines, orphaned: threading.Event) -> int:
    """Audit the website's panel and close it in the database. Returns the exit code.

    What goes wrong while we are being stopped is no reason to close a site: it stays open, and the
    next run goes on with it.
    """
    database = open_database(order.config.database)

    def page_ended(result: PageResult, seconds: float) -> None:
        facts = result.facts
        progress.send(
            PageEnded(url=facts.url, state=facts.state, reason=facts.reason, seconds=seconds)
        )

    process = AsyncCrawlerProcess(scrapy_settings(order.config))
    crawler = process.create_crawler(CouncilSpider)
    process.crawl(
        crawler,
        website=order.website,
        site_audit_id=order.site_audit_id,
        database=database,
        artifacts=Artifacts(order.config.artifacts),
        tasks=order.tasks,
        size=order.config.pages,
        planned=lambda pages, kept: progress.send(Planned(pages=pages, kept=kept)),
        page_ended=page_ended,
    )
    endings: list[str] = []

    def spider_closed(reason: str) -> None:
        endings.append(reason)

    crawler.signals.connect(spider_closed, signals.spider_closed)
    process.start()
    told_to_stop = orphaned.is_set() or "shutdown" in endings
    spider = crawler.spider
    problem = spider.problem if isinstance(spider, CouncilSpider) else None
    now = datetime.now(UTC)
    if isinstance(spider, CouncilSpider) and spider.finished:
        progress.send(close_site(database, order.site_audit_id, now))
    elif not told_to_stop and (problem is not None or spider is None):
        reason = str(problem) if isinstance(problem, UsabilityError) else _name(problem)
        progress.send(close_early(database, order.site_audit_id, reason, now))
    else:
        return STOPPED
    return 0


def _name(problem: Exception | None) -> str:
    kind = type(problem).__name__ if problem is not None else "no spider"
    return f"the crawl of this site failed ({kind})"


def main() -> None:
    progress = ProgressLines()
    order = read_order(_first_line())
    if not isinstance(order, SiteOrder):
        raise TypeError("not yet")
    orphaned = threading.Event()
    threading.Thread(target=end_with_parent, args=(orphaned,), daemon=True).start()
    code = audit_site(order, progress, orphaned)
    if orphaned.is_set():
        remove_scratch()
    sys.exit(code)


def _first_line() -> bytes:
    """Read the order unbuffered, so that the rest of standard input stays for the watch on it."""
    line = bytearray()
    while not line.endswith(b"\n"):
        piece = os.read(0, 1)
        if not piece:
            sys.exit(ORPHANED)
        line += piece
    return bytes(line)


if __name__ == "__main__":
    main()
