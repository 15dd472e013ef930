"""Two crawls of one request, from two folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from typing_extensions import override

from crawler.database import queries
from crawler.jobs.crawl import run_crawl
from crawler.records import EndState
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.jobs.reporter import CrawlOutcome


def test_both_report_all_and_each_website_is_audited_once(tmp_path: Path) -> None:
    for slug in ("first", "second"):
        write_site(tmp_path / "sites", slug, robots="User-agent: *\nDisallow: /\n")
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server)
        councils = read_register(config.register)
        elsewhere = replace(config, artifacts=tmp_path / "elsewhere" / "artifacts")
        inner = Reports()

        class Meanwhile(Reports):
            @override
            def crawl_started(self, *_: object) -> None:
                outcomes.append(run_crawl(elsewhere, councils, reporter=inner))

        outcomes: list[CrawlOutcome] = []
        outer = Meanwhile()
        outcomes.append(run_crawl(config, councils, reporter=outer))
        loads = [len(server.log(slug)) for slug in ("first", "second")]
    assert outcomes[0].resumed
    assert outcomes[0].crawl_id == outcomes[1].crawl_id
    assert loads == [1, 1], "robots.txt, once"
    for reports in (inner, outer):
        states = {slug: report.ended.state for slug, report in reports.sites.items()}
        assert states == dict.fromkeys(("first", "second"), EndState.DISALLOWED)
    database = queries.open_for_reading(config.database)
    (crawl,) = queries.crawls(database)
    database.close()
    assert (crawl.websites, crawl.open) == (2, 0)
    assert crawl.state is queries.CrawlState.FINISHED
