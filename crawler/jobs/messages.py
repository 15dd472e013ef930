"""What a crawl says to the process of one site, and what that process says back: one JSON object a
line."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import msgspec
from msgspec import Struct

from crawler.config import Config
from crawler.records import EndState, PillarScores, Task, Website


class SiteOrder(Struct, frozen=True, kw_only=True):
    """One website in one crawl, to be audited by a child process."""

    website: Website
    site_audit_id: int
    config: Config
    tasks: tuple[Task, ...]

    def to_line(self) -> bytes:
        """The order as one line of JSON."""
        return msgspec.json.encode(self, enc_hook=_plain) + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> SiteOrder:
        return msgspec.json.decode(line, type=cls, dec_hook=lambda kind, value: kind(value))


class Planned(Struct, frozen=True, kw_only=True, tag="planned"):
    """The panel is chosen: `pages` in all, of which `kept` were finished by an earlier run."""

    pages: int
    kept: int = 0


class PageEnded(Struct, frozen=True, kw_only=True, tag="page"):
    url: str
    state: EndState
    reason: str = ""
    seconds: float = 0.0


class SiteEnded(Struct, frozen=True, kw_only=True, tag="site"):
    """The website is closed in the database."""

    state: EndState
    reason: str
    scores: PillarScores
    pages_scored: int
    pages_planned: int


Progress = Planned | PageEnded | SiteEnded


def _plain(value: Any) -> str:
    if isinstance(value, PurePath):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no place in an order")
