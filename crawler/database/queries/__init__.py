"""Every read. The dashboard and the commands use nothing else of the database."""

from crawler.database.queries.councils import council, council_slugs
from crawler.database.queries.crawling import crawls
from crawler.database.queries.failures import findings, fixed_since_last
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
from crawler.database.queries.standings import league, summary
from crawler.database.session import Database, open_database
from crawler.database.states import CrawlState, FindingState

__all__ = [
    "CouncilDetail",
    "CrawlState",
    "CrawlSummary",
    "Database",
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
    "council",
    "council_slugs",
    "crawls",
    "findings",
    "fixed_since_last",
    "league",
    "open_for_reading",
    "summary",
]


def open_for_reading(url: str) -> Database:
    """Open the database for reading only.

    Raises `DatabaseUnreadable`, `DatabaseOutdated` or `DatabaseNewer`.
    """
    return open_database(url, reading=True)
