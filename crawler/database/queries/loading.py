"""What the pages of a website's newest audit were made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from sqlalchemy import select

from crawler.database import evidence, models
from crawler.database.pieces import LOADED
from crawler.database.queries.latest import newest
from crawler.facts.loading import Loading

if TYPE_CHECKING:
    from crawler.database.session import Database

# The field of the facts, which was a piece by itself at first.
PIECE = "loading"


class _Loaded(Struct, frozen=True):
    loading: Loading | None = None


_LOADED = msgspec.json.Decoder(_Loaded)
_LOADING = msgspec.json.Decoder(Loading)


def loadings(db: Database, slug: str) -> dict[int, Loading]:
    """Return what was loaded, by the page audit, for the pages of the newest audit of a council's
    website; a page that was measured before this was kept is left out."""
    with db.read() as session:
        website = select(models.Council.website_id).where(models.Council.slug == slug)
        rows = session.execute(
            select(models.PageFact.page_audit_id, models.PageFact.fact_id, models.PageFact.kind)
            .join(models.PageAudit, models.PageAudit.id == models.PageFact.page_audit_id)
            .where(
                models.PageFact.kind.in_([PIECE, LOADED]),
                models.PageAudit.site_audit_id == newest(website.scalar_subquery()),
            )
        ).all()
        contents = evidence.read(session, {row.fact_id for row in rows})
    found: dict[int, Loading] = {}
    for row in rows:
        content = contents[row.fact_id]
        loading = _LOADING.decode(content) if row.kind == PIECE else _LOADED.decode(content).loading
        if loading is not None:
            found[row.page_audit_id] = loading
    return found
