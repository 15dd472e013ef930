"""How much memory a website's process and all that it started take together.

Chromium's processes share most of their pages: their resident sizes, added up, count these many
times. The proportional size (PSS) divides each shared page among those that have it, so that the
sum is what would be free without them. Reading it costs some milliseconds a process, so it is asked
for only when the sum of the resident sizes, which is never less, is over the limit. Where it cannot
be read (Chromium's sandbox hides it from other users than root; other systems have none), what a
process shares with nobody counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

POLL_SECONDS = 2.0  # finding a family takes 5 to 15 ms of a processor


def exceeds(family: Collection[psutil.Process], limit: int) -> bool:
    """Whether the processes take more than `limit` bytes together. Those that have ended take
    none."""
    if sum(_of(_resident, process) for process in family) <= limit:
        return False
    return sum(_of(_own_share, process) for process in family) > limit


def _of(measure: Callable[[psutil.Process], int], process: psutil.Process) -> int:
    try:
        return measure(process) if process.is_running() else 0  # its number may be another's
    except psutil.Error:
        return 0


def _resident(process: psutil.Process) -> int:
    return int(process.memory_info().rss)


def _own_share(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.AccessDenied:
        known = process.memory_info()
        return int(known.rss - getattr(known, "shared", 0))
    return int(getattr(full, "pss", full.uss))
