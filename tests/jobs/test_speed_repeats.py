"""A real crawl that measures speed: the machine once, the home page three times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.database import store
from crawler.database.session import open_database
from crawler.jobs.crawl import run_crawl
from crawler.register import read_register
from crawler.scoring.repeats import HOME
from tests.jobs.crawling import Reports, config_for
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from pathlib import Path


def test_the_home_page_is_loaded_three_times(tmp_path: Path) -> None:
    write_site(tmp_path / "sites", "town")
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(
            tmp_path, server, pages=1, steps="trace", speed_runs=3, machine_factor=0
        )
        reports = Reports()
        outcome = run_crawl(config, read_register(config.register), reporter=reports)
        assert server.hits("town", "/") == 3
        assert server.hits("town", "/contact") == 0
    assert (outcome.repeated, outcome.repeats) == (1, 2)
    assert 0 < outcome.repeat_seconds < reports.sites["town"].seconds
    database = open_database(config.database)
    (home,) = store.results_of(database, 1)
    database.close()
    found = home.facts.measurement
    assert found is not None
    assert found.why == HOME or "the machine was busy" in found.why
    assert len(found.runs) == 3
    assert found.seconds > 0
    assert found.factor is not None
    assert reports.machine is not None
    assert found.factor == reports.machine.factor
