"""What an operator imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from crawler.database import models
from crawler.database.queries.shapes import LocalLinksImport

if TYPE_CHECKING:
    from crawler.database.session import Database


def local_links_count(db: Database) -> int:
    """Return how many Local Links were imported; 0 when none ever were."""
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(models.LocalLink)) or 0


def local_links_import(db: Database) -> LocalLinksImport | None:
    """Return where the Local Links came from and when; None when none ever were imported."""
    with db.read() as session:
        row = session.execute(
            select(models.LocalLinksImport.source, models.LocalLinksImport.imported_at)
        ).one_or_none()
        return None if row is None else LocalLinksImport(source=row.source, at=row.imported_at)
