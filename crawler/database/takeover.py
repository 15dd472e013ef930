"""A place in the panel of a website's open audit that another page takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from crawler.database import models
from crawler.database.page_audits import panel_columns
from crawler.database.upsert import key_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.records import PanelPage


def take_place(db: Database, site_audit_id: int, url: str, page: PanelPage) -> None:
    """Give `page` the place that the page at `url` has in the panel of a website's audit; with the
    same address, bring up to date what is said of it.

    A page that was audited keeps its place, and so does every page of a closed audit. Where the new
    page had a place already, such as a rotating one, it leaves that.
    """

    def work(session: Session) -> None:
        audit = session.get_one(models.SiteAudit, site_audit_id, with_for_update=True)
        if audit.state is not None:
            return
        website = {"website_id": audit.website_id}
        old, new = (key_of(session, models.Page, url=each, **website) for each in (url, page.url))
        audited = set(
            session.scalars(
                select(models.PageAudit.page_id)
                .where(models.PageAudit.site_audit_id == site_audit_id)
                .where(models.PageAudit.page_id.in_([old, new]))
            )
        )
        places = models.PanelPage
        place = select(places).filter_by(site_audit_id=site_audit_id, page_id=old)
        if audited or session.scalar(place) is None:
            return
        if old != new:
            session.execute(delete(places).filter_by(site_audit_id=site_audit_id, page_id=new))
        session.execute(
            update(places)
            .filter_by(site_audit_id=site_audit_id, page_id=old)
            .values(page_id=new, **panel_columns(page))
        )

    db.write(work)
