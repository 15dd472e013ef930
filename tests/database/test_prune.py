"""What `usability prune` removes, and above all what it leaves."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from crawler.cli import usability as program
from crawler.config import Config
from crawler.database import store
from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from crawler.database.upkeep.retention import pictures_in_use
from crawler.errors import NotRemoved, NotTheirPictures, PicturesOfAnother
from crawler.facts.covering import Covering
from crawler.jobs import prune as room
from crawler.jobs.prune import prune
from crawler.records import EndState, Viewport
from tests.database.samples import MONDAY, SITE, WEEK, panel, result, site_score

if TYPE_CHECKING:
    from crawler.database.session import Database

OTHER = "https://www.westmere.example/"
OLD = time.time() - 3 * room.DAY


def picture(name: str) -> bytes:
    return f"RIFF {name}".encode()


def digest(name: str) -> str:
    return hashlib.sha256(picture(name)).hexdigest()


def put(shelf: Artifacts, name: str, at: float = OLD) -> str:
    """Put a picture, as if at that time."""
    shelf.put(digest(name), picture(name))
    os.utime(shelf.path(digest(name)), (at, at))
    return digest(name)


@pytest.fixture
def config(url: str, tmp_path: Path) -> Config:
    return Config(database=url, artifacts=tmp_path / "artifacts")


@pytest.fixture
def shelf(config: Config) -> Artifacts:
    return Artifacts(config.artifacts)


def audit(
    db: Database,
    week: int,
    shown: str,
    site: str = SITE,
    state: EndState | None = EndState.AUDITED,
    proof: str = "",
) -> None:
    """Audit a website in a crawl of that week; its home page has a screenshot, and a `proof`."""
    at = MONDAY + week * WEEK
    crawl = store.begin_crawl(db, started_at=at, register="r").id
    key = store.begin_site(db, crawl, site, at).site_audit_id
    pages = panel(1, site)
    store.save_panel(db, key, pages)
    if state is None or state.scored:
        each = result(pages[0], at)
        facts = replace(each.facts, screenshots={Viewport.MOBILE: digest(shown)})
        if proof:
            facts = replace(facts, covering=Covering(pictures=(digest(proof),)))
        store.save_page(db, key, replace(each, facts=facts))
    if state is not None:
        score = site_score(80.0, 1, 1) if state.scored else None
        store.close_site(db, key, state, "", score, at)
        store.close_crawl(db, crawl, at)


def test_the_last_two_crawls_of_each_website_keep_their_pictures(
    db: Database, config: Config, shelf: Artifacts
) -> None:
    """Whatever else was crawled meanwhile; and audits without scores take nobody's place."""
    for week, name in enumerate(("first", "second", "third")):
        audit(db, week, name, proof=f"proof of {name}")
    audit(db, 0, "of the other", OTHER)
    for week in (3, 4):
        audit(db, week, "none", state=EndState.UNREACHABLE)
    audit(db, 5, "under way", state=None)
    names = ("first", "second", "third", "under way", "of the other", "unknown")
    for name in (*names, "proof of first", "proof of second", "proof of third"):
        put(shelf, name)
    said = prune(config, db, time.time(), apply=False)
    assert [(heap.files, heap.bytes > 0) for heap in said.goes[:2]] == [(3, True), (0, False)]
    assert [heap.files for heap in said.stays] == [5, 1, 0, 0]
    assert shelf.read(digest("first"))
    assert prune(config, db, time.time(), apply=True) == said
    left = {each.digest for each in shelf.files()}
    gone = {digest(name) for name in ("first", "proof of first", "unknown")}
    assert left == {digest(name) for name in (*names, "proof of second", "proof of third")} - gone
    again = prune(config, db, time.time(), apply=True)
    assert [heap.files for heap in again.goes] == [0] * 6
    assert again.stays == said.stays


def test_what_is_shared_with_a_kept_page_or_was_put_today_stays(
    db: Database, config: Config, shelf: Artifacts
) -> None:
    for week, name in enumerate(("shared", "old", "shared", "newest")):
        audit(db, week, name)
    for name in ("shared", "old", "newest"):
        put(shelf, name)
    put(shelf, "of a page that is not saved yet", time.time() - 60)
    said = prune(config, db, time.time(), apply=True)
    assert said.goes[0].files == 1
    assert {each.digest for each in shelf.files()} == {
        digest(name) for name in ("shared", "newest", "of a page that is not saved yet")
    }


def test_a_picture_that_a_crawl_puts_again_counts_as_new(shelf: Artifacts) -> None:
    put(shelf, "again")
    assert shelf.put(digest("again"), picture("again"))
    assert not shelf.remove(digest("again"), time.time() - room.DAY)
    assert shelf.read(digest("again")) == picture("again")
    put(shelf, "again", OLD)
    assert shelf.remove(digest("again"), time.time() - room.DAY)
    assert list(shelf.files()) == []
    assert not shelf.remove(digest("again"), time.time())


