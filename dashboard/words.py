"""The words and numbers that the pages share: one way to say each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from crawler import words as shared
from crawler.records import EndState, Impact, PageRole, Viewport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

NOTHING = "–"

STATES = shared.STATES
NOT_TESTED = shared.NOT_TESTED
PILLARS = shared.PILLARS
SOURCES = shared.SOURCES
VERDICTS = shared.VERDICTS
PAGES_CHANGED = shared.PAGES_CHANGED
found_by = shared.found_by
ordinal = shared.ordinal
searched = shared.searched
size = shared.size
spread = shared.spread
superseded = shared.superseded

WHAT_HAPPENED: Mapping[EndState, str] = {
    EndState.BLOCKED: "The website refused our visit, or answered it with a test for robots. "
    "Residents may well have no such trouble.",
    EndState.DISALLOWED: "The website’s robots.txt asks robots such as ours to stay away, "
    "and we do as it asks.",
    EndState.UNREACHABLE: "No answer came from the website: its name was not found, the "
    "connection was refused or not secure, it took too long, or it reported an error.",
    EndState.GONE: "There is no page of the website at the addresses that we tried.",
    EndState.FAILED: "Something went wrong on our side. This says nothing about the website.",
}

TYPES: Mapping[str, str] = {
    "city-of-london": "City of London",
    "county": "County",
    "district": "District",
    "london-borough": "London borough",
    "metropolitan": "Metropolitan",
    "northern-irish": "Northern Irish",
    "scottish": "Scottish",
    "unitary": "Unitary",
    "welsh": "Welsh",
}

MEANINGS: Mapping[str, str] = {
    "total": "The mean of the three scores beside it.",
    "accessibility": "How few barriers automated checks found for disabled people.",
    "speed": "Lighthouse-formula score (simulated mobile): how fast pages load on a slow phone.",
    "mobile": "How well pages fit, read and respond on a small screen.",
    "findability": "Share of what residents come to do that is easy to find or findable; "
    "not in the total.",
}

IMPACTS: Mapping[Impact, str] = {
    Impact.CRITICAL: "Critical",
    Impact.SERIOUS: "Serious",
    Impact.MODERATE: "Moderate",
    Impact.MINOR: "Minor",
}

VIEWPORTS: Mapping[Viewport, str] = {
    Viewport.MOBILE: "phone",
    Viewport.SMALL: "small phone (360 px)",
    Viewport.LANDSCAPE: "phone on its side",
    Viewport.NARROW: "narrow phone (320 px)",
    Viewport.DESKTOP: "desktop",
}


def state(value: EndState | None) -> str:
    return NOT_TESTED if value is None else STATES[value]


def council_type(slug: str) -> str:
    return TYPES.get(slug) or from_slug(slug)


def from_slug(slug: str) -> str:
    """Say a slug such as "council-tax" as "Council tax"."""
    spaced = slug.replace("-", " ")
    return spaced[:1].upper() + spaced[1:]


class _Page(Protocol):
    @property
    def role(self) -> PageRole: ...
    @property
    def task(self) -> str | None: ...
    @property
    def url(self) -> str: ...


def page_name(page: _Page) -> str:
    """Name a page by what it stands for, or by its path if it stands for nothing."""
    if page.role is PageRole.TASK and page.task:
        return from_slug(page.task)
    if page.role is PageRole.WELSH:
        return f"Welsh version of {page.task.replace('-', ' ') if page.task else 'the home page'}"
    if page.role in (PageRole.OTHER, PageRole.ROTATING):
        return urlsplit(page.url).path or "/"
    return shared.ROLES[page.role]


def score(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.1f}"


def share(value: float | None) -> str:
    """Say a share of 100 in whole per cent: there are too few tasks for more to mean anything."""
    return NOTHING if value is None else f"{value:.0f}%"


def cut(text: str, length: int) -> str:
    """Return the text, its end left out where it is longer than `length` characters."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def sentence(text: str) -> str:
    """Say a reason as a sentence. A first word that is an address or a file keeps its case."""
    text = text.strip()
    if not text:
        return ""
    start = text if "." in text.split()[0] else text[:1].upper() + text[1:]
    return start if start[-1] in ".!?…" else f"{start}."


def count(number: int, one: str, many: str | None = None) -> str:
    """Say "1 page" or "1,200 pages"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def signed(points: float) -> str:
    """Write points to one decimal with a real minus sign, and no sign on nought."""
    rounded = round(points, 1)
    if rounded == 0:
        return "0.0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.1f}"


def change(points: float) -> str:
    """Say a change of a score with its sign and in a word."""
    rounded = round(points, 1)
    if rounded == 0:
        return "no change"
    return f"{signed(points)} {'better' if rounded > 0 else 'worse'}"


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def moment(at: datetime) -> str:
    """Return the day and the time of day (UTC, as it is kept)."""
    return f"{day(at)}, {at:%H:%M} UTC"


def short_day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def age(moment: datetime, now: datetime) -> str:
    """Say how long ago, in the largest unit of which at least one has passed. Both in UTC."""
    days = (now.date() - moment.date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    for length, unit in ((365, "year"), (30, "month"), (7, "week")):
        if days >= length:
            return f"{count(days // length, unit)} ago"
    return f"{days} days ago"


_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def days_long(days: int) -> str:
    """Say how long so many days are: "two weeks", "10 days". At least one."""
    number, unit = (days // 7, "week") if days % 7 == 0 else (days, "day")
    said = _NUMBERS[number - 1] if number <= len(_NUMBERS) else f"{number:,}"
    return f"{said} {unit if number == 1 else unit + 's'}"


def span(length: timedelta) -> str:
    """Say how long something took: "3 hours 20 minutes", in whole minutes."""
    minutes = max(round(length.total_seconds() / 60), 1)
    hours, minutes = divmod(minutes, 60)
    parts = [count(hours, "hour")] if hours else []
    if minutes or not hours:
        parts.append(count(minutes, "minute"))
    return " ".join(parts)


def seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.1f} s"


def milliseconds(value: float) -> str:
    return f"{value:,.0f} ms"
