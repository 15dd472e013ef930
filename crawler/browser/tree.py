"""A program and all that it started: its memory, and its end."""

from __future__ import annotations

import contextlib
import os

import psutil


def find_marked(marker: str) -> psutil.Process | None:
    """The oldest process below this one with `marker` among its arguments."""
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if marker in process.cmdline():
                return process
    return None


def memory(root: psutil.Process) -> int:
    """Resident bytes of `root` and its descendants that they do not share with others; 0 when it
    is gone. Shared pages are left out: each of ten processes would count the program's own code."""
    total = 0
    with contextlib.suppress(psutil.Error):
        for process in (root, *root.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                info = process.memory_info()
                total += info.rss - getattr(info, "shared", 0)
    return total


def kill(root: psutil.Process) -> None:
    """End `root` and its descendants at once."""
    with contextlib.suppress(psutil.Error):
        for process in (*root.children(recursive=True), root):
            if process.pid != os.getpid():
                with contextlib.suppress(psutil.Error):
                    process.kill()
