from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from crawler.database.artifacts import LARGEST, Artifacts
from tests.database.samples import DIGEST, PICTURE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    return Artifacts(tmp_path / "artifacts")


def files(artifacts: Artifacts) -> list[Path]:
    return [path for path in artifacts.root.rglob("*") if path.is_file()]


def test_what_is_put_can_be_read(artifacts: Artifacts) -> None:
    assert artifacts.read(DIGEST) is None
    assert artifacts.put(DIGEST, PICTURE)
    assert artifacts.put(DIGEST, PICTURE)
    assert artifacts.read(DIGEST) == PICTURE
    assert files(artifacts) == [artifacts.path(DIGEST)]
    assert artifacts.path(DIGEST).relative_to(artifacts.root).parts == (
        DIGEST[:2],
        DIGEST[2:4],
        DIGEST,
    )


def test_what_is_too_large_is_refused_and_said(
    artifacts: Artifacts, caplog: pytest.LogCaptureFixture
) -> None:
    content = b"x" * (LARGEST + 1)
    assert not artifacts.put(hashlib.sha256(content).hexdigest(), content)
    assert "2000001 bytes, over 2000000" in caplog.text
    assert not artifacts.root.exists()


def test_a_wrong_digest_is_refused_and_said(
    artifacts: Artifacts, caplog: pytest.LogCaptureFixture
) -> None:
    assert not artifacts.put("ab" * 32, PICTURE)
    assert "another digest" in caplog.text
    assert not artifacts.root.exists()


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "AB" * 32, "ab" * 31, "/" * 64])
def test_no_digest_points_elsewhere(artifacts: Artifacts, digest: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256 digest"):
        artifacts.path(digest)


def test_damage_is_noticed(artifacts: Artifacts, caplog: pytest.LogCaptureFixture) -> None:
    artifacts.put(DIGEST, PICTURE)
    artifacts.path(DIGEST).write_bytes(b"something else")
    assert artifacts.read(DIGEST) is None
    assert "damaged" in caplog.text


def test_a_failed_write_leaves_nothing(
    artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert not artifacts.put(DIGEST, PICTURE)
    assert "No space" in caplog.text
    assert files(artifacts) == []
