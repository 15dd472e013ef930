"""How much machine time a schedule needs, and how much there is."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.schedule.windows import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from crawler.schedule.plan import Due
    from crawler.schedule.windows import Windows

NEARLY_FULL = 0.8
"""From this share on there is little left for what takes longer than usual, or is caught up."""

_HOUR = timedelta(hours=1) / timedelta(seconds=1)


class Load(Struct, frozen=True):
    """The lane-hours of a week: one is one hour of one lane, which audits one website at a time.

    `needed` is None where no audit was measured yet. `unmeasured` websites are taken to need as
    long as the measured ones do (their median).
    """

    websites: int
    audits: float
    needed: float | None
    unmeasured: int
    lanes: int
    available: float

    @property
    def share(self) -> float | None:
        """The needed share of what there is; None where either is not known."""
        return self.needed / self.available if self.needed is not None and self.available else None


def load_of(
    planned: Sequence[Due],
    seconds: Mapping[str, Iterable[float]],
    lanes: int,
    windows: Windows,
    now: datetime,
) -> Load:
    """The load of the week from `now`, with so many lanes. `seconds` are how long a website's last
    audits took, by its address: the median counts."""
    own = {url: median(found) for url, times in seconds.items() if (found := list(times))}
    measured = [own[due.website.url] for due in planned if due.website.url in own]
    # Where nothing that is planned was measured, other websites of this machine tell most.
    usual = median(measured or own.values()) if own else None
    weekly = [(WEEK.days / due.days, own.get(due.website.url, usual)) for due in planned]
    needed = sum(times * each for times, each in weekly if each is not None) / _HOUR
    return Load(
        websites=len(planned),
        audits=sum(times for times, _ in weekly),
        needed=needed if usual is not None else None,
        unmeasured=len(planned) - len(measured),
        lanes=lanes,
        available=lanes * windows.hours(now, now + WEEK),
    )
