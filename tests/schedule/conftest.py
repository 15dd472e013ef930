"""Databases for schedules at work: SQLite, unless a test asks for both kinds."""

from __future__ import annotations

import pytest

from tests.database.conftest import db, migrated_postgresql, migrated_sqlite, postgresql, url

__all__ = ["db", "kind", "migrated_postgresql", "migrated_sqlite", "postgresql", "url"]


@pytest.fixture
def kind() -> str:
    return "sqlite"