def test_a_removal_that_was_killed_half_way_is_ended(
    db: Database, config: Config, shelf: Artifacts
) -> None:
    """Nothing that a page refers to stays lost: it is brought back."""
    audit(db, 0, "wanted")
    audit(db, 1, "there")
    put(shelf, "there")
    for name in ("wanted", "unwanted"):
        path = shelf.path(put(shelf, name))
        path.rename(path.with_name(f".gone-{digest(name)}"))
    (shelf.path(digest("there")).parent / ".new-abc").write_bytes(b"half")
    (shelf.path(digest("there")).parent / "README").write_text("not ours")
    now = time.time()
    assert prune(config, db, now, apply=True).stays[2].files == 3
    assert prune(config, db, now + 2 * room.DAY, apply=True).goes[1].files == 3
    assert shelf.read(digest("wanted")) == picture("wanted")
    assert {each.digest for each in shelf.files()} == {digest("wanted"), digest("there")}
    assert (shelf.path(digest("there")).parent / "README").is_file()


def test_the_folder_of_another_database_is_refused(
    db: Database, config: Config, shelf: Artifacts
) -> None:
    put(shelf, "of somebody else")
    with pytest.raises(NotTheirPictures, match="none that the database"):
        prune(config, db, time.time(), apply=True)
    assert shelf.read(digest("of somebody else"))


def test_pictures_of_a_database_beside_it_stay(
    db: Database, config: Config, shelf: Artifacts, tmp_path: Path, migrated_sqlite: Path
) -> None:
    audit(db, 0, "ours")
    beside = tmp_path / "usability.db.before-restore"
    shutil.copy(migrated_sqlite, beside)
    other = open_database(f"sqlite:///{beside}")
    audit(other, 0, "theirs")
    other.close()
    for name in ("ours", "theirs", "nobody's"):
        put(shelf, name, OLD)
    said = prune(config, db, time.time(), apply=True)
    assert (said.goes[0].files, said.stays[-1].files) == (1, 1)
    assert {each.digest for each in shelf.files()} == {digest("ours"), digest("theirs")}
    with sqlite3.connect(beside) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    with pytest.raises(PicturesOfAnother, match="before-restore"):
        prune(config, db, time.time(), apply=True)
    beside.write_bytes(beside.read_bytes()[:5000])
    with pytest.raises(PicturesOfAnother, match="before-restore"):
        prune(config, db, time.time(), apply=True)
    beside.unlink()
    with closing(sqlite3.connect(tmp_path / "usability-jobs.db")) as queue:
        queue.execute("CREATE TABLE job (id INTEGER)")
    prune(config, db, time.time(), apply=True)


def test_what_may_not_be_removed_is_named(
    db: Database, config: Config, shelf: Artifacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit(db, 0, "ours")
    put(shelf, "ours", OLD)
    path = shelf.path(put(shelf, "old", OLD))

    def refuse(self: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(NotRemoved, match=f"{path} cannot be removed: Permission denied"):
        prune(config, db, time.time(), apply=True)


def test_old_logs_and_folders_of_dead_crawls_go(
    db: Database, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    now = time.time()
    ages = {
        "logs/old.log": room.LOG_DAYS + 1, "logs/new.log": room.LOG_DAYS - 1,
        "temporary/usability-site-old/file": 2, "temporary/usability-site-new/file": 0.5,
        "temporary/somebody/file": 9, "usability.db.restoring-wal": 2,
        "backups/.old.tar.part": 2, "backups/new.tar": 9,
    }  # fmt: skip
    for name, days in ages.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        for each in (path, path.parent):
            os.utime(each, (now - days * room.DAY,) * 2)
    prune(config, db, now, apply=True)
    assert {name for name in ages if (tmp_path / name).exists()} == {
        *("logs/new.log", "temporary/usability-site-new/file", "temporary/somebody/file"),
        "backups/new.tar",
    }


def test_the_pictures_of_the_kept_crawls_are_read_from_all_evidence(db: Database) -> None:
    audit(db, 0, "shot", proof="proof")
    assert pictures_in_use(db).newest == {digest("shot"), digest("proof")}


def test_the_command_touches_nothing_unless_asked(
    own_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    url = f"sqlite:///{own_sqlite}"
    db = open_database(url)
    for week, name in enumerate(("first", "second", "third")):
        audit(db, week, name)
        put(Artifacts(tmp_path / "artifacts"), name)
    db.close()

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(program, ["prune", "--database", url, *arguments])

    said = run()
    assert "Nothing was touched" in said.stdout
    assert len(list(Artifacts(tmp_path / "artifacts").files())) == 3
    assert "Removed:" in run("--apply").stdout
    assert len(list(Artifacts(tmp_path / "artifacts").files())) == 2
