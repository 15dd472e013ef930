"""What the process of a website says, counted for Prometheus and written into the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from crawler.jobs.messages import PageEnded, PageRepeated, PageWaits
from crawler.jobs.metrics import count_page, count_repeats
from crawler.log_lines import event

if TYPE_CHECKING:
    from crawler.jobs.messages import Progress


def note(message: Progress) -> None:
    """Count it, and log it if it is an event; the website is known from where it is called."""
    if isinstance(message, PageEnded):
        count_page(message.state, message.seconds)
        event(
            "page_ended",
            f"The page ended: {message.state.value}.",
            page=message.url,
            state=message.state.value,
            reason=message.reason,
            seconds=message.seconds,
        )
    elif isinstance(message, PageRepeated):
        count_repeats(message.times, message.seconds)
        event(
            "page_repeated",
            "The page was loaded again for its speed.",
            page=message.url,
            times=message.times,
            seconds=message.seconds,
        )
    elif isinstance(message, PageWaits):
        event(
            "page_waits",
            "The page is gone; another is looked for in its place.",
            level=logging.WARNING,
            page=message.url,
            reason=message.reason,
        )
