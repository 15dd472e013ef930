"""What clocks on walls in the United Kingdom show. Everything that is kept is kept in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crawler.errors import NoTimeZones

ZONE = "Europe/London"
_MINUTE = timedelta(minutes=1)


@cache
def london() -> ZoneInfo:
    """Raises `NoTimeZones` where the system does not know the zone."""
    try:
        return ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:
        raise NoTimeZones(zone=ZONE) from None


def local(instant: datetime) -> datetime:
    """The instant as clocks in London show it."""
    return instant.astimezone(london())


def day_of(instant: datetime) -> date:
    """The date in London."""
    return local(instant).date()


def midnight(day: date) -> datetime:
    """When the day begins in London, in UTC. No change of the clocks is at midnight there."""
    return datetime.combine(day, time(), london()).astimezone(UTC)


def first_time(wall: datetime) -> datetime:
    """When London's clocks first show what `wall` says (no zone), in UTC. A time that is left out
    when clocks go forward counts as the one that they go forward to."""
    return _instant(wall, 0)


def last_time(wall: datetime) -> datetime:
    """When London's clocks show it for the last time: they show some times twice in October."""
    return _instant(wall, 1)


def _instant(wall: datetime, fold: int) -> datetime:
    while True:
        instant = wall.replace(tzinfo=london(), fold=fold).astimezone(UTC)
        if local(instant).replace(tzinfo=None) == wall:
            return instant
        wall = (wall + _MINUTE).replace(second=0, microsecond=0)
