"""The folder of bulky evidence: each picture once, under its own digest."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG = logging.getLogger(__name__)
LARGEST = 2_000_000
# A file that is being written, and one that is being removed; the digest follows.
_NEW = ".new-"
_GONE = ".gone-"


class Kept(Struct, frozen=True):
    """A file in the folder: its bytes, and when it was last put, in seconds since 1970. A `whole`
    one is a picture; others were left by a process that was killed, and `digest` may be ""."""

    path: Path
    digest: str
    size: int
    put_at: float
    whole: bool = True


class Artifacts:
    """A folder of files named by the SHA-256 of their bytes, fanned out over two levels.

    A file is there whole or not at all: it is written beside its place and then renamed, so any
    number of processes may put the same one at once and any may be killed.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: str) -> Path:
        """Return where the artifact of that digest is or would be. Raises ValueError for a digest
        that is not 64 lower-case hexadecimal digits, so that none can point elsewhere."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            message = f"not a SHA-256 digest: {digest!r}"
            raise ValueError(message)
        return self.root / digest[:2] / digest[2:4] / digest

    def put(self, digest: str, content: bytes) -> bool:
        """Keep `content` and return whether it is kept now.

        Content over 2 MB, or that does not match its digest, is refused and logged as an error, as
        is what cannot be written: a lost picture must not cost the audit that it illustrates.
        """
        path = self.path(digest)
        if len(content) > LARGEST:
            LOG.error("artifact %s refused: %d bytes, over %d", digest, len(content), LARGEST)
            return False
        if hashlib.sha256(content).hexdigest() != digest:
            LOG.error("artifact %s refused: its bytes have another digest", digest)
            return False
        try:
            _write(path, content)
        except OSError as error:
            LOG.error("artifact %s was not kept: %s", digest, error)  # noqa: TRY400 -- no defect
            return False
        return True

    def read(self, digest: str) -> bytes | None:
        """Return the bytes, or None when they are not there or no longer match their digest."""
        try:
            content = self.path(digest).read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(content).hexdigest() != digest:
            LOG.error("artifact %s is damaged", digest)
            return None
        return content

    def files(self) -> Iterator[Kept]:
        """Every file of ours in the folder, in no order. What is no file of ours is passed over."""
        for first in _folders(self.root):
            for second in _folders(first):
                for path in second.iterdir():
                    if (kept := _kept(path, first.name + second.name)) is not None:
                        yield kept

    def pictures(self) -> Iterator[Kept]:
        """Every whole picture in the folder, in no order."""
        return (each for each in self.files() if each.whole)

    def remove(self, digest: str, unless_put_after: float) -> bool:
        """Remove a picture and return whether it is gone: not when somebody has put it again since.

        It is renamed first, so that whoever puts it now finds it gone and writes it; and one that
        was put just before that is brought back. Killed between the two, `sweep` ends it.
        """
        path = self.path(digest)
        aside = path.with_name(_GONE + digest)
        try:
            path.rename(aside)
            if aside.stat().st_mtime > unless_put_after:
                aside.replace(path)
                return False
            aside.unlink()
        except FileNotFoundError:
            return False  # another did it
        return True

    def sweep(self, left: Kept, *, wanted: bool) -> None:
        """Remove what a killed process left; or bring it back, where the picture is `wanted`."""
        try:
            if wanted:
                left.path.replace(self.path(left.digest))
            else:
                left.path.unlink()
        except FileNotFoundError:
            pass


def _folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return [path for path in root.iterdir() if len(path.name) == 2 and path.is_dir()]


def _kept(path: Path, start: str) -> Kept | None:
    whole = not path.name.startswith((_NEW, _GONE))
    digest = "" if path.name.startswith(_NEW) else path.name.removeprefix(_GONE)
    ours = len(digest) == 64 and digest.startswith(start) and set(digest) <= set("0123456789abcdef")
    if digest and not ours:
        return None
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    # Renaming, which is how a removal begins, moves the time of change and not that of writing.
    put_at = status.st_mtime if whole else max(status.st_mtime, status.st_ctime)
    return Kept(path, digest, status.st_size, put_at, whole)


def _write(path: Path, content: bytes) -> None:
    try:
        os.utime(path)  # so that `usability prune` takes it for new: somebody refers to it anew
    except FileNotFoundError:
        pass
    except PermissionError:
        return
    else:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_NEW)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
