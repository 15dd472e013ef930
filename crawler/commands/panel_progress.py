"""The progress of choosing panels: a line for each website as it ends, and on a terminal the page
that is looked at below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.status import Status
from rich.table import Table
from rich.text import Text
from typing_extensions import override

from crawler.commands.crawl_progress import Lines, names
from crawler.commands.terminal import clean, console, count
from crawler.jobs.messages import PageSeen
from crawler.words import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from crawler.jobs.messages import PanelEnded, Progress
    from crawler.jobs.reporter import PanelOutcome, PanelReport
    from crawler.records import Website

CHOSEN = "Chosen"


class PanelReporter(Lines):
    """On standard error, so that the table at the end may be piped."""

    def __init__(self, out: Console | None = None) -> None:
        super().__init__(out or console(error=True))
        self._status = Status("", console=self._out)

    @override
    def panels_started(self, todo: Sequence[Website]) -> None:
        self._todo = len(todo)
        self._say(f"Choosing the pages of {count(len(todo), 'website')}.")
        if self._out.is_terminal:
            self._status.start()

    @override
    def site_progress(self, website: Website, progress: Progress) -> None:
        if isinstance(progress, PageSeen):
            # As Text, for brackets in an address are markup otherwise.
            self._status.update(Text(f"Looked at {clean(progress.url, 100)}"))

    @override
    def panel_ended(self, report: PanelReport) -> None:
        ended = report.ended
        found = f"{count(ended.pages, 'page')}, {tasks_of(ended)} tasks  "
        self._say_end(report, state_of(ended), found if ended.state.scored else "")

    @override
    def close(self) -> None:
        self._status.stop()


def summary(outcome: PanelOutcome) -> Table:
    """What came of each website, as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Council")
    for heading in ("Pages", "Tasks found", "Requests", "Seconds"):
        table.add_column(heading, justify="right")
    table.add_column("State")
    for report in outcome.sites:
        ended = report.ended
        chosen = ended.state.scored
        table.add_row(
            Text(clean(names(report.website))),
            str(ended.pages) if chosen else "-",
            tasks_of(ended) if chosen else "-",
            str(ended.requests),
            f"{report.seconds:.0f}",
            state_of(ended),
        )
    if left := outcome.planned - len(outcome.sites):
        table.add_row(f"({count(left, 'website')} more)", "-", "-", "-", "-", "Not finished")
    return table


def state_of(ended: PanelEnded) -> str:
    return CHOSEN if ended.state.scored else STATES[ended.state]


def tasks_of(ended: PanelEnded) -> str:
    return f"{ended.tasks_found} of {ended.tasks_applicable}"
