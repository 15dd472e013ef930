"""Where a crawl stands, and where a finding stands."""

from __future__ import annotations

from enum import StrEnum


class CrawlState(StrEnum):
    """An interrupted crawl keeps the websites that it finished."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"


class FindingState(StrEnum):
    """How a finding stands at the latest scored audit of its page, against the one before.

    Regressed: it had been fixed and is back.
    """

    NEW = "new"
    RECURRING = "recurring"
    REGRESSED = "regressed"
    FIXED = "fixed"
