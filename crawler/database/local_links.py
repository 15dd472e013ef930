"""GOV.UK's Local Links, as an operator imported them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, text

from crawler.database import models
from crawler.database.upsert import insert
from crawler.records import LocalLink

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from crawler.database.session import Database

# Any number will do, as long as all of us use the same.
_IMPORT_LOCK = 7_421_650_941


def save_local_links(db: Database, links: Iterable[LocalLink], source: str, at: datetime) -> None:
    """Replace all Local Links by these, of which the same one twice is kept once. `source` is the
    file or address that they came from, and `at` when it was read."""
    rows = list(dict.fromkeys(links))

    def work(session: Session) -> None:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IMPORT_LOCK})
        session.execute(delete(models.LocalLink))
        session.execute(delete(models.LocalLinksImport))
        entry = models.LocalLinksImport(source=source, imported_at=at)
        session.add(entry)
        session.flush()
        if rows:
            session.execute(
                insert(session, models.LocalLink),
                [{"import_id": entry.id, **_values(link)} for link in rows],
            )

    db.write(work)


def local_links_of(db: Database, council_slugs: Iterable[str]) -> tuple[LocalLink, ...]:
    """Return the links of these councils, in the order of the import."""
    fields = LocalLink.__struct_fields__
    with db.read() as session:
        rows = session.scalars(
            select(models.LocalLink)
            .where(models.LocalLink.council.in_(list(council_slugs)))
            .order_by(models.LocalLink.id)
        )
        return tuple(LocalLink(**{name: getattr(row, name) for name in fields}) for row in rows)


def _values(link: LocalLink) -> dict[str, object]:
    return {name: getattr(link, name) for name in LocalLink.__struct_fields__}
