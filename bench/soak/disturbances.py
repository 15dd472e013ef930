"""What may befall a crawl. Each waits for what it strikes, strikes, and returns what was alive."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from bench.soak.processes import named, part_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from bench.soak.scene import Scene

FIND_SECONDS = 60.0
LOCK_SECONDS = 35.0  # longer than a writer waits for SQLite's lock
FULL_SECONDS = 20.0
# Longer than `heartbeat_timeout` of the scene by what a busy machine may take to notice.
PAUSE_SECONDS = 16.0
FAKETIME = Path("/usr/lib")
BALLOON = "balloon"
# What is under the balloon comes to a few MB.
TMPFS_MB = 64


class NothingToStrikeError(Exception):
    """The crawl was over before what was to be struck was there."""


def struck(scene: Scene, part: str, random: Random) -> str:
    """Kill -9 one process of that part."""
    target = _wait_for(scene, part, random)
    alive = named(scene.processes())
    with contextlib.suppress(psutil.Error):
        target.send_signal(signal.SIGKILL)
    return alive


def paused(scene: Scene, random: Random) -> str:
    """Stop the worker, alone or with all that it started, for longer than it may be silent, and
    let it go on."""
    worker = _wait_for(scene, "worker", random)
    everything = random.random() < 0.5
    alive = named(scene.processes())
    stopped = [worker]
    with contextlib.suppress(psutil.Error):
        worker.suspend()
        if everything:
            stopped += worker.children(recursive=True)
    for process in stopped[1:]:
        with contextlib.suppress(psutil.Error):
            process.suspend()
    time.sleep(PAUSE_SECONDS)
    for process in reversed(stopped):
        with contextlib.suppress(psutil.Error):
            process.resume()
    return f"{alive}; stopped: {named(stopped) if everything else 'the worker alone'}"


def locked(scene: Scene, random: Random) -> str:
    """Hold SQLite's lock for writers, of the crawl's database or of its queue."""
    file = scene.config.database_file
    if file is None:
        raise NothingToStrikeError
    files = sorted(each for each in file.parent.glob("*.db") if each.is_file())
    target = random.choice(files)
    alive = named(scene.processes())
    connection = sqlite3.connect(target, timeout=60, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(LOCK_SECONDS)
        connection.execute("ROLLBACK")
    finally:
        connection.close()
    return f"{alive}; locked: {target.name}"


def full(scene: Scene, *, small: bool) -> str:
    """Let the data folder take nothing more for a while: filled up where it is a `small` file
    system of its own, else by forbidding our processes to write files."""
    alive = named(scene.processes())
    if not small:
        with _no_writing(scene.processes()):
            time.sleep(FULL_SECONDS)
        return f"{alive}; by RLIMIT_FSIZE"
    balloon = scene.folder / BALLOON
    try:
        with contextlib.suppress(OSError), balloon.open("wb", buffering=0) as file:
            while file.write(bytes(1 << 12)):
                pass
        left = shutil.disk_usage(scene.folder).free
        time.sleep(FULL_SECONDS)
    finally:
        balloon.unlink()
    return f"{alive}; {left} bytes left"


@contextlib.contextmanager
def _no_writing(processes: list[psutil.Process]) -> Iterator[None]:
    before = []
    for process in processes:
        with contextlib.suppress(psutil.Error):
            limits = process.rlimit(psutil.RLIMIT_FSIZE)
            process.rlimit(psutil.RLIMIT_FSIZE, (0, limits[1]))
            before.append((process, limits))
    try:
        yield
    finally:
        for process, limits in before:
            with contextlib.suppress(psutil.Error):
                process.rlimit(psutil.RLIMIT_FSIZE, limits)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Put a small file system at the folder, where we may; says whether it is one."""
    if os.geteuid() != 0:
        yield False
        return
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_MB}m", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def restarted(scene: Scene, restart: Callable[[], None]) -> str:
    """Restart PostgreSQL in the way that is as near to a power cut as it has."""
    alive = named(scene.processes())
    restart()
    return alive


def stepped(scene: Scene, clock: Path, random: Random) -> str:
    """Step the clock of one command and of what it started, forward or back."""
    hours = random.choice((-2, 3))
    alive = named(scene.processes())
    clock.write_text(f"{hours:+d}h\n")
    return f"{alive}; {hours:+d} hours"


def _wait_for(scene: Scene, part: str, random: Random) -> psutil.Process:
    """One of the processes of that part, as soon as there is any."""
    end = time.monotonic() + FIND_SECONDS
    while time.monotonic() < end:
        if found := [each for each in scene.processes() if part_of(each) == part]:
            return random.choice(found)
        if scene.over():
            break
        time.sleep(0.1)
    raise NothingToStrikeError


def fake_clock(clock: Path) -> dict[str, str]:
    """What a command is to be started with for `stepped` to reach it: Debian's libfaketime, which
    leaves the clock alone that only counts on. Raises NothingToStrikeError where it is missing."""
    found = sorted(FAKETIME.glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        raise NothingToStrikeError
    clock.write_text("+0\n")
    return {
        "LD_PRELOAD": str(found[0]),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
