"""The judge of disturbed crawls finds what is lost, twice, open or changed, and nothing else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bench.database import crawl_site
from bench.soak.record import read_record
from bench.soak.verify import violations
from bench.soak_jobs import KINDS, choose
from bench.websites import START, FictionalSite
from crawler.database import store
from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from tests.database.samples import DIGEST, PICTURE

if TYPE_CHECKING:
    from pathlib import Path

SITES = [FictionalSite(1, number, 3) for number in range(2)]
ADDRESSES = [site.url for site in SITES]
# What a crash may leave, as SQL; and what must be said of it.
BROKEN = {
    "a page is lost": (
        "DELETE FROM page_fact WHERE page_audit_id = 1; DELETE FROM page_score"
        " WHERE page_audit_id = 1; DELETE FROM finding WHERE first_seen_id = 1;"
        " DELETE FROM page_audit WHERE id = 1",
        "lost: audit of a page",
    ),
    "a page is there twice": (
        "INSERT INTO site_audit (website_id, crawl_id, state, started_at, ended_at, pages_planned,"
        " pages_scored, claim) SELECT 1, 2, state, started_at, ended_at, 0, 0, 1 FROM site_audit"
        " WHERE id = 1; INSERT INTO crawl SELECT 2, state, started_at, ended_at, register,"
        " selection, panel_size, allow_loopback FROM crawl",
        "too much: end of a website",
    ),
    "a website is open": (
        "UPDATE site_audit SET state = NULL, ended_at = NULL WHERE id = 2",
        "is in no named state",
    ),
    "a website was never begun": (
        "DELETE FROM page_fact; DELETE FROM page_score; DELETE FROM finding;"
        " DELETE FROM page_audit; DELETE FROM panel_page; DELETE FROM findability;"
        " DELETE FROM site_fact;"
        " DELETE FROM site_score; DELETE FROM site_audit",
        "is in no named state",
    ),
    "the crawl is not closed": (
        "UPDATE crawl SET state = 'running', ended_at = NULL",
        "crawls are running",
    ),
    "a website ends otherwise": (
        "UPDATE site_audit SET state = 'partial' WHERE id = 1",
        "lost: end of a website",
    ),
    "a page's score moves": (
        "UPDATE page_score SET mobile = mobile - 0.001 WHERE page_audit_id = 2",
        "mobile of the page",
    ),
    "a website's score is lost": (
        "DELETE FROM site_score WHERE site_audit_id = 2",
        "of the website",
    ),
    "speed is far off": ("UPDATE page_score SET speed = speed - 6", "speed of the page"),
    "a finding is lost": (
        "DELETE FROM finding WHERE (page_id, audit_id, signature) IN"
        " (SELECT page_id, audit_id, signature FROM finding LIMIT 1)",
        "lost: finding",
    ),
    "a finding recurs where none can": (
        "UPDATE finding SET state = 'recurring' WHERE (page_id, audit_id, signature) IN"
        " (SELECT page_id, audit_id, signature FROM finding LIMIT 1)",
        "too much: finding",
    ),
    "a piece of evidence is lost": (
        "DELETE FROM page_fact WHERE page_audit_id = 1 AND position = 0",
        "lost: piece of evidence",
    ),
    "a place of the panel came and went": (
        "INSERT INTO panel_place SELECT NULL, website_id, page_id, role, task, beyond, position,"
        " source, score, reason, supplier, replaces, chosen_at, chosen_at, 'gone', NULL"
        " FROM panel_place WHERE id = 1",
        "too much: place in a stored panel",
    ),
    "a row points to nothing": (
        "PRAGMA foreign_keys = OFF; UPDATE page_fact SET fact_id = 999999 WHERE page_audit_id = 1",
        "the database is not whole",
    ),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database of a small finished crawl, and its pictures."""
    folder = tmp_path_factory.mktemp("soak")
    Artifacts(folder / "artifacts").put(DIGEST, PICTURE)
    db = open_database(f"sqlite:///{folder / 'crawl.db'}", create=True)
    store.save_register(db, [council for site in SITES for council in site.councils(shared=False)])
    crawl = store.begin_crawl(db, started_at=START, register="soak")
    for site in SITES:
        crawl_site(db, crawl.id, site, 0, [])
    store.close_crawl(db, crawl.id, START)
    db.close()
    with closing(sqlite3.connect(folder / "crawl.db")) as connection, connection:
        connection.execute(
            "UPDATE page_audit SET screenshot_mobile = ?, screenshot_desktop = NULL",
            [bytes.fromhex(DIGEST)],
        )
    return folder


def judged(sound: Path, file: Path) -> list[str]:
    reference = read_record(f"sqlite:///{sound / 'crawl.db'}")
    return violations(f"sqlite:///{file}", sound / "artifacts", reference, ADDRESSES)


def test_a_crawl_like_the_undisturbed_one_is_sound(sound: Path) -> None:
    assert judged(sound, sound / "crawl.db") == []
    record = read_record(f"sqlite:///{sound / 'crawl.db'}")
    counters = (record.sites, record.pages, record.panels, record.places, record.findings)
    assert all(counters), "nothing to compare"
    assert record.evidence
    assert record.facts
    assert record.scores
    assert record.pictures == {DIGEST}


@pytest.mark.parametrize("name", BROKEN)
def test_what_a_crash_may_leave_is_found(sound: Path, tmp_path: Path, name: str) -> None:
    damage, said = BROKEN[name]
    broken = tmp_path / "broken.db"
    shutil.copy(sound / "crawl.db", broken)
    with closing(sqlite3.connect(broken)) as connection:
        connection.executescript(damage)
    found = judged(sound, broken)
    assert any(said in problem for problem in found), found


def test_a_picture_that_is_damaged_is_found(sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound, tmp_path / "copy")
    picture = Artifacts(tmp_path / "copy" / "artifacts").path(DIGEST)
    picture.write_bytes(PICTURE[:-1])
    (problem,) = judged(tmp_path / "copy", tmp_path / "copy" / "crawl.db")
    assert "not there, or damaged" in problem


def test_moments_are_chosen_by_the_seed_and_strike_in_every_way() -> None:
    kinds = list(KINDS)
    moments = choose(7, 25, kinds)
    assert moments == choose(7, 25, kinds)
    assert moments != choose(8, 25, kinds)
    assert {moment.kind for moment in moments} == set(KINDS)
    assert [moment.number for moment in moments] == list(range(1, 26))
