"""How the speed metrics were measured, and how often."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

METHOD = 1
"""The way of measuring in force. Figures of one number compare; those of two may not."""

DATES = {METHOD: date(2026, 11, 23)}
"""Since when each method has been in force. 1: one unthrottled load, tasks charged at CPU time, the
phone's slowdown set by the machine's factor, repeats by metric's median."""


class Flag(StrEnum):
    """Why a load says less of the page than it should.

    `busy`: the machine was busy with something else. The others make a repeat unusable: `away`, it
    came to another page than the first load; `unfinished`, it never finished; `nothing`, it gave no
    figures.
    """

    BUSY = "busy"
    AWAY = "away"
    UNFINISHED = "unfinished"
    NOTHING = "nothing"

    @property
    def usable(self) -> bool:
        """Whether a load with this flag may count where there is no better one."""
        return self is Flag.BUSY


class Run(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One load's figures: whole milliseconds, CLS in thousandths of its unit, the main thread's CPU
    time over its wall time in hundredths (None where unknown). All None in a load without any."""

    fcp_ms: int | None = None
    lcp_ms: int | None = None
    tbt_ms: int | None = None
    speed_index_ms: int | None = None
    cls_thousandths: int | None = None
    cpu_percent: int | None = None
    flag: Flag | None = None


class Measurement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the metrics of a page came about.

    `factor` is the machine's speed over the reference's, to 0.01 (2 is twice as fast), by which the
    phone's slowdown was multiplied; None where the machine was not measured. `load` is its load
    average over a minute at the first load, to 0.1. `flag` is what is to be said against the
    figures as they are published.

    `why` is a sentence about why the page was loaded again, "" where it was not; then `runs` are
    all of its loads, the first one first, and `seconds` what those after it took, to 0.1.
    `by_hand` says that the settings gave the factor.
    """

    method: int = METHOD
    factor: float | None = None
    load: float | None = None
    flag: Flag | None = None
    why: str = ""
    seconds: float = 0.0
    runs: tuple[Run, ...] = ()
    by_hand: bool = False

    @property
    def waiting(self) -> bool:
        """Whether the page is still to be loaded again."""
        return bool(self.why) and not self.runs

    @property
    def repeats(self) -> int:
        """How many loads there were beside the first."""
        return max(0, len(self.runs) - 1)
