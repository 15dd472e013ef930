"""The folder of bulky evidence: each picture once, under its own digest."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path

LOG = logging.getLogger(__name__)
LARGEST = 2_000_000


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


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
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
