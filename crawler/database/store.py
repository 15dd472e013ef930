"""Every write, and reading back what was written. Each function is one transaction, and may be
called twice: what is there already stands.
"""

from crawler.database.claims import MOST_TRIES, SiteClaim, begin_site, claim_site, give_back
from crawler.database.crawls import (
    CrawlTicket,
    begin_crawl,
    close_crawl,
    close_site,
    left_open,
    remove_site,
    save_register,
    scheduled_selection,
    selection_of,
    site_states,
)
from crawler.database.dues import save_due
from crawler.database.endings import (
    SiteEnding,
    count_ended,
    crawls_to_work_on,
    endings,
    is_scheduled,
)
from crawler.database.field_data import save_field_absence, save_field_data
from crawler.database.findabilities import has_findability, save_findability
from crawler.database.last_crawl import LastCrawl, last_crawl
from crawler.database.local_links import local_links_of, save_local_links
from crawler.database.pages import save_page, save_panel
from crawler.database.panels import keep_panel, places_left, stored_candidates, stored_panel
from crawler.database.results import audited_urls, panel_of, results_of
from crawler.database.schedule_lock import ScheduleLock
from crawler.database.site_facts import (
    has_documents,
    last_documents,
    nation_and_day,
    save_documents,
    save_statement,
)
from crawler.database.speeds import last_factor, last_speed
from crawler.database.takeover import take_place
from crawler.database.terms import CrawlTerms, save_terms, terms_of
from crawler.database.workers import (
    Joining,
    WorkerSeen,
    beat,
    bury,
    join_workers,
    leave_workers,
    one_at_a_time,
    workers_seen,
)

__all__ = [
    "MOST_TRIES",
    "CrawlTerms",
    "CrawlTicket",
    "Joining",
    "LastCrawl",
    "ScheduleLock",
    "SiteClaim",
    "SiteEnding",
    "WorkerSeen",
    "audited_urls",
    "beat",
    "begin_crawl",
    "begin_site",
    "bury",
    "claim_site",
    "close_crawl",
    "close_site",
    "count_ended",
    "crawls_to_work_on",
    "endings",
    "give_back",
    "has_documents",
    "has_findability",
    "is_scheduled",
    "join_workers",
    "keep_panel",
    "last_crawl",
    "last_documents",
    "last_factor",
    "last_speed",
    "leave_workers",
    "left_open",
    "local_links_of",
    "nation_and_day",
    "one_at_a_time",
    "panel_of",
    "places_left",
    "remove_site",
    "results_of",
    "save_documents",
    "save_due",
    "save_field_absence",
    "save_field_data",
    "save_findability",
    "save_local_links",
    "save_page",
    "save_panel",
    "save_register",
    "save_statement",
    "save_terms",
    "scheduled_selection",
    "selection_of",
    "site_states",
    "stored_candidates",
    "stored_panel",
    "take_place",
    "terms_of",
    "workers_seen",
]
