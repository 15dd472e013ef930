"""Who may work in a data folder and in a database: any number of crawls, workers and schedules
beside each other, or one command that needs them alone.

The system releases a lock when its taker and all that share its descriptor have ended, however they
end. A lock does not say who has it, so each taker leaves a note beside it.
"""

from __future__ import annotations

import asyncio
import fcntl
import itertools
import os
import time
from contextlib import asynccontextmanager, contextmanager, suppress
from glob import escape
from typing import IO, TYPE_CHECKING

import msgspec
import psutil
from msgspec import Struct

from crawler.errors import CrawlRunning

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

DYING_SECONDS = 20.0  # for the processes of a crawl that was killed: each closes its browser
POLL_SECONDS = 0.1
_COUNT = itertools.count()


class Holder(Struct, frozen=True):
    """Who has a lock: a process of this machine, for which command, and whether it has it alone."""

    process: int
    command: str
    alone: bool

    def refusal(self, of: object, *, alone: bool) -> CrawlRunning:
        """What is said to one who wants it too."""
        return CrawlRunning(
            holder=self.command,
            folder=of,
            process=f"process {self.process}",
            rule=rule_of(wanted_alone=alone),
        )


def rule_of(*, wanted_alone: bool) -> str:
    """Why two cannot have a lock."""
    if wanted_alone:
        return "this command needs to be alone with it"
    return "it needs to be alone with it"


@contextmanager
def held(
    path: Path,
    of: object,
    command: str,
    *,
    alone: bool,
    waiting: Callable[[], None] = lambda: None,
) -> Iterator[int]:
    """Hold the lock in the file `path`, `alone` or beside others who do not need it alone, and give
    its descriptor, which child processes may share.

    While only processes of dead ones hold it, `waiting` is called once and they are waited for.
    Raises `CrawlRunning`, which names what the lock is `of` and who has it, and OSError when the
    file cannot be had.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        began = time.monotonic()
        told = False
        while not _taken(file, alone=alone):
            for holder in _holders(path):
                if alone or holder.alone:
                    raise holder.refusal(of, alone=alone)
            waited = time.monotonic() - began
            if waited > DYING_SECONDS:
                raise CrawlRunning(
                    holder="A command that was killed",
                    folder=of,
                    process="its processes have not ended yet",
                    rule=rule_of(wanted_alone=alone),
                )
            if not told and waited >= POLL_SECONDS:  # one that has just begun leaves its note
                told = True
                waiting()
            time.sleep(POLL_SECONDS)
        note = path.with_name(f"{path.name}.{os.getpid()}-{next(_COUNT)}")
        note.write_bytes(msgspec.json.encode(Holder(os.getpid(), command, alone)))
        try:
            yield file.fileno()
        finally:
            note.unlink(missing_ok=True)


@asynccontextmanager
async def only_child(path: Path, waiting: Callable[[], None] = lambda: None) -> AsyncIterator[int]:
    """Hold the lock of one website on this machine, for its process, which shares the descriptor.

    The process of a crawl that was killed ends by itself, and that of a worker that lost the
    website stops before its next page: either is waited for, and `waiting` is called once. One that
    can do neither, since it is suspended, loads nothing either, and writes nothing when it wakes
    up: after DYING_SECONDS the website is begun beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        end = time.monotonic() + DYING_SECONDS
        told = False
        while not _taken(file, alone=True) and time.monotonic() < end:
            if not told:
                told = True
                waiting()
            await asyncio.sleep(POLL_SECONDS)
        yield file.fileno()


def _taken(file: IO[str], *, alone: bool) -> bool:
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holders(path: Path) -> list[Holder]:
    """Those that live, by their notes; a dead one's note is removed. One that has only just begun
    may not have left its note yet."""
    found = []
    for note in path.parent.glob(f"{escape(path.name)}.*-*"):
        with suppress(OSError, msgspec.DecodeError):
            holder = msgspec.json.decode(note.read_bytes(), type=Holder)
            if _alive(holder.process):
                found.append(holder)
            else:
                note.unlink(missing_ok=True)
    return found


def _alive(process: int) -> bool:
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
