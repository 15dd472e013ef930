"""The executor id of this process: the host's name and the first number that is free on it.

A process that is started again gets the number that it had, and with it the jobs that it had at
work. Who has a number says its row in the database; a lock in the data folder, and the token that
is written there, say that the one before is dead.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.database import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.database.session import Database

MOST = 1000


class Seat(Struct, frozen=True):
    """An executor id, and the token of this run of it."""

    executor: str
    token: str


@contextmanager
def seat(database: Database, folder: Path, *, role: str, lanes: int) -> Iterator[Seat]:
    """Have the first free executor id of this host, and a row that says so. The row stays at the
    end: whoever leaves in order takes it away, once the jobs are given back."""
    host = socket.gethostname() or "localhost"
    places = folder / "workers"
    places.mkdir(parents=True, exist_ok=True)
    for number in range(1, MOST):
        with (places / f"{number}.lock").open("a+") as file:
            if not _locked(file.fileno()):
                continue
            file.seek(0)
            before = file.read().strip()
            taken = Seat(f"{host}-{number}", secrets.token_hex(8))
            joining = store.Joining(
                id=taken.executor,
                token=taken.token,
                host=host,
                process=os.getpid(),
                role=role,
                lanes=lanes,
            )
            # Written first: a row whose token stands nowhere would be another folder's.
            file.truncate(0)
            file.write(taken.token)
            file.flush()
            if not store.join_workers(database, joining, replaces=[before]):
                file.truncate(0)
                file.write(before)
                file.flush()
                continue
            yield taken
            return
    raise OSError(f"{places}: all {MOST} places for workers are taken")


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
