"""Every write, and reading back what was written. Each function is one transaction, and may be
called twice: what is there already stands.
"""

from crawler.database.crawls import (
    CrawlTicket,
    begin_crawl,
    begin_site,
    close_crawl,
    close_site,
    left_open,
    remove_site,
    save_register,
    selection_of,
    site_states,
)
from crawler.database.findabilities import save_findability
from crawler.database.local_links import local_links_of, save_local_links
from crawler.database.pages import save_page, save_panel
from crawler.database.panels import keep_panel, stored_panel
from crawler.database.results import audited_urls, panel_of, results_of
from crawler.database.takeover import take_place

__all__ = [
    "CrawlTicket",
    "audited_urls",
    "begin_crawl",
    "begin_site",
    "close_crawl",
    "close_site",
    "keep_panel",
    "left_open",
    "local_links_of",
    "panel_of",
    "remove_site",
    "results_of",
    "save_findability",
    "save_local_links",
    "save_page",
    "save_panel",
    "save_register",
    "selection_of",
    "site_states",
    "stored_panel",
    "take_place",
]
