"""Jobs run on a real SQLite file and on a real PostgreSQL."""

from tests.database.conftest import (
    empty_url,
    kind,
    migrated_postgresql,
    migrated_sqlite,
    postgresql,
    url,
)

__all__ = ["empty_url", "kind", "migrated_postgresql", "migrated_sqlite", "postgresql", "url"]
