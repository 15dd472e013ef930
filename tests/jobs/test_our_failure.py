"""What is broken on our side is said of us, never of a council's website."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.errors import CouncilNotInForce, MissingPackages
from crawler.jobs.crawl import run_crawl
from crawler.jobs.messages import SiteEnded, SiteOrder
from crawler.records import EndState
from crawler.register import read_register, websites
from tests.jobs.crawling import config_for, start
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.config import Config

STARTS_NEVER = "#!/bin/sh\n[ \"$1\" = --version ] && echo 'Chromium 150.0.1.2' || exit 3\n"


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    write_site(tmp_path / "sites", "good")
    with SiteServer(tmp_path / "sites") as server:
        yield config_for(tmp_path, server)


def test_a_browser_that_does_not_start_is_our_failure(config: Config, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text(STARTS_NEVER)
    broken.chmod(0o755)
    crawl = start(config, USABILITY_CHROMIUM=str(broken))
    printed, complaint = crawl.communicate(timeout=90)
    assert crawl.returncode == 1, complaint
    assert "Our failure" in printed
    assert "Unreachable" not in printed
    database = queries.open_for_reading(config.database)
    (summary,) = queries.crawls(database)
    database.close()
    assert summary.states == {EndState.FAILED: 1}


@pytest.mark.parametrize("package", ["axe-core", "html_codesniffer", "lighthouse"])
def test_missing_packages_are_said_before_anything_is_fetched(
    config: Config, tmp_path: Path, package: str
) -> None:
    modules = tmp_path / "node_modules"
    for name in {"axe-core", "html_codesniffer", "lighthouse"} - {package}:
        (modules / name).mkdir(parents=True)
        (modules / name / "package.json").write_text("{}")
    lacking = msgspec.structs.replace(config, node_modules=modules)
    with pytest.raises(MissingPackages, match=package):
        run_crawl(lacking, read_register(config.register))
    assert not (tmp_path / "crawl.db").exists()


def test_a_lane_that_starts_too_late_is_our_failure(config: Config) -> None:
    councils = read_register(config.register)
    (website,) = websites(councils)
    now = datetime.now(UTC)
    database = open_database(config.database, create=True)
    store.save_register(database, councils)
    crawl = store.begin_crawl(database, started_at=now, register="register.csv")
    audit = store.begin_site(database, crawl.id, website.url, now).site_audit_id
    database.close()
    order = SiteOrder(website=website, site_audit_id=audit, claim=1, config=config, tasks=())
    code = (
        "from crawler.browser import handler; handler.LANE_START_SECONDS = 0.01\n"
        "from crawler.jobs.site import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(order.to_line())
        process.stdin.flush()
        ended = msgspec.json.decode(process.stdout.read(), type=SiteEnded)
        process.stdin.close()
    assert ended.state is EndState.FAILED
    assert "longer than 0.01 seconds" in ended.reason


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"valid_to": date(2020, 3, 31), "succeeded_by": "new-good"},
            "ended on 31 March 2020, so there is nothing to audit. Choose its successor, new-good.",
        ),
        ({"valid_to": date(2020, 3, 31)}, "Choose another."),
        ({"valid_from": date(2199, 4, 1)}, "begins on 1 April 2199"),
    ],
)
def test_a_council_that_does_not_exist_today_is_refused_by_name(
    config: Config, change: dict[str, object], words: str
) -> None:
    (council,) = read_register(config.register)
    other = msgspec.structs.replace(council, **change)
    with pytest.raises(CouncilNotInForce, match=words) as caught:
        run_crawl(config, [other], slugs=["good"])
    assert caught.value.exit_code == 2
