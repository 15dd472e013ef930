"""A process that saves pages until it is done or killed: python -m tests.database.writer URL SITE…

It prints a line when a page is saved, and not before.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from crawler.database import store
from crawler.database.session import open_database
from tests.database.samples import MONDAY, WEEK, panel, result

if TYPE_CHECKING:
    from crawler.records import PageResult

PAGES = 12
ELEMENTS = tuple(f"#part-{'x' * number} > a" for number in range(20))


def results(site: str) -> list[PageResult]:
    return [result(page, MONDAY + WEEK, selectors=ELEMENTS) for page in panel(PAGES, site)]


def main(url: str, *sites: str) -> None:
    db = open_database(url)
    print("ready", flush=True)  # noqa: T201 -- the test listens
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    for site in sites:
        audit = store.begin_site(db, ticket.id, site, MONDAY).site_audit_id
        store.save_panel(db, audit, panel(PAGES, site))
        done = store.audited_urls(db, audit)
        for each in results(site):
            if each.page.url not in done:
                store.save_page(db, audit, each)
                print(each.page.url, flush=True)  # noqa: T201
    db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
