"""What a crawl says to the process of one site, and what that process says back: one JSON object a
line."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

import msgspec
from msgspec import Struct

from crawler.browser.machine import Machine
from crawler.config import Config
from crawler.panel.overrides import Override
from crawler.records import EndState, PillarScores, Task, Website

# The exit codes of a site's process, beside 0 for one that has ended its site and 1 for a fault.
STOPPED = 3  # it was told to stop, and its site is still open
ORPHANED = 4  # its parent had died
TAKEN_OVER = 5  # another process has claimed its site since
DATABASE_LOST = 6  # it could not use the database, and its site is still open
PROGRAM_REPLACED = 7  # it is of another version than its parent or the database; so is its site


class Order(Struct, frozen=True, kw_only=True):
    """What a child process is to do with one website. `tasks` are all top tasks, whoever is
    responsible for them; `overrides` are those of its own councils; `other_hosts` are those of the
    register's other websites. `crawl` and `worker` (ids) are for its log."""

    website: Website
    config: Config
    crawl: int | None = None
    worker: str | None = None
    tasks: tuple[Task, ...] = ()
    overrides: tuple[Override, ...] = ()
    other_hosts: tuple[str, ...] = ()

    def to_line(self) -> bytes:
        """The order as one line of JSON."""
        return msgspec.json.encode(self, enc_hook=_plain) + b"\n"


class SiteOrder(Order, frozen=True, kw_only=True, tag="audit"):
    """Audit the website, as the holder of `claim` to its audit. `day` is that of the crawl's start,
    and seeds the choice of the rotating pages; `machine` is what measuring this machine gave, None
    where no speed is measured."""

    site_audit_id: int
    claim: int
    day: date = date.min
    machine: Machine | None = None


class PanelOrder(Order, frozen=True, kw_only=True, tag="panel"):
    """Choose the website's panel without auditing; `fresh` chooses each page anew."""

    fresh: bool = False


def read_order(line: bytes) -> SiteOrder | PanelOrder:
    """The order in a line."""
    return msgspec.json.decode(
        line, type=SiteOrder | PanelOrder, dec_hook=lambda kind, value: kind(value)
    )


class Planned(Struct, frozen=True, kw_only=True, tag="planned"):
    """The panel is chosen: `pages` in all, of which `kept` were finished by an earlier run."""

    pages: int
    kept: int = 0


class PageEnded(Struct, frozen=True, kw_only=True, tag="page"):
    """A page of the panel is saved."""

    url: str
    state: EndState
    reason: str = ""
    seconds: float = 0.0


class PageRepeated(Struct, frozen=True, kw_only=True, tag="repeated"):
    """A page was loaded again for its speed, so many `times` beside its visit."""

    url: str
    times: int
    seconds: float


class PageSeen(Struct, frozen=True, kw_only=True, tag="seen"):
    """A page was only looked at, or the website's own search was asked: it is not audited."""

    url: str
    state: EndState
    seconds: float = 0.0


class PageWaits(Struct, frozen=True, kw_only=True, tag="waits"):
    """A page of the panel is gone, and is not saved while another is looked for in its place."""

    url: str
    reason: str


class SiteEnded(Struct, frozen=True, kw_only=True, tag="site"):
    """The website is closed in the database."""

    state: EndState
    reason: str
    scores: PillarScores
    pages_scored: int
    pages_planned: int


class PanelEnded(Struct, frozen=True, kw_only=True, tag="chosen"):
    """The website's panel is stored, unless the home page could not be loaded: then `state` and
    `reason` say why, and what was stored before stands. `tasks_found` of `tasks_applicable` have a
    page, in the panel or beyond it. `requests` counts loads of pages, the home page's too."""

    state: EndState
    reason: str = ""
    pages: int = 0
    tasks_found: int = 0
    tasks_applicable: int = 0
    requests: int = 0


class DatabaseFailed(Struct, frozen=True, kw_only=True, tag="database"):
    """The process could not use the database at `url`, and ends: nothing is to be said of the
    website. `passing` where the same may succeed in a while."""

    url: str
    detail: str
    passing: bool = False


Progress = (
    Planned
    | PageEnded
    | PageRepeated
    | PageSeen
    | PageWaits
    | SiteEnded
    | PanelEnded
    | DatabaseFailed
)


def _plain(value: Any) -> str:
    if isinstance(value, PurePath):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no place in an order")
