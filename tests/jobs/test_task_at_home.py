"""A task that a person says is done on the home page itself is kept there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.database import queries
from crawler.jobs.panel_build import run_panel_build
from crawler.panel.overrides import Override, write_overrides
from crawler.records import PageRole, Source
from crawler.register import read_register
from tests.jobs.crawling import config_for
from tests.server import SiteServer
from tests.small_site import LINKS, write_site

if TYPE_CHECKING:
    from pathlib import Path


def test_a_task_on_the_home_page_is_beyond_the_panel_and_stays(tmp_path: Path) -> None:
    write_site(tmp_path / "sites", "good", links=LINKS)
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server, discovery_pages=2)
        home = server.url("good", "/")
        choices = [
            Override(council="good", role=role, task=task, url=home)
            for role, task in ((PageRole.TASK, "bin-day"), (PageRole.CONTACT, None))
        ]
        run_panel_build(config, read_register(config.register))
        write_overrides(config.overrides_file, choices)
        for _ in range(2):
            run_panel_build(config, read_register(config.register))
            database = queries.open_for_reading(config.database)
            found = queries.panel(database, "good")
            database.close()
            assert found is not None
            assert [page.role for page in found.pages if page.url == home] == [PageRole.HOME]
            assert {
                (page.role, page.task)
                for page in found.beyond
                if page.url == home and page.source is Source.OVERRIDE
            } == {(PageRole.TASK, "bin-day"), (PageRole.CONTACT, None)}
