from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from crawler.cli import usability as program

if TYPE_CHECKING:
    from pathlib import Path


def usability(*arguments: str, **environment: str) -> Result:
    """Run `usability db …` through the whole program, as a person does."""
    return CliRunner(env=dict(environment)).invoke(program, ["db", *arguments])


def test_upgrade_and_check(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'usability.db'}"
    missing = usability("check", "--database", url)
    assert missing.exit_code == 1
    assert "usability db upgrade" in missing.stderr
    assert "is now up to date" in usability("upgrade", "--database", url).stdout
    assert "was up to date" in usability("upgrade", USABILITY_DATABASE=url).stdout
    assert "as expected" in usability("check", USABILITY_DATABASE=url).stdout


def test_drift_is_said(tmp_path: Path) -> None:
    path = tmp_path / "usability.db"
    usability("upgrade", "--database", f"sqlite:///{path}")
    database = sqlite3.connect(path)
    database.execute("ALTER TABLE crawl ADD COLUMN moon TEXT")
    database.commit()
    database.close()
    drifted = usability("check", "--database", f"sqlite:///{path}")
    assert drifted.exit_code == 1
    assert "moon" in drifted.stderr
