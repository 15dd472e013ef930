"""The table [windows] of schedule.toml: the hours of each day of the week."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from crawler.schedule.windows import DAY_MINUTES, Opening
from crawler.strict_csv import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY, WEEKDAYS, WEEKEND = "every-day", "weekdays", "weekend"
ALL_DAY = "all day"
CLOSED = "closed"

_GROUPS: Mapping[str, tuple[str, ...]] = {
    EVERY_DAY: DAYS,
    WEEKDAYS: DAYS[:5],
    WEEKEND: DAYS[5:],
    **{day: (day,) for day in DAYS},
}
"""The keys of the table, a later one going before an earlier one."""

_REMEDY = (
    f'Write hours as "22:00-06:00", several in a list, "{ALL_DAY}" or "{CLOSED}"; hours past '
    "midnight belong to the day on which they begin."
)


def openings(table: Mapping[str, Any]) -> tuple[Opening, ...]:
    """The openings that the table means. A day that it does not name is closed. Raises `Problem`
    for what cannot be read, or if it is never open."""
    for name in table:
        if name not in _GROUPS:
            raise Problem(f"{quoted(name)} is not known here", f"Known: {', '.join(_GROUPS)}.")
    hours: dict[str, list[tuple[int, int]]] = {}
    for group, days in _GROUPS.items():
        if group in table:
            read = _hours(group, table[group])
            hours.update(dict.fromkeys(days, read))
    found = tuple(
        Opening(weekday, start, end)
        for weekday, day in enumerate(DAYS)
        for start, end in hours.get(day, ())
    )
    if not found:
        raise Problem("it is never open", "Open it on a day, or leave [windows] out for always.")
    return found


def _hours(day: str, value: Any) -> list[tuple[int, int]]:
    texts = value if isinstance(value, list) else [value]
    if texts == [CLOSED]:
        return []
    return [_span(day, text) for text in texts]


def _span(day: str, text: Any) -> tuple[int, int]:
    if text == ALL_DAY:
        return 0, DAY_MINUTES
    match = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text) if isinstance(text, str) else None
    if match is None:
        raise Problem(f"{day} is {quoted(str(text))}, which are no hours", _REMEDY)
    hour, minute, end_hour, end_minute = (int(part) for part in match.groups())
    start, end = 60 * hour + minute, 60 * end_hour + end_minute
    if minute > 59 or end_minute > 59 or start >= DAY_MINUTES or end > DAY_MINUTES:
        raise Problem(f"{day} is {quoted(text)}, with a time that clocks do not show", _REMEDY)
    if start == end:
        raise Problem(f"{day} is {quoted(text)}, which begins when it ends", _REMEDY)
    return start, end if end > start else end + DAY_MINUTES
