"""A website's process that may not write to the database any more, or cannot."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.database import store
from crawler.database.session import Database, open_database
from crawler.errors import CrawlFailed, DatabaseAway, DatabaseLost
from crawler.jobs.messages import (
    DATABASE_LOST,
    ORPHANED,
    STOPPED,
    TAKEN_OVER,
    DatabaseFailed,
    Progress,
    SiteEnded,
    SiteOrder,
)
from crawler.jobs.watch import Died, run_order
from crawler.register import read_register, websites
from tests.jobs.crawling import config_for, until
from tests.jobs.test_child import let_each_say
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.config import Config
    from crawler.database.store import SiteClaim

SLOWER = '[[behaviour.rules]]\npath = "/accessibility-statement"\ndelay = 1.0\n'
SITE = "from crawler.jobs.site import main; main()"
IMPATIENT = "from crawler.database import session; session.BUSY_SECONDS = session.TRIES = 1; "


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SiteServer]:
    write_site(tmp_path / "sites", "one", behaviour=SLOWER)
    with SiteServer(tmp_path / "sites") as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, server: SiteServer) -> Config:
    return config_for(tmp_path, server)


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    database = open_database(config.database, create=True)
    store.save_register(database, read_register(config.register))
    yield database
    database.close()


def begun(config: Config, database: Database) -> tuple[SiteClaim, SiteOrder]:
    (website,) = websites(read_register(config.register))
    now = datetime.now(UTC)
    crawl = store.begin_crawl(database, started_at=now, register="register.csv")
    claim = store.begin_site(database, crawl.id, website.url, now, worker="first-1")
    order = SiteOrder(
        website=website,
        site_audit_id=claim.site_audit_id,
        claim=claim.claim,
        crawl=crawl.id,
        config=config,
    )
    return claim, order


def child(order: SiteOrder, code: str = SITE) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(order.to_line())
    process.stdin.flush()
    return process


def said(process: subprocess.Popen[bytes]) -> list[Progress]:
    assert process.stdout is not None
    return [msgspec.json.decode(line, type=Progress) for line in process.stdout]


def test_a_process_whose_website_was_claimed_loads_and_writes_nothing_more(
    config: Config, database: Database, server: SiteServer
) -> None:
    claim, order = begun(config, database)
    with child(order) as process:
        until(lambda: server.hits("one", "/accessibility-statement") == 1, "the second page")
        newer = store.claim_site(database, claim.site_audit_id)
        messages = said(process)
        assert process.wait(120) == TAKEN_OVER
    assert not any(isinstance(message, SiteEnded) for message in messages)
    assert server.hits("one", "/contact") == server.hits("one", "/bins") == 0
    (home,) = store.results_of(database, claim.site_audit_id)
    assert home.page.url == order.website.url
    again = store.claim_site(database, claim.site_audit_id)
    assert not again.closed
    assert again.claim == newer.claim + 1


def test_a_process_that_is_locked_out_leaves_its_website_open(
    config: Config, database: Database
) -> None:
    claim, order = begun(config, database)
    locked = sqlite3.connect(database.file or "", isolation_level=None)
    locked.execute("BEGIN IMMEDIATE")
    try:
        with child(order, IMPATIENT + SITE) as process:
            messages = said(process)
            assert process.wait(120) == DATABASE_LOST
    finally:
        locked.close()
    failed = messages[-1]
    assert isinstance(failed, DatabaseFailed)
    assert failed.passing
    assert "locked" in failed.detail
    assert not store.claim_site(database, claim.site_audit_id).closed


@pytest.mark.parametrize(("passing", "error"), [(True, DatabaseAway), (False, DatabaseLost)])
async def test_its_parent_says_so_and_closes_no_website(
    config: Config,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    passing: bool,
    error: type[DatabaseLost],
) -> None:
    _, order = begun(config, database)
    failed = DatabaseFailed(url=config.database, detail="database is full", passing=passing)
    let_each_say(tmp_path, monkeypatch, failed, then=f"exit {DATABASE_LOST}")
    with pytest.raises(DatabaseLost, match=r"crawl\.db .*database is full") as raised:
        await run_order(order, (), SiteEnded, lambda _: None)
    assert type(raised.value) is error


async def test_a_process_that_cannot_be_started_ends_the_crawl_and_no_website(
    config: Config, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As on a full disk: each website in turn would end as our failure."""
    _, order = begun(config, database)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(CrawlFailed, match=r"none.*run the same command again"):
        await run_order(order, (), SiteEnded, lambda _: None)
    assert store.site_states(database, 1) == {order.website.url: None}


@pytest.mark.parametrize(
    ("then", "dead"),
    [
        (f"exit {STOPPED}", True),
        (f"exit {ORPHANED}", True),
        ("kill -9 $$", True),
        ("exit 1", False),
    ],
)
async def test_what_was_killed_or_told_to_stop_may_be_tried_again(
    config: Config,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    then: str,
    dead: bool,
) -> None:
    _, order = begun(config, database)
    let_each_say(tmp_path, monkeypatch, then=then)
    why = await run_order(order, (), SiteEnded, lambda _: None)
    assert isinstance(why, str)
    assert isinstance(why, Died) is dead
