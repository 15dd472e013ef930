from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from crawler.commands.db import db_group
from crawler.errors import DatabaseDrifted, DatabaseUnreadable

if TYPE_CHECKING:
    from pathlib import Path


def usability(*arguments: str, **environment: str) -> str:
    ran = CliRunner(env=dict(environment)).invoke(
        db_group, list(arguments), catch_exceptions=False, standalone_mode=False
    )
    return ran.output


def test_upgrade_and_check(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'usability.db'}"
    with pytest.raises(DatabaseUnreadable, match="usability db upgrade"):
        usability("check", "--database", url)
    assert "is now up to date" in usability("upgrade", "--database", url)
    assert "was up to date" in usability("upgrade", USABILITY_DATABASE=url)
    assert "as expected" in usability("check", USABILITY_DATABASE=url)


def test_drift_is_said(tmp_path: Path) -> None:
    path = tmp_path / "usability.db"
    usability("upgrade", "--database", f"sqlite:///{path}")
    database = sqlite3.connect(path)
    database.execute("ALTER TABLE crawl ADD COLUMN moon TEXT")
    database.commit()
    database.close()
    with pytest.raises(DatabaseDrifted, match="moon"):
        usability("check", "--database", f"sqlite:///{path}")
