"""All runs of a measurement, kept in a file as they end."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from bench.speed_runs import Run

if TYPE_CHECKING:
    from pathlib import Path


class Record(Struct, kw_only=True):
    """What was measured, on which day, on which machine, with which versions of programs."""

    day: str
    machine: str
    versions: dict[str, str]
    runs: list[Run]

    @property
    def done(self) -> set[tuple[str, str, str, int]]:
        """The keys of the runs that came to something."""
        return {run.key for run in self.runs if run.metrics is not None}

    def add(self, run: Run) -> None:
        """In the place of one that came to nothing."""
        self.runs = [other for other in self.runs if other.key != run.key] + [run]


def new_record() -> Record:
    """Of today and this machine, without runs."""
    day = datetime.now(UTC).date().isoformat()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count() or 0} processors"
    return Record(day=day, machine=machine, versions={}, runs=[])


def read_record(path: Path) -> Record:
    """Exits with a sentence where there is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError) as error:
        raise SystemExit(f"{path} cannot be read: {error}") from error


def write_record(path: Path, record: Record) -> None:
    """Whole or not at all: a measurement may be stopped at any time."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.write_bytes(msgspec.json.encode(record))
    unfinished.replace(path)
