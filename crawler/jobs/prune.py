"""What `usability prune` would remove, and removing it.

It is safe while crawls run, here or on other machines that share the folder: a picture that a
crawl puts is young, and one that it put long ago and refers to again is touched when it does.
Nothing that is removed is read again before its own removal, so one that is killed is run again.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from crawler.database.upkeep.retention import (
    closed_terms,
    drop_closed_terms,
    pictures_in_use,
)
from crawler.errors import (
    DatabaseNewer,
    DatabaseOutdated,
    DatabaseUnreadable,
    NotRemoved,
    NotTheirPictures,
    PicturesOfAnother,
)
from crawler.jobs.child import SCRATCH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.config import Config
    from crawler.database.artifacts import Kept
    from crawler.database.session import Database
    from crawler.database.upkeep.retention import PicturesInUse

DAY = 86_400.0
_SQLITE = b"SQLite format 3\0"
"""https://www.sqlite.org/fileformat2.html#magic_header_string"""
_NAMES = ("*.db*", "*.sqlite*")
LOG_DAYS = 30


class Heap(Struct):
    """Files, or rows, of one kind."""

    kind: str
    files: int = 0
    bytes: int = 0

    def add(self, size: int) -> None:
        self.files += 1
        self.bytes += size


class Pruning(Struct):
    """What goes and what stays, and why. `missing` counts the pictures that the kept crawls refer
    to and that are not in this folder."""

    goes: tuple[Heap, ...]
    stays: tuple[Heap, ...]
    missing: int


def prune(config: Config, db: Database, now: float, *, apply: bool) -> Pruning:
    """Say what is not to be kept at `now` (seconds since 1970), and with `apply` remove it.

    Raises `NotTheirPictures` when the folder holds pictures, and none that the database refers to,
    `PicturesOfAnother` when a database beside it cannot be asked for its own, and `NotRemoved`.
    """
    try:
        return _prune(config, db, now, apply=apply)
    except OSError as error:
        path = error.filename or config.artifacts
        raise NotRemoved(path=path, detail=error.strerror or error) from error


def _prune(config: Config, db: Database, now: float, *, apply: bool) -> Pruning:
    young = now - DAY
    shelf = Artifacts(config.artifacts)
    # Listed before the database is asked: what is put after that is not listed, or is touched.
    files = list(shelf.files())
    pictures = _Pictures(shelf, files, pictures_in_use(db), young)
    pictures.require_ours(config, db)
    pictures.leave(_of_others(config, db))
    logs = _old_logs(config, now - LOG_DAYS * DAY)
    begun = _begun(config, young)
    folders = _old_folders(young)
    terms, size = closed_terms(db)
    goes = (
        _heap("pictures of older crawls", ((each.size) for each in pictures.old)),
        _heap("what killed processes left among them", (each.size for each in pictures.left)),
        _heap(f"logs of websites, {LOG_DAYS} days old", (_size(path) for path in logs)),
        _heap("backups and restores that were killed", (_size(path) for path in begun)),
        _heap("temporary folders of dead crawls", (_size(path) for path in folders)),
        Heap("terms of closed crawls (rows)", terms, size),
    )
    if apply:
        pictures.remove(young)
        for path in (*logs, *begun):
            path.unlink(missing_ok=True)
        for path in folders:
            shutil.rmtree(path, ignore_errors=True)
        drop_closed_terms(db)
    return Pruning(goes, pictures.stays, pictures.missing)


