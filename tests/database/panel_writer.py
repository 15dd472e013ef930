"""A process that renews panels week by week until it is done or killed:
python -m tests.database.panel_writer URL WEEK SITE…

From that week on, a page is gone each week and another takes its place. It goes on from the stored
panel.
"""

from __future__ import annotations

import sys

from crawler.database import store
from crawler.database.session import open_database
from crawler.records import Candidate, PageRole, PanelPage, Source, StoredPanel
from tests.database.samples import MONDAY, WEEK, findability, panel

WEEKS = 10


def panel_in(week: int, site: str) -> StoredPanel:
    home, *tasks = panel(12, site)
    moving = PanelPage(
        url=f"{site}bins-{week}",
        role=PageRole.TASK,
        task="bin-day",
        reason="The home page links to it.",
        replaces=f"{site}bins-{week - 1}" if week else None,
    )
    return StoredPanel(pages=(home, moving, *tasks[:8]), beyond=tuple(tasks[8:]))


def candidates_in(week: int, site: str) -> list[Candidate]:
    return [
        Candidate(
            role=page.role,
            task=page.task,
            url=f"{page.url}/{number}",
            source=Source.SITEMAP,
            score=90 - number,
            reason="Its address names the task.",
            rejected="Another was better." if number else "",
        )
        for page in panel_in(week, site).pages
        for number in range(10)
    ]


def week_of(stored: StoredPanel) -> int:
    return int(stored.pages[1].url.rpartition("-")[2])


def main(url: str, first: str, *sites: str) -> None:
    db = open_database(url)
    print("ready", flush=True)  # noqa: T201 -- the test listens
    for site in sites:
        stored = store.stored_panel(db, site)
        begun = 0 if stored is None else week_of(stored)
        for week in range(max(begun, int(first)), WEEKS):
            at = MONDAY + week * WEEK
            gone = {f"{site}bins-{week - 1}": "It is gone."}
            candidates = candidates_in(week, site)
            store.keep_panel(db, site, panel_in(week, site), candidates, at, why=gone)
            ticket = store.begin_crawl(db, started_at=at, register="r")
            audit = store.begin_site(db, ticket.id, site, at).site_audit_id
            store.save_panel(db, audit, panel_in(week, site).pages)
            store.save_findability(db, audit, findability(float(week), text=f"Bins {week}"))
            print(week, flush=True)  # noqa: T201
    db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
