"""The process of one website: `python -m crawler.jobs.site`.

Its order is the first line of standard input; its progress goes to standard output, one JSON object
a line; its log is what was standard error. A process for each site means that a dead, hung or
leaking site cannot touch another. It ends when standard input does, since then its parent is dead.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import psutil

from crawler.errors import (
    DatabaseAway,
    DatabaseLost,
    DatabaseNewer,
    DatabaseOutdated,
    DatabaseUnreadable,
    TakenOver,
)
from crawler.jobs.child import DYING_SECONDS, SCRATCH, STOP_SECONDS, wait_until_dead
from crawler.jobs.messages import (
    DATABASE_LOST,
    ORPHANED,
    PROGRAM_REPLACED,
    STOPPED,
    TAKEN_OVER,
    DatabaseFailed,
    SiteOrder,
    read_order,
)
from crawler.jobs.one_site import audit_site, build_panel
from crawler.jobs.site_log import site_log
from crawler.log_lines import event

if TYPE_CHECKING:
    from crawler.jobs.messages import PanelOrder, Progress


class ProgressLines:
    """Standard output, for messages only. Whatever else this process or a child of it prints goes
    to its log, so that no stray line can pass for a message."""

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
    wait_until_dead(family)
    remove_scratch()
    os._exit(ORPHANED)


def remove_scratch() -> None:
    """Remove the folder for temporary files that our parent made for us, and only that."""
    scratch = Path(tempfile.gettempdir())
    if not scratch.name.startswith(SCRATCH):
        return
    end = time.monotonic() + DYING_SECONDS
    while scratch.exists() and time.monotonic() < end:
        # A browser that is dying may still write a file, and so keep the folder.
        shutil.rmtree(scratch, ignore_errors=True)
        time.sleep(0.05)


def main() -> None:
    progress = ProgressLines()
    try:
        order = read_order(_first_line())
    except msgspec.DecodeError:
        sys.exit(PROGRAM_REPLACED)
    with site_log(order.config, crawl=order.crawl, site=order.website.url, worker=order.worker):
        code = _work(order, progress)
    # Else most of a second is spent on looking for what nobody uses any more, in all of it.
    gc.freeze()
    sys.exit(code)


def _work(order: SiteOrder | PanelOrder, progress: ProgressLines) -> int:
    """Do what the order says, and return the exit code."""
    orphaned = threading.Event()
    threading.Thread(target=end_with_parent, args=(orphaned,), daemon=True).start()
    try:
        if isinstance(order, SiteOrder):
            done = audit_site(order, progress.send, orphaned.is_set)
        else:
            done = build_panel(order, progress.send, orphaned.is_set)
        code = 0 if done else STOPPED
    except TakenOver as taken:
        event("site_taken_over", str(taken), level=logging.WARNING)
        code = TAKEN_OVER
    except (DatabaseOutdated, DatabaseNewer) as other:
        event("program_replaced", str(other), level=logging.ERROR)
        code = PROGRAM_REPLACED
    except (DatabaseLost, DatabaseUnreadable) as lost:
        event("database_lost", str(lost), level=logging.ERROR)
        # Our parent had it a moment ago: if it cannot be opened now, it is being started again.
        passing = isinstance(lost, DatabaseAway | DatabaseUnreadable)
        url, detail = str(lost.fields["url"]), str(lost.fields["detail"])
        progress.send(DatabaseFailed(url=url, detail=detail, passing=passing))
        code = DATABASE_LOST
    if orphaned.is_set():
        remove_scratch()
    return code


def _first_line() -> bytes:
    """Read the order unbuffered, so that the rest of standard input stays for the watch on it."""
    line = bytearray()
    while not line.endswith(b"\n"):
        piece = os.read(0, 1)
        if not piece:
            remove_scratch()
            sys.exit(ORPHANED)
        line += piece
    return bytes(line)


if __name__ == "__main__":
    main()
