"""Processor time of this process and all that it started, split by what the processes are."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable


class Meter:
    """Adds up CPU-seconds by step and by part, and wall seconds by step, from one `mark` to the
    next. What the meter itself takes is in neither.

    `counts` says by its id whether a child of this process counts, with all that it starts. The
    time of processes that have ended is in their parents', so none is lost. The kernel counts in
    steps of 10 ms: single steps are rough, sums over many pages are not.
    """

    def __init__(self, counts: Callable[[int], bool]) -> None:
        self.steps: dict[str, float] = defaultdict(float)
        self.parts: dict[str, float] = defaultdict(float)
        self.walls: dict[str, float] = defaultdict(float)
        self._counts = counts
        self._names: dict[int, str] = {}
        self._reading = 0.0
        self._last = self._read()
        self._since = time.monotonic()

    @property
    def total(self) -> float:
        """CPU-seconds so far."""
        return sum(self.parts.values())

    @property
    def wall(self) -> float:
        """Wall seconds so far."""
        return sum(self.walls.values())

    def resume(self) -> None:
        """Leave out what this process itself has done since the last mark, for another meter. What
        the children did meanwhile, such as clearing up, still counts, in the next step."""
        self._last["python"] = self._read()["python"]
        self._since = time.monotonic()

    def catch_up(self) -> None:
        """Leave out all that has been done since the last mark: another meter has counted it."""
        self._last = self._read()
        self._since = time.monotonic()

    def mark(self, step: str) -> None:
        """Put the time since the last mark down to `step`."""
        self.walls[step] += time.monotonic() - self._since
        now = self._read()
        for part, seconds in now.items():
            spent = seconds - self._last[part]
            self.parts[part] += spent
            # The simulator works beside the other steps; its time is its own.
            self.steps["lantern" if part == "lantern" else step] += spent
        self._last = now
        self._since = time.monotonic()

    def _read(self) -> dict[str, float]:
        began = time.process_time()
        own = psutil.Process()
        seconds: dict[str, float] = defaultdict(float)
        seconds["python"] = began - self._reading
        for child in own.children():
            if self._counts(child.pid):
                for process in (child, *child.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        seconds[self._part(process)] += sum(process.cpu_times()[:4])
        self._reading += time.process_time() - began  # which is no part of what is measured
        return seconds

    def _part(self, process: psutil.Process) -> str:
        if process.pid not in self._names:
            line = " ".join(process.cmdline())
            name = "browser"
            if "lantern.mjs" in line:
                name = "lantern"
            elif "run-driver" in line:
                name = "playwright"
            self._names[process.pid] = name
        return self._names[process.pid]
