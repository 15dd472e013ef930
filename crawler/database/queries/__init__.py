"""Every read. The dashboard and the commands use nothing else of the database.

open_for_reading(url) -> Database
council_slugs(db) -> tuple[str, ...]
league(db, *, today=None) -> tuple[LeagueRow, ...]
council(db, slug) -> CouncilDetail | None
findings(db, slug) -> tuple[FindingGroup, ...]
fixed_since_last(db, slug) -> tuple[FixedFinding, ...]
crawls(db) -> tuple[CrawlSummary, ...]
summary(db) -> Summary
"""

from crawler.database.queries.shapes import (
    CouncilDetail,
    CrawlSummary,
    FindingGroup,
    FindingPage,
    FixedFinding,
    LeagueRow,
    NetworkTotals,
    PageSummary,
    SiteSummary,
    Summary,
    TrendPoint,
)
from crawler.database.states import CrawlState, FindingState

__all__ = [
    "CouncilDetail",
    "CrawlState",
    "CrawlSummary",
    "FindingGroup",
    "FindingPage",
    "FindingState",
    "FixedFinding",
    "LeagueRow",
    "NetworkTotals",
    "PageSummary",
    "SiteSummary",
    "Summary",
    "TrendPoint",
]
