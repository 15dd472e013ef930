"""A status on a terminal: the verdict first, then what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from crawler.commands.terminal import clean, count, duration
from crawler.records import EndState
from crawler.words import STATES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from rich.console import RenderableType

    from crawler.database.queries import CrawlProgress, SiteUnderWay
    from crawler.jobs.alarms import Alarm
    from crawler.jobs.status import Status

BAR_WIDTH = 40
SITES_SHOWN = 10
REASONS_SHOWN = 3
ADDRESS_LENGTH = 60
REASON_LENGTH = 70


def page(status: Status, found: Sequence[Alarm]) -> RenderableType:
    """Return the whole status. Times are in UTC."""
    return Group(*_page(status, found))


def _page(status: Status, found: Sequence[Alarm]) -> Iterator[RenderableType]:
    yield from _verdict(status, found)
    if not status.begun:
        yield Text(
            "Nothing has been crawled yet. Start with `usability crawl`, or let `usability "
            "schedule` do it again and again; `usability demo` shows it on fictional councils."
        )
        return
    for crawl in status.crawls:
        yield from _crawl(status, crawl)
    if not status.crawls:
        yield Text("No crawl is under way.")
    yield Text()
    yield from _workers(status)
    yield Text()
    yield from _results(status)
    yield from _failures(status)
    yield from _last(status)
    yield from _room(status)


def _verdict(status: Status, found: Sequence[Alarm]) -> Iterator[RenderableType]:
    at = f"{status.at:%d %b %Y, %H:%M} UTC"
    if not found:
        yield Text.assemble(("All is well", "bold green"), f" ({at}).")
    else:
        needs = "needs" if len(found) == 1 else "need"
        yield Text.assemble(
            (f"{count(len(found), 'thing')} {needs} a person", "bold red"), f" ({at}):"
        )
        for alarm in found:
            yield Text.assemble(("  ", ""), (clean(alarm.what), "bold"), f" {alarm.remedy}")
    yield Text()


# --- What is at work ----------------------------------------------------------------------------


def _crawl(status: Status, crawl: CrawlProgress) -> Iterator[RenderableType]:
    yield Text.assemble(
        (f"Crawl {crawl.id}", "bold"),
        f" of {clean(crawl.selection, ADDRESS_LENGTH)}, for {_since(crawl.started_at, status)}: "
        f"{crawl.ended:,} of {count(crawl.websites, 'website')}, {count(crawl.pages, 'page')}",
    )
    line = Table.grid(padding=(0, 1))
    total = max(crawl.websites, 1)
    share = 100 * crawl.ended // total
    bar = ProgressBar(total=total, completed=crawl.ended, width=BAR_WIDTH)
    line.add_row(bar, Text(f"{share}%  {_rate(status, crawl)}"))
    yield line
    if crawl.states:
        yield Text(f"  {_states(crawl.states)}")
    for site in crawl.under_way[:SITES_SHOWN]:
        yield Text(f"  now: {_site(site, status)}")
    if len(crawl.under_way) > SITES_SHOWN:
        yield Text(f"  and {len(crawl.under_way) - SITES_SHOWN} more")


def _rate(status: Status, crawl: CrawlProgress) -> str:
    if crawl.websites_an_hour is None:
        return "no website ended lately" if crawl.ended else "no website ended yet"
    parts = [count(round(crawl.websites_an_hour), "website")]
    if crawl.pages_an_hour is not None:
        parts.append(count(round(crawl.pages_an_hour), "page"))
    said = f"{' and '.join(parts)} an hour"
    if crawl.ends_at is None:
        return said
    left = duration((crawl.ends_at - status.at).total_seconds())
    return f"{said}, {left} left, until {_clock(crawl.ends_at, status.at)}"


def _site(site: SiteUnderWay, status: Status) -> str:
    pages = f"{site.pages} of {count(site.planned, 'page')}" if site.planned else "no page yet"
    worker = f", {clean(site.worker)}" if site.worker else ""
    address = clean(site.url, ADDRESS_LENGTH)
    return f"{address} ({pages}, for {_since(site.since, status)}{worker})"


def _workers(status: Status) -> Iterator[RenderableType]:
    counts = status.queue.counts
    waits = status.queue.waits_since
    oldest = f", the oldest for {_since(waits, status)}" if waits else ""
    yield Text.assemble(
        ("Queue", "bold"),
        f": {counts.waiting:,} waiting{oldest}; {counts.running:,} at work; "
        f"{counts.delayed:,} put off",
    )
    if not status.workers:
        yield Text("No worker is registered.")
        return
    table = _table("Worker", "Role", "Lanes", "Heartbeat", "Since")
    for worker in status.workers:
        silence = _since(worker.seen_at, status)
        table.add_row(
            clean(worker.id),
            clean(worker.role),
            str(worker.lanes),
            Text(f"{silence} ago") if worker.alive else Text(f"silent for {silence}", "red"),
            _clock(worker.started_at, status.at),
        )
    yield table


# --- What there is of it ------------------------------------------------------------------------


def _results(status: Status) -> Iterator[RenderableType]:
    fresh = status.freshness
    parts = [
        f"{fresh.councils - fresh.none:,} of {count(fresh.councils, 'council')} have one",
        f"{fresh.stale_councils:,} {'is' if fresh.stale_councils == 1 else 'are'} older than two "
        "periods"
        if fresh.stale
        else "none is older than two periods",
    ]
    if fresh.oldest is not None and fresh.oldest.scored_at is not None:
        at = fresh.oldest.scored_at
        parts.append(f"the oldest is of {at:%d %b %Y} ({clean(fresh.oldest.councils[0].name)})")
    yield Text.assemble(("Results", "bold"), f": {'; '.join(parts)}")
    turns = status.turns
    if turns.websites:
        next_at = f"; next turn at {_clock(turns.next_at, status.at)}" if turns.next_at else ""
        yield Text.assemble(
            ("Schedule", "bold"),
            f": {count(turns.due, 'website')} due now, {turns.within_a_day:,} more within a "
            f"day{next_at}",
        )
    else:
        yield Text.assemble(("Schedule", "bold"), ": none runs on this database")


def _failures(status: Status) -> Iterator[RenderableType]:
    if not status.failures:
        return
    table = _table("Last attempt", "Councils", "Commonest reasons")
    for each in status.failures:
        reasons = [
            f"{clean(reason, REASON_LENGTH)} ({number})"
            for reason, number in each.reasons[:REASONS_SHOWN]
        ]
        if len(each.reasons) > REASONS_SHOWN:
            reasons.append(f"and {len(each.reasons) - REASONS_SHOWN} more")
        table.add_row(STATES[each.state], str(each.councils), "\n".join(reasons))
    yield Text()
    yield table


def _last(status: Status) -> Iterator[RenderableType]:
    if not status.last:
        return
    table = _table("Last crawls", "Began", "Took", "Pages", "How websites ended")
    for crawl in status.last:
        took = (
            duration((crawl.ended_at - crawl.started_at).total_seconds()) if crawl.ended_at else "-"
        )
        table.add_row(
            f"{crawl.id} ({crawl.state.value})",
            f"{crawl.started_at:%d %b %Y, %H:%M}",
            took,
            f"{crawl.pages_scored:,}",
            _states(crawl.states) or "none began",
        )
    yield Text()
    yield table
    yield Text()


def _room(status: Status) -> Iterator[RenderableType]:
    parts = [f"{_size(status.database_bytes)}, {clean(status.database)}"]
    parts += [
        f"{_size(disk.free)} of {_size(disk.total)} free at {clean(disk.path)}"
        for disk in status.disks
    ]
    yield Text.assemble(("Database", "bold"), f": {'; '.join(parts)}")


# --- Words --------------------------------------------------------------------------------------


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _states(states: Mapping[EndState, int]) -> str:
    return ", ".join(
        f"{STATES[state].lower()} {states[state]:,}" for state in EndState if states.get(state)
    )


def _since(at: datetime, status: Status) -> str:
    return duration(max((status.at - at).total_seconds(), 0.0))


def _clock(at: datetime, now: datetime) -> str:
    """The time of day, and the day where it is another."""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d %b %Y, %H:%M}"


def _size(number: int) -> str:
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.1f} MB"
