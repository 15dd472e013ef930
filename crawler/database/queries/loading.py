"""What the pages of a website's newest audit were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from crawler.database import evidence, models
from crawler.database.queries.latest import newest
from crawler.facts.loading import Loading

if TYPE_CHECKING:
    from crawler.database.session import Database

# The field of the facts, which is a piece by itself.
PIECE = "loading"
_LOADING = msgspec.json.Decoder(Loading)


def loadings(db: Database, slug: str) -> dict[int, Loading]:
    """Return what was loaded, by the page audit, for the pages of the newest audit of a council's
    website; a page that was measured before this was kept is left out."""
    with db.read() as session:
        website = select(models.Council.website_id).where(models.Council.slug == slug)
        rows = session.execute(
            select(models.PageFact.page_audit_id, models.PageFact.fact_id)
            .join(models.PageAudit, models.PageAudit.id == models.PageFact.page_audit_id)
            .where(
                models.PageFact.kind == PIECE,
                models.PageAudit.site_audit_id == newest(website.scalar_subquery()),
            )
        ).all()
        contents = evidence.read(session, {row.fact_id for row in rows})
    return {row.page_audit_id: _LOADING.decode(contents[row.fact_id]) for row in rows}
