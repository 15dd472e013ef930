"""Killed writers and several writers: nothing is lost, nothing is there twice."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crawler.database import models, store
from crawler.database.states import FindingState
from tests.database.samples import MONDAY, SITE
from tests.database.writer import ELEMENTS, PAGES, results

if TYPE_CHECKING:
    from crawler.database.session import Database

CHECKOUT = Path(__file__).parents[2]
KILLS = 5


def start(url: str, *sites: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.database.writer", url, *sites],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )


def audits(db: Database) -> dict[str, int]:
    with db.read() as session:
        rows = session.execute(
            select(models.Website.url, models.SiteAudit.id).join(
                models.SiteAudit, models.SiteAudit.website_id == models.Website.id
            )
        ).all()
    assert len(rows) == len({row.url for row in rows}), "one audit a website"
    return {row.url: row.id for row in rows}


def require_whole(db: Database, site: str, acknowledged: set[str]) -> None:
    """Every page that was acknowledged is there, and what is there is complete and right."""
    expected = {each.page.url: each for each in results(site)}
    kept = store.results_of(db, audits(db)[site])
    assert {each.page.url for each in kept} >= acknowledged
    for each in kept:
        assert each == expected[each.page.url]
    with db.read() as session:
        lives = session.scalars(select(models.Finding.state)).all()
    assert lives == [FindingState.NEW] * (len(kept) * len(ELEMENTS))


def test_a_killed_writer_loses_nothing_and_repeats_nothing(db: Database, url: str) -> None:
    chance = random.Random()  # noqa: S311 -- any moment will do, another one in each run
    acknowledged: set[str] = set()
    for _ in range(KILLS):
        child = start(url, SITE)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        # Killed at any moment between its first transaction and a few pages later.
        killing = threading.Timer(chance.uniform(0, 0.12), child.kill)
        killing.start()
        acknowledged |= {line.strip() for line in child.stdout if line.endswith("\n")}
        killing.join()
        child.communicate()
        if SITE in _begun(db):
            require_whole(db, SITE, acknowledged)
        if len(acknowledged) == PAGES:
            break
    last = start(url, SITE)
    _, complaints = last.communicate(timeout=120)
    assert last.returncode == 0, complaints
    require_whole(db, SITE, {each.page.url for each in results(SITE)})
    with db.read() as session:
        for table, count in ((models.PageAudit, PAGES), (models.PageScore, PAGES)):
            assert session.scalar(select(func.count()).select_from(table)) == count
        assert session.scalar(select(func.count()).select_from(models.Crawl)) == 1


def test_writers_at_once_on_the_same_and_on_different_sites(db: Database, url: str) -> None:
    others = [f"https://site-{number}.example/" for number in range(3)]
    writers = [start(url, SITE, other) for other in others]
    for writer in writers:
        _, complaints = writer.communicate(timeout=200)
        assert writer.returncode == 0, complaints
    found = audits(db)
    assert set(found) == {SITE, *others}
    for site in found:
        assert store.results_of(db, found[site]) == tuple(results(site))
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(models.PageAudit)) == 4 * PAGES
        lives = session.scalars(select(models.Finding.state)).all()
        assert lives == [FindingState.NEW] * (4 * PAGES * len(ELEMENTS))
        assert session.scalar(select(func.count()).select_from(models.Crawl)) == 1


def test_a_reader_sees_whole_pages_while_another_writes(db: Database, url: str) -> None:
    """Readers are never locked out and never see half a page."""
    writer = start(url, SITE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    ticket = store.begin_crawl(db, started_at=MONDAY, register="r")
    audit = store.begin_site(db, ticket.id, SITE, MONDAY).site_audit_id
    expected = {each.page.url: each for each in results(SITE)}
    deadline = time.monotonic() + 100
    seen = 0
    while seen < PAGES:
        kept = store.results_of(db, audit)
        assert all(each == expected[each.page.url] for each in kept)
        assert len(kept) >= seen
        seen = len(kept)
        assert time.monotonic() < deadline
    _, complaints = writer.communicate(timeout=60)
    assert writer.returncode == 0, complaints


def _begun(db: Database) -> set[str]:
    with db.read() as session:
        return set(
            session.scalars(
                select(models.Website.url).join(
                    models.SiteAudit, models.SiteAudit.website_id == models.Website.id
                )
            )
        )
