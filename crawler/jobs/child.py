"""One site's process, seen from its parent: started, listened to, and ended with all it started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import msgspec
import psutil

from crawler.config import CRUX_KEY
from crawler.errors import CrawlFailed
from crawler.jobs import memory
from crawler.jobs.alone import sentence
from crawler.jobs.messages import Progress
from crawler.jobs.site_log import open_log

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Collection, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from crawler.jobs.messages import Order

STOP_SECONDS = 10.0  # for a process that was asked to stop; it closes its browser
EXIT_SECONDS = 15.0  # for a process that has said that its site is closed
DYING_SECONDS = 3.0
SCRATCH = "usability-site-"
LONGEST_LINE = 1 << 20  # bytes of one message; an address in it may be as long as a site likes


def _environment() -> dict[str, str]:
    """Ours, without the key that no website's process, and no browser of it, has a use for."""
    return {name: value for name, value in os.environ.items() if name != CRUX_KEY}


def wait_until_dead(processes: Collection[psutil.Process]) -> None:
    """Wait for processes that were killed, for `DYING_SECONDS` at most. One that is dead, and that
    whoever inherited it has not yet collected, does nothing more: that may stay so for ever."""
    end = time.monotonic() + DYING_SECONDS
    while any(_lives(process) for process in processes) and time.monotonic() < end:
        time.sleep(0.02)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _family_of(process: int) -> list[psutil.Process]:
    """The process and its descendants, as far as they live."""
    try:
        parent = psutil.Process(process)
        return [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return []


class SiteProcess:
    """Runs one order. The process is in a session of its own, so that a Ctrl-C at the terminal
    reaches only the parent, which then decides. It shares the crawl's `locks` (descriptors), so
    that no other crawl begins before it has ended, even when its parent is killed."""

    def __init__(self, order: Order, log: Path, locks: Sequence[int] = ()) -> None:
        self._order = order
        self._log = log
        self._locks = locks
        self._scratch = ""
        self._process: Process | None = None
        self._family: set[psutil.Process] = set()
        self.outgrown = False

    async def messages(self) -> AsyncIterator[Progress]:
        """Start the process and yield what it says until it closes its output. Raises `CrawlFailed`
        where it cannot be started, as on a full disk."""
        try:
            # A browser that is killed leaves its profile behind: all of that goes with this folder.
            self._scratch = tempfile.mkdtemp(prefix=SCRATCH)
            with open_log(self._log, self._order.crawl) as log:
                self._process = process = await self._start(log)
        except OSError as error:
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise CrawlFailed(detail=sentence(error)) from error
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process has no pipes")
        # Standard input stays open: its end is how the process learns that we have died.
        with contextlib.suppress(ConnectionError):
            process.stdin.write(self._order.to_line())
            await process.stdin.drain()
        async for line in process.stdout:
            self._remember_family()
            yield msgspec.json.decode(line, type=Progress)

    async def _start(self, log: BinaryIO) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "crawler.jobs.site",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            env={**_environment(), "TMPDIR": self._scratch},
            start_new_session=True,
            pass_fds=self._locks,
            limit=LONGEST_LINE,
        )

    async def exit_code(self) -> int:
        """Wait a while for the process to exit by itself, then end what is left of it. The code is
        negative for a signal."""
        if self._process is None:
            raise RuntimeError("the process was never started")
        try:
            async with asyncio.timeout(EXIT_SECONDS):
                await self._process.wait()
        except TimeoutError:
            pass
        await self.kill()
        return self._process.returncode or 0

    async def stop(self) -> None:
        """Ask the process to stop, and end it if it does not."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._remember_family()
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await self._process.wait()
        await self.kill()

    async def kill(self) -> None:
        """End the process and everything that it started: browsers have process groups of their
        own, so killing its group is not enough."""
        if self._process is None:
            return
        if self._process.returncode is None:
            self._remember_family()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        for member in self._family:
            with contextlib.suppress(psutil.Error):
                member.kill()  # psutil compares start times, so a reused id is safe
        await self._process.wait()
        # While one of them is dying it may still write a file, and so keep the folder.
        await asyncio.to_thread(wait_until_dead, self._family)
        shutil.rmtree(self._scratch, ignore_errors=True)

    async def keep_below(self, limit: int) -> None:
        """End the process, and all that it started, once they take more than `limit` bytes of
        memory together; `outgrown` then says so."""
        while True:
            await asyncio.sleep(memory.POLL_SECONDS)
            if self._process is None or self._process.returncode is not None:
                continue
            family = await asyncio.to_thread(_family_of, self._process.pid)
            self._family.update(family[1:])
            if await asyncio.to_thread(memory.exceeds, {*family, *self._family}, limit):
                self.outgrown = True
                await self.kill()
                return

    def _remember_family(self) -> None:
        """Note the process's descendants while they can be found: once it is dead, they are
        orphans whose parent is unknown."""
        if self._process is None:
            return
        self._family.update(_family_of(self._process.pid)[1:])
