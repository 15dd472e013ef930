"""What a process counts of its own work, for Prometheus. What all of them did is in the database,
and `metrics_server` reads it there.

No label has a value that a website could choose: an address would make a series each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    disable_created_metrics,
)

from crawler import __version__
from crawler.records import EndState

if TYPE_CHECKING:
    from datetime import datetime

# A series for each series, that says when it began: nobody asks.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()

_WEBSITES = Counter(
    "usability_websites_ended",
    "Websites whose audit this process ended, by end state.",
    ["state"],
    registry=REGISTRY,
)
_PAGES = Counter(
    "usability_pages_ended",
    "Pages of panels that this process audited, by end state.",
    ["state"],
    registry=REGISTRY,
)
_WEBSITE_SECONDS = Histogram(
    "usability_website_duration_seconds",
    "Wall seconds of the audit of a website.",
    buckets=(10, 30, 60, 120, 180, 240, 300, 420, 600, 900, 1_200),
    registry=REGISTRY,
)
_PAGE_SECONDS = Histogram(
    "usability_page_duration_seconds",
    "Wall seconds of the visit to a page.",
    buckets=(1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120),
    registry=REGISTRY,
)
_REPEATS = Counter(
    "usability_page_repeats",
    "Loads of pages that were measured again for their speed.",
    registry=REGISTRY,
)
_REPEAT_SECONDS = Counter(
    "usability_page_repeat_seconds",
    "Wall seconds that loading pages again took.",
    registry=REGISTRY,
)
_TAKEN_OVER = Counter(
    "usability_jobs_taken_over",
    "Jobs of dead workers that this process gave back to the queue.",
    registry=REGISTRY,
)
_DATABASE_LOST = Counter(
    "usability_database_losses",
    "Times that this process lost the database while it worked.",
    registry=REGISTRY,
)
_BUILD = Info(
    "usability_build", "The version of this program and of its browser.", registry=REGISTRY
)

for _state in EndState:  # series that are there from the beginning show their first increase
    _WEBSITES.labels(_state)
    _PAGES.labels(_state)


def count_website(state: EndState, seconds: float) -> None:
    """A website's audit ended here after so many wall seconds."""
    _WEBSITES.labels(state).inc()
    _WEBSITE_SECONDS.observe(max(seconds, 0.0))


def count_page(state: EndState, seconds: float) -> None:
    """A page of a panel was audited here in so many wall seconds."""
    _PAGES.labels(state).inc()
    _PAGE_SECONDS.observe(max(seconds, 0.0))


def count_repeats(times: int, seconds: float) -> None:
    """A page was loaded again so many times, in so many wall seconds together."""
    _REPEATS.inc(max(times, 0))
    _REPEAT_SECONDS.inc(max(seconds, 0.0))


def count_taken_over(jobs: int) -> None:
    """So many jobs of dead workers wait again."""
    _TAKEN_OVER.inc(max(jobs, 0))


def count_database_lost() -> None:
    """The database did not answer."""
    _DATABASE_LOST.inc()


_tick: Gauge | None = None


def note_tick(at: datetime) -> None:
    """The schedule's tick of that time succeeded. Only a process that ticks has this series."""
    global _tick  # noqa: PLW0603 -- a series that would say 1970 elsewhere
    if _tick is None:
        _tick = Gauge(
            "usability_schedule_last_tick_timestamp_seconds",
            "When the schedule last looked for what is due, and succeeded.",
            registry=REGISTRY,
        )
    _tick.set(at.timestamp())


def note_build(chromium: str) -> None:
    """The version of the browser; empty where there is none."""
    _BUILD.info({"version": __version__, "chromium": chromium})
