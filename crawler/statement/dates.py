"""Dates as councils write them, in English and Welsh, exact to a day, a month or a season."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class FoundDate(NamedTuple):
    """A date in a text: the first and the last day that it may mean, and where it stands."""

    first: date
    last: date
    start: int
    end: int


# Welsh months change their first letter after some words: "o Fedi", "i Fawrth".
_MONTHS = (
    ("january", "jan", "ionawr"),
    ("february", "feb", "chwefror"),
    ("march", "mar", "mawrth", "fawrth"),
    ("april", "apr", "ebrill"),
    ("may", "mai", "fai"),
    ("june", "jun", "mehefin", "fehefin"),
    ("july", "jul", "gorffennaf", "orffennaf"),
    ("august", "aug", "awst"),
    ("september", "sept", "sep", "medi", "fedi"),
    ("october", "oct", "hydref"),
    ("november", "nov", "tachwedd", "dachwedd"),
    ("december", "dec", "rhagfyr", "ragfyr"),
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
# Their last months; winter belongs to two years.
_SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "gwanwyn": 5, "haf": 8}

_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|af|il|ydd|fed|ed|eg|ain)?"
_YEAR = r"(?P<year>20\d\d)"
_GAP = r"[\s,]+"
_FORMS = tuple(
    re.compile(rf"(?<![\w./-]){form}(?![\w-]|[./]\d)", re.IGNORECASE)
    for form in (
        rf"{_DAY}{_GAP}(?:of\s+|o\s+|(?:o\s+)?fis\s+)?{_MONTH}{_GAP}{_YEAR}",
        rf"{_MONTH}{_GAP}{_DAY}{_GAP}{_YEAR}",
        r"(?P<year>20\d\d)-(?P<number>[01]?\d)-(?P<day>[0-3]?\d)",
        r"(?P<day>[0-3]?\d)\s?(?P<mark>[./-])\s?(?P<number>[0-3]?\d)\s?(?P=mark)\s?(?P<year>20\d\d)",
        r"(?P<day>[0-3]?\d)(?P<mark>[/-])(?P<number>[0-3]?\d)(?P=mark)(?P<year>\d\d)",
        rf"{_MONTH}(?:{_GAP}(?:of\s+)?){_YEAR}",
        r"(?P<number>0[1-9]|1[0-2])/(?P<year>20\d\d)",
        rf"(?P<season>{'|'.join(_SEASONS)})(?:\s+of)?\s+{_YEAR}",
        rf"q(?P<quarter>[1-4])\s+{_YEAR}",
        rf"(?:(?:the\s+)?end\s+of|late|by|during|ddiwedd|diwedd|erbyn)\s+(?:the\s+year\s+)?{_YEAR}",
    )
)


def dates_in(text: str) -> tuple[FoundDate, ...]:
    """Return the dates in a text, in their order. Numbers are read as day, month, year, unless only
    the other order makes a date; years are those from 2000 on."""
    found: list[FoundDate] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if any(match.start() < each.end and each.start < match.end() for each in found):
                continue
            found.extend(_read(match))
    return tuple(sorted(found, key=lambda each: each.start))


def _read(match: re.Match[str]) -> Iterator[FoundDate]:
    parts = {name: value for name, value in match.groupdict().items() if value}
    year = int(parts["year"])
    year += 2000 if year < 100 else 0
    if "month" in parts:
        months = (_NUMBERS[parts["month"].lower()],) * 2
    elif "number" in parts:
        months = (int(parts["number"]),) * 2
    elif "season" in parts:
        last = _SEASONS[parts["season"].lower()]
        months = (last - 2, last)
    elif "quarter" in parts:
        last = 3 * int(parts["quarter"])
        months = (last - 2, last)
    else:
        months = (1, 12)
    day = int(parts["day"]) if "day" in parts else None
    if "mark" in parts and day is not None and months[0] > 12 >= day:
        day, months = months[0], (day, day)
    try:
        if day is not None:
            one = date(year, months[0], day)
            yield FoundDate(one, one, match.start(), match.end())
        else:
            ends = calendar.monthrange(year, months[1])[1]
            days = date(year, months[0], 1), date(year, months[1], ends)
            yield FoundDate(*days, match.start(), match.end())
    except ValueError:
        return  # such as 31 June: nobody can say what was meant


def a_year_before(day: date) -> date:
    """Return the same day of the year before; 28 February for a leap day."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
