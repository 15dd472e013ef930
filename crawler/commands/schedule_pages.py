"""How the schedule is printed: for people, and for programs as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from crawler.commands.terminal import clean, console, count, json_text
from crawler.schedule.clock import ZONE, local
from crawler.schedule.load import NEARLY_FULL, Load
from crawler.schedule.outlook import Outlook
from crawler.schedule.plan import Due
from crawler.schedule.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIRST = 10


class ScheduleShown(Struct, frozen=True, kw_only=True):
    """The schedule at one moment. `never` counts the websites that are never due; `running` says
    whether lanes were counted from workers that live, not from this machine's settings; `kept`
    whether a schedule has ever written a plan into this database."""

    at: datetime
    planned: tuple[Due, ...]
    outlook: Outlook
    windows: Windows
    load: Load
    never: int
    running: bool
    kept: bool
    whole: bool


def print_json(shown: ScheduleShown) -> None:
    load = shown.load
    click.echo(
        json_text(
            {
                "at": shown.at,
                "time_zone": ZONE,
                "open": shown.windows.is_open(shown.at),
                "next_opening": shown.windows.next_open(shown.at),
                "planned": shown.kept,
                "overdue": _rows(shown.outlook.overdue),
                "hours": shown.outlook.hours,
                "days": shown.outlook.days,
                "never": shown.never,
                "load": {
                    "websites": load.websites,
                    "audits_a_week": load.audits,
                    "lane_hours_needed": load.needed,
                    "lane_hours_available": load.available,
                    "share": load.share,
                    "unmeasured": load.unmeasured,
                    "lanes": load.lanes,
                    "lanes_running": shown.running,
                },
                **({"websites": _rows(shown.planned)} if shown.whole else {}),
            },
            pretty=True,
        )
    )


def _rows(planned: Iterable[Due]) -> list[dict[str, Any]]:
    return [
        {
            "website": due.website.url,
            "councils": [council.slug for council in due.website.councils],
            "due_at": due.at,
            "period_days": due.days,
        }
        for due in planned
    ]


def print_text(shown: ScheduleShown) -> None:
    out = console()
    for line in _lines(shown):
        out.print(line, soft_wrap=True)


def _lines(shown: ScheduleShown) -> Iterator[str]:
    if not shown.kept:
        yield "No schedule has run on this database yet. This is what it would plan now."
    if not shown.windows.is_open(shown.at):
        opening = shown.windows.next_open(shown.at)
        yield f"The windows are closed now. They open on {_time(opening)}."
    if shown.never:
        yield f"{count(shown.never, 'website')} never due, as schedule.toml says."
    if not shown.planned:
        yield "No website is planned."
        return
    yield from _overdue(shown)
    if shown.whole:
        yield from _table("Due:", (each for each in shown.planned if each.at > shown.at))
    else:
        yield from _bars(shown.outlook)
    yield ""
    yield from load_lines(shown)


def _overdue(shown: ScheduleShown) -> Iterator[str]:
    overdue = shown.outlook.overdue
    if not overdue:
        yield "Nothing is overdue."
        return
    some = overdue if shown.whole else overdue[:FIRST]
    yield from _table(f"Overdue: {count(len(overdue), 'website')}", some)
    if len(some) < len(overdue):
        yield f"  and {len(overdue) - len(some)} more; --all lists every one"


def _table(heading: str, planned: Iterable[Due]) -> Iterator[str]:
    yield heading
    for due in planned:
        yield f"  {_time(due.at)}  {clean(due.website.url)}, every {count(due.days, 'day')}"


def _bars(outlook: Outlook) -> Iterator[str]:
    if outlook.hours:
        yield "Due in the next 24 hours:"
        for hour in outlook.hours:
            yield f"  {_time(hour.start)}  {count(hour.websites, 'website')}"
    if outlook.days:
        yield "Due after that:"
        for day in outlook.days:
            yield f"  {day.day:%a %d %b %Y}  {count(day.websites, 'website')}"


def _time(at: datetime) -> str:
    return f"{local(at):%a %d %b %Y, %H:%M %Z}"


def load_lines(shown: ScheduleShown) -> Iterator[str]:
    """What the plan needs against what there is, in sentences."""
    load = shown.load
    lanes = count(load.lanes, "lane")
    there = f"{load.available:,.0f} lane-hours a week that {lanes}"
    have = "have" if load.lanes > 1 else "has"
    if not shown.running:
        have = "would have"
        yield f"No worker runs now; {lanes} {'are' if load.lanes > 1 else 'is'} what is set here."
    if load.needed is None or load.share is None:
        yield f"How much of the {there} {have} is needed is not known: no website was audited yet."
        return
    yield (
        f"{count(load.websites, 'website')}, audited {load.audits:,.0f} times a week, need "
        f"{load.needed:,.1f} of the {there} {have}: {load.share:.0%}."
    )
    if load.unmeasured:
        yield (
            f"{count(load.unmeasured, 'website was', 'websites were')} not audited yet, and "
            "taken to need as long as the others do."
        )
    if load.share > 1:
        yield (
            "Warning: the plan does not fit. Websites will be audited later and later: add lanes "
            "or workers, open the windows for longer, or lengthen periods in schedule.toml."
        )
    elif load.share > NEARLY_FULL:
        yield (
            "Warning: little is left for what takes longer than usual, or must be caught up. Add "
            "lanes or workers."
        )
