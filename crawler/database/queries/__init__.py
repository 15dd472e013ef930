"""Every read. The dashboard and the commands use nothing else of the database."""

from crawler.database.queries.addresses import audited_addresses
from crawler.database.queries.councils import council, council_slugs
from crawler.database.queries.crawling import crawls
from crawler.database.queries.failures import findings, fixed_since_last
from crawler.database.queries.field import field_data, field_data_known, home_addresses
from crawler.database.queries.freshness import (
    CouncilName,
    Failures,
    Freshness,
    WebsiteAge,
    failures_by_state,
    freshness,
    is_stale,
    website_ages,
)
from crawler.database.queries.imports import local_links_count, local_links_import
from crawler.database.queries.loading import loadings
from crawler.database.queries.panels import panel
from crawler.database.queries.progress import CrawlProgress, SiteUnderWay, crawls_under_way
from crawler.database.queries.schedule import (
    ScheduledCrawl,
    audit_times,
    remembered,
    scheduled_crawls,
)
from crawler.database.queries.shapes import (
    Component,
    CouncilDetail,
    CrawlSummary,
    DocumentsDetail,
    FieldDetail,
    FieldPeriod,
    FindabilityDetail,
    FindingGroup,
    FindingPage,
    FixedFinding,
    LeagueRow,
    LocalLinksImport,
    NetworkTotals,
    PageSummary,
    PanelChange,
    PanelDetail,
    SiteSummary,
    StatementDetail,
    Summary,
    TrendPoint,
)
from crawler.database.queries.sites import documents, statement
from crawler.database.queries.standings import league, summary
from crawler.database.queries.tasks import findability, ways
from crawler.database.queries.turns import Turns, database_size, turns
from crawler.database.queries.workers import WorkerSeen, workers
from crawler.database.session import Database, open_database
from crawler.database.states import CrawlState, FindingState

__all__ = [
    "Component",
    "CouncilDetail",
    "CouncilName",
    "CrawlProgress",
    "CrawlState",
    "CrawlSummary",
    "Database",
    "DocumentsDetail",
    "Failures",
    "FieldDetail",
    "FieldPeriod",
    "FindabilityDetail",
    "FindingGroup",
    "FindingPage",
    "FindingState",
    "FixedFinding",
    "Freshness",
    "LeagueRow",
    "LocalLinksImport",
    "NetworkTotals",
    "PageSummary",
    "PanelChange",
    "PanelDetail",
    "ScheduledCrawl",
    "SiteSummary",
    "SiteUnderWay",
    "StatementDetail",
    "Summary",
    "TrendPoint",
    "Turns",
    "WebsiteAge",
    "WorkerSeen",
    "audit_times",
    "audited_addresses",
    "council",
    "council_slugs",
    "crawls",
    "crawls_under_way",
    "database_size",
    "documents",
    "failures_by_state",
    "field_data",
    "field_data_known",
    "findability",
    "findings",
    "fixed_since_last",
    "freshness",
    "home_addresses",
    "is_stale",
    "league",
    "loadings",
    "local_links_count",
    "local_links_import",
    "open_for_reading",
    "panel",
    "remembered",
    "scheduled_crawls",
    "statement",
    "summary",
    "turns",
    "ways",
    "website_ages",
    "workers",
]


def open_for_reading(url: str) -> Database:
    """Open the database for reading only.

    Raises `DatabaseUnreadable`, `DatabaseOutdated` or `DatabaseNewer`.
    """
    return open_database(url, reading=True)
