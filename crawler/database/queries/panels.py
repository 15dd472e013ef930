"""The stored panel of a council's website, and what became of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from crawler.database import models
from crawler.database.panels import candidates_of, open_panel
from crawler.database.queries.shapes import PanelChange, PanelDetail

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crawler.database.session import Database


def panel(db: Database, slug: str) -> PanelDetail | None:
    """Return the stored panel of a council's website; None for an unknown slug, and for a website
    that never had one."""
    with db.read() as session:
        chosen = session.execute(
            select(models.PanelPlace.website_id, func.min(models.PanelPlace.chosen_at).label("at"))
            .join(models.Council, models.Council.website_id == models.PanelPlace.website_id)
            .where(models.Council.slug == slug)
            .group_by(models.PanelPlace.website_id)
        ).one_or_none()
        if chosen is None:
            return None
        stored = open_panel(session, chosen.website_id)
        return PanelDetail(
            pages=stored.pages,
            beyond=stored.beyond,
            candidates=candidates_of(session, chosen.website_id),
            changes=panel_changes(session, chosen.website_id),
            chosen_at=chosen.at,
        )


def panel_changes(session: Session, website_id: int) -> tuple[PanelChange, ...]:
    """Return what left the website's panel, newest first."""
    place, page = aliased(models.PanelPlace), aliased(models.Page)
    successor, its_page = aliased(models.PanelPlace), aliased(models.Page)
    # The right side of an outer join may be None, which its types do not say.
    rows: Any = session.execute(
        select(place, page.url, its_page.url)
        .join(page, page.id == place.page_id)
        .outerjoin(successor, successor.id == place.replaced_by_id)
        .outerjoin(its_page, its_page.id == successor.page_id)
        .where(place.website_id == website_id, place.ended_at.is_not(None))
        .order_by(place.ended_at.desc(), place.beyond, place.position, place.id)
    )
    return tuple(
        PanelChange(
            at=left.ended_at,
            role=left.role,
            task=left.task or None,
            url=url,
            replaced_by=replaced_by,
            reason=left.why,
        )
        for left, url, replaced_by in rows
    )
