"""The file of a backup: a tar of the database as one file, what is known of it, and pictures.

database          an SQLite file, or a dump of PostgreSQL in its custom format
artifacts/…       each picture under its digest, where they were asked for
manifest.json     see `Manifest`; the last, since it counts the pictures that were there to be read
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from contextlib import contextmanager
from datetime import datetime
from typing import IO, TYPE_CHECKING

import msgspec
from msgspec import Struct

from crawler.errors import BackupDamaged, UnreadableFile, UnwritableFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from crawler.database.artifacts import Artifacts, Kept

FORMAT = 1
DATABASE = "database"
MANIFEST = "manifest.json"
PICTURES = "artifacts/"
_AT_ONCE = 1 << 20


class Manifest(Struct, frozen=True, kw_only=True):
    """What is in a backup. `kind` is "sqlite" or "postgresql", `revision` that of the tables;
    `tables` counts their rows, `size` and `sha256` are those of the database's file, and
    `pictures` is None where none were asked for."""

    format: int
    version: str
    kind: str
    revision: str
    made_at: datetime
    tables: dict[str, int]
    size: int = 0
    sha256: str = ""
    pictures: int | None = None


def write(
    path: Path, database: Path, manifest: Manifest, pictures: Iterable[Kept] | None = None
) -> Manifest:
    """Write a backup to `path`, whole or not at all, and return its manifest. Pictures
    that `prune` removes meanwhile are passed over. Raises `UnwritableFile`, or `UnreadableFile`
    where a picture is not ours to read."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                with database.open("rb") as content:
                    summing = _Summing(content)
                    info = tarfile.TarInfo(DATABASE)
                    info.size = os.fstat(content.fileno()).st_size
                    tar.addfile(info, summing)
                put = None if pictures is None else _add_pictures(tar, pictures)
                manifest = msgspec.structs.replace(
                    manifest,
                    size=info.size,
                    sha256=summing.digest.hexdigest(),
                    pictures=put,
                )
                said = msgspec.json.format(msgspec.json.encode(manifest))
                _add(tar, MANIFEST, said)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise UnwritableFile(path=path, detail=error.strerror or error) from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _add_pictures(tar: tarfile.TarFile, pictures: Iterable[Kept]) -> int:
    count = 0
    for picture in pictures:
        try:
            content = picture.path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UnreadableFile(path=picture.path, detail=error.strerror or error) from None
        _add(tar, PICTURES + picture.digest, content)
        count += 1
    return count


def read(path: Path) -> Manifest:
    """Return what a backup says of itself. Raises `BackupDamaged`."""
    with _opened(path) as tar:
        return _manifest(tar, path)


def unpack(path: Path, into: Path, shelf: Artifacts) -> Manifest:
    """Write the database of a backup to the file `into`, and put its pictures on the shelf. Raises
    `BackupDamaged` when its bytes are not those that were written, and `UnwritableFile`."""
    with _opened(path) as tar:
        manifest = _manifest(tar, path)
        try:
            with _member(tar, DATABASE, path) as content, into.open("wb") as file:
                summing = _Summing(content)
                while chunk := summing.read(_AT_ONCE):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UnwritableFile(path=into, detail=error.strerror or error) from None
        if summing.digest.hexdigest() != manifest.sha256:
            raise BackupDamaged(path=path, detail="its database is not the one that was saved")
        found = 0
        for member in tar:
            if member.name.startswith(PICTURES):
                found += 1
                _put(tar, member, path, shelf)
        if found != (manifest.pictures or 0):
            detail = f"it has {found:,} pictures of {manifest.pictures or 0:,}"
            raise BackupDamaged(path=path, detail=detail)
        return manifest


def sync_folder(folder: Path) -> None:
    """Let what was renamed in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Summing:
    """Bytes that are summed up while they are read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._content.read(size)
        self.digest.update(chunk)
        return chunk


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, "r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise BackupDamaged(path=path, detail=error) from None
    except OSError as error:
        raise BackupDamaged(path=path, detail=error.strerror or error) from None


def _member(tar: tarfile.TarFile, name: str, path: Path) -> IO[bytes]:
    try:
        content = tar.extractfile(name)
    except KeyError:
        content = None
    if content is None:
        raise BackupDamaged(path=path, detail=f"it has no {name}")
    return content


def _manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    try:
        with _member(tar, MANIFEST, path) as content:
            return msgspec.json.decode(content.read(), type=Manifest)
    except msgspec.MsgspecError as error:
        raise BackupDamaged(path=path, detail=f"its manifest is not readable: {error}") from None


def _put(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path, shelf: Artifacts) -> None:
    digest = member.name.removeprefix(PICTURES)
    with _member(tar, member.name, path) as content:
        try:
            kept = shelf.put(digest, content.read())
        except ValueError as error:
            raise BackupDamaged(path=path, detail=error) from None
    if not kept:
        raise BackupDamaged(path=path, detail=f"the picture {digest} could not be kept")


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, io.BytesIO(content))
