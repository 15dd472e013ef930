"""What a crawl, or the choosing of panels, tells whoever watches it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.jobs.messages import PanelEnded, SiteEnded
from crawler.records import EndState, Website

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.browser.machine import Machine
    from crawler.jobs.messages import Progress


class SiteReport(Struct, frozen=True, kw_only=True):
    """A website that ended in this run. `seconds` are wall seconds; `log` is its process's."""

    website: Website
    ended: SiteEnded
    seconds: float
    log: Path


class CrawlOutcome(Struct, frozen=True, kw_only=True):
    """How a run of a crawl went. `kept` are the websites that an earlier run of the same crawl had
    closed; `pages_scored` are this run's, also of websites that it left open. An `interrupted`
    crawl is still open, and the same command goes on with it. `repeated` pages were loaded again
    for their speed, `repeats` times in all, which took so many `repeat_seconds`."""

    crawl_id: int
    resumed: bool
    interrupted: bool
    sites: tuple[SiteReport, ...]
    kept: dict[str, EndState]
    planned: int
    pages_scored: int
    seconds: float
    repeated: int = 0
    repeats: int = 0
    repeat_seconds: float = 0.0


class PanelReport(Struct, frozen=True, kw_only=True):
    """A website whose panel was chosen, or could not be. `seconds` are wall seconds."""

    website: Website
    ended: PanelEnded
    seconds: float
    log: Path


class PanelOutcome(Struct, frozen=True, kw_only=True):
    """How choosing panels went: of `planned` websites, those in `sites` ended. The panels that were
    chosen before an interruption stay."""

    interrupted: bool
    sites: tuple[PanelReport, ...]
    planned: int
    seconds: float


class Reporter:
    """Hears of progress, always in the crawl's own thread. Does nothing; override what matters."""

    def waiting(self) -> None:
        """The processes of a crawl that was killed are still ending, and are waited for."""

    def measured(self, machine: Machine) -> None:
        """This machine was measured, before anything else; again when its trouble is over."""

    def worker_started(self, executor: str, lanes: int) -> None:
        """A worker takes jobs under this name, so many at once."""

    def crawl_started(self, todo: Sequence[Website], kept: int, resumed: bool) -> None:
        """`todo` will be audited now; `kept` were finished by an earlier run."""

    def panels_started(self, todo: Sequence[Website]) -> None:
        """The panels of these websites will be chosen."""

    def site_started(self, website: Website) -> None: ...

    def site_progress(self, website: Website, progress: Progress) -> None: ...

    def site_ended(self, report: SiteReport) -> None: ...

    def panel_ended(self, report: PanelReport) -> None: ...

    def stopping(self) -> None:
        """It was told to stop, and is waiting for its processes."""

    def crawl_ended(self, outcome: CrawlOutcome) -> None: ...

    def panels_ended(self, outcome: PanelOutcome) -> None: ...

    def close(self) -> None:
        """Nothing more follows, however it ended."""
