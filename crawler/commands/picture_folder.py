"""A folder of pictures for people: files that a double click opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.errors import UnwritableFile

if TYPE_CHECKING:
    from pathlib import Path


class PictureFolder:
    """Where pictures are put. Raises `UnwritableFile`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableFile(path=path, detail=error.strerror) from None

    def keep(self, digest: str, content: bytes) -> Path:
        """Put a picture there and return where it is."""
        path = picture_path(self._path, digest)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise UnwritableFile(path=path, detail=error.strerror) from None
        return path


def picture_path(folder: Path, digest: str) -> Path:
    """Where a picture of that digest is, or would be."""
    return folder / f"{digest}.webp"
