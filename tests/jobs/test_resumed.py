"""What a run owes to the crawl that it goes on with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.database import store
from crawler.database.session import open_database
from crawler.jobs.crawl import run_crawl
from crawler.records import Findability, Outcome, PageRole, PanelPage
from crawler.register import read_register
from tests.jobs.crawling import config_for
from tests.server import SiteServer
from tests.small_site import LINKS, SEARCH, searchable, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.config import Config
    from crawler.database.session import Database


def begun(config: Config, at: datetime, url: str) -> tuple[Database, int]:
    """A crawl that was begun, and its audit of a website."""
    database = open_database(config.database, create=True)
    store.save_register(database, read_register(config.register))
    ticket = store.begin_crawl(
        database,
        started_at=at,
        register=config.register.name,
        selection=store.selection_of(()),
        panel_size=config.pages,
        allow_loopback=True,
    )
    return database, store.begin_site(database, ticket.id, url, at).site_audit_id


def test_killed_before_the_home_page_was_saved_and_after_the_tasks_were_found(
    tmp_path: Path,
) -> None:
    write_site(tmp_path / "sites", "bro", nation="Wales", behaviour=SEARCH, pages=searchable(LINKS))
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server, discovery_pages=5, searches=5)
        url = server.url("bro")
        database, audit = begun(config, datetime.now(UTC), url)
        store.save_panel(database, audit, [PanelPage(url=url, role=PageRole.HOME, reason="r")])
        store.save_findability(database, audit, Findability(method=1, figure=None, tasks=()))
        assert run_crawl(config, read_register(config.register)).resumed
        (home,) = store.results_of(database, audit)
        database.close()
        (finding,) = [each for each in home.findings if each.audit == "language-link"]
        assert finding.outcome is Outcome.FAIL
        assert server.hits("bro", "/search") == 0
        assert server.hits("bro", "/contact") == 0


def test_the_rotating_pages_are_those_of_the_day_on_which_the_crawl_was_begun(
    tmp_path: Path,
) -> None:
    write_site(tmp_path / "sites", "town", links=LINKS)
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server, pages=1, rotating_pages=1, walked_pages=2)
        now = datetime.now(UTC)
        yesterday = now - timedelta(hours=now.hour + 1)
        database, audit = begun(config, yesterday, server.url("town"))
        assert run_crawl(config, read_register(config.register), now=lambda: now).resumed
        (drawn,) = [page for page in store.panel_of(database, audit) if not page.role.headline]
        walked = {each.page.role: each.facts.walked for each in store.results_of(database, audit)}
        database.close()
    assert f"the crawl of {yesterday.date().isoformat()}" in drawn.reason
    assert walked == {PageRole.HOME: True, PageRole.ROTATING: False}
