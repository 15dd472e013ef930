"""The processes of one crawl: whose they are, what they are, and how they end.

Each has a mark in its environment, which children inherit: so also those are found that outlived
their parents, and none of another crawl on this machine."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import psutil
from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MARK = "SOAK_MARK"
# Words of a command line, and what the process is then; the first that fits.
_PARTS = (
    ("crawler.jobs.site", "child"),
    ("crawler.documents.reader", "reader"),
    ("simulator/main.mjs", "simulator"),
    ("run-driver", "node"),
    ("--type=", "browser part"),
    ("-headless-shell", "browser"),
    ("chrom", "browser"),
)


# libfaketime is for the command alone: browsers do not start with it.
_PRELOADED = """
import os, runpy, sys
del os.environ["LD_PRELOAD"]
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""


class Command(Struct):
    """A command of ours that is to run until its work is done, started with this `environment`
    beside our own."""

    name: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    codes: list[int] = field(default_factory=list)

    def start(self, folder: Path) -> None:
        """Start it, with what it says in a file of the folder."""
        self.starts += 1
        first = ("-c", _PRELOADED) if "LD_PRELOAD" in self.environment else ("-m",)
        with self._said(folder).open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, *first, "crawler", *self.words],
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def replaced(self, folder: Path) -> bool:
        """Whether it ended as a worker does whose jobs others have taken over."""
        last = self._said(folder).read_text(encoding="utf-8").splitlines()[-1:]
        return any('"kind": "WorkerReplaced"' in line for line in last)

    def _said(self, folder: Path) -> Path:
        return folder / f"{self.name}-{self.starts}.txt"

    def ended(self) -> int | None:
        """Its exit code, once it has ended."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.process = None
        self.codes.append(code)
        return code


def marked(mark: str) -> list[psutil.Process]:
    """All living processes that carry the mark, oldest first."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            if process.environ().get(MARK) == mark:
                found.append(process)
    return sorted(found, key=lambda process: (process.create_time(), process.pid))


def part_of(process: psutil.Process) -> str:
    """What a process is: child, browser, browser part, node, simulator, reader, or the name of a
    command; "gone" once it is."""
    try:
        words, name = process.cmdline(), process.name()
    except psutil.Error:
        return "gone"
    if name == "sh":
        return "shell"  # Debian starts its browser from a script
    line = " ".join(words)
    for word, part in _PARTS:
        if word in line:
            return part
    if "crawler" in words:
        return words[words.index("crawler") + 1]
    return name


def named(processes: Iterable[psutil.Process]) -> str:
    """How many there are of each kind, as in "2 child, 1 crawl"."""
    counts = Counter(map(part_of, processes))
    return ", ".join(f"{count} {part}" for part, count in sorted(counts.items())) or "nothing"


def kill(processes: Sequence[psutil.Process]) -> None:
    """End them at once, and wait until they are gone."""
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(list(processes), 10)