class _Pictures:
    """The files among the artifacts, sorted by what is to become of them."""

    def __init__(
        self, shelf: Artifacts, files: Iterable[Kept], used: PicturesInUse, young: float
    ) -> None:
        self._shelf = shelf
        self._used = used.newest | used.under_way
        self.old: list[Kept] = []
        self.left: list[Kept] = []
        newest = Heap("pictures of the last two crawls of their website")
        under_way = Heap("pictures of audits under way")
        fresh = Heap("other pictures and beginnings, written in the last day")
        self.stays: tuple[Heap, ...] = (newest, under_way, fresh)
        self._there: set[str] = set()
        for each in files:
            if each.whole:
                self._there.add(each.digest)
            if each.whole and each.digest in used.newest:
                newest.add(each.size)
            elif each.whole and each.digest in used.under_way:
                under_way.add(each.size)
            elif each.put_at > young:
                fresh.add(each.size)
            elif each.whole:
                self.old.append(each)
            else:
                self.left.append(each)

    @property
    def missing(self) -> int:
        return len(self._used - self._there)

    def require_ours(self, config: Config, db: Database) -> None:
        if self.old and not self._used & self._there:
            raise NotTheirPictures(path=config.artifacts, url=db.url)

    def leave(self, others: frozenset[str]) -> None:
        """Keep what other databases refer to."""
        self.stays = (*self.stays, theirs := Heap("pictures of other databases in the folder"))
        for each in self.old:
            if each.digest in others:
                theirs.add(each.size)
        self.old = [each for each in self.old if each.digest not in others]
        self._used |= others & {each.digest for each in self.left}

    def remove(self, young: float) -> None:
        for each in self.old:
            self._shelf.remove(each.digest, young)
        for each in self.left:
            self._shelf.sweep(each, wanted=each.digest in self._used)


def _of_others(config: Config, db: Database) -> frozenset[str]:
    """The pictures of the SQLite databases of ours that lie beside the artifacts, or beside this
    one, such as one that was set aside by a restore: they share the folder."""
    places = {config.artifacts.parent.resolve()} | ({db.file.parent} if db.file else set())
    found: set[str] = set()
    beside = {path for place in places for name in _NAMES for path in place.glob(name)}
    for path in sorted(beside):
        if path.resolve() == db.file or not _may_be_ours(path):
            continue
        try:
            other = open_database(f"sqlite:///{path}", reading=True)
        except (DatabaseUnreadable, DatabaseOutdated, DatabaseNewer) as error:
            detail = str(error).split(". ")[0]
            raise PicturesOfAnother(path=config.artifacts, other=path, detail=detail) from error
        with closing(other):
            used = pictures_in_use(other)
        found |= used.newest | used.under_way
    return frozenset(found)


def _may_be_ours(path: Path) -> bool:
    """Whether a file is a database with our tables, and not a queue or a log; also where we cannot
    tell."""
    if not path.is_file() or ".restoring" in path.name:  # a restore's, which is not yet one
        return False
    try:
        with path.open("rb") as file:
            if file.read(len(_SQLITE)) != _SQLITE:
                return False
        # For reading only: nothing is left beside it.
        uri = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'site_audit'")
            return found.fetchone() is not None
    except (OSError, sqlite3.Error):
        return True


def _old_logs(config: Config, before: float) -> list[Path]:
    return list(_older((config.artifacts.parent / "logs").glob("*.log"), before))


def _begun(config: Config, before: float) -> list[Path]:
    folder = config.artifacts.parent
    places = {folder, config.database_file.parent if config.database_file else folder}
    found = {path for place in places for path in place.glob("*.restoring*")}
    for end in ("part", "database", "database-*"):
        found.update((folder / "backups").glob(f".*.{end}"))
    return sorted(_older(found, before))


def _old_folders(before: float) -> list[Path]:
    """Of crawls that were killed with all that watched over them. None lives for a day."""
    return list(_older(Path(tempfile.gettempdir()).glob(f"{SCRATCH}*"), before))


def _older(paths: Iterable[Path], before: float) -> Iterator[Path]:
    for path in paths:
        try:
            if path.lstat().st_mtime < before:
                yield path
        except FileNotFoundError:
            continue


def _heap(kind: str, sizes: Iterable[int]) -> Heap:
    heap = Heap(kind)
    for size in sizes:
        heap.add(size)
    return heap


def _size(path: Path) -> int:
    try:
        if path.is_dir():
            return sum(each.lstat().st_size for each in path.rglob("*") if each.is_file())
        return path.lstat().st_size
    except OSError:
        return 0
