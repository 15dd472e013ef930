"""Writes of the register, of crawls, and of the websites in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import delete, func, select, text, update

from crawler.database import models
from crawler.database.states import CrawlState
from crawler.database.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.records import Council, EndState, SiteScore

RESUMABLE = timedelta(hours=24)
"""A crawl is unfinished for so long after the last of its websites began or ended. How long ago it
began itself says nothing: all councils may take two days."""
EVERYTHING = "all"
SCHEDULED = "schedule "
"""What the selection of a crawl by the schedule begins with; its day follows."""
# Any number will do, as long as all of us use the same.
_BEGIN_LOCK = 7_421_650_939


class CrawlTicket(Struct, frozen=True):
    """The crawl to work on, whether it had been begun before, and when it was begun."""

    id: int
    resumed: bool
    started_at: datetime


def selection_of(slugs: Iterable[str], limit: int | None = None) -> str:
    """Return the one text that stands for a choice of councils, of which only the first `limit`
    websites are meant; none chosen means all."""
    chosen = ",".join(sorted(set(slugs))) or EVERYTHING
    return chosen if limit is None else f"first {limit} of {chosen}"


def scheduled_selection(day: date) -> str:
    """Return the text that stands for what the schedule hands out on that day."""
    return f"{SCHEDULED}{day.isoformat()}"


def save_register(db: Database, councils: Iterable[Council]) -> None:
    """Add the councils and their websites, or bring them up to date.

    A council that is no longer in the register keeps its row and its history.
    """
    rows = list(councils)

    def work(session: Session) -> None:
        if not rows:
            return
        addresses = [{"url": url} for url in sorted({row.website for row in rows})]
        session.execute(insert(session, models.Website).on_conflict_do_nothing(), addresses)
        websites = dict(session.execute(select(models.Website.url, models.Website.id)).all())
        statement = insert(session, models.Council)
        fields = [name for name in rows[0].__struct_fields__ if name != "website"]
        statement = statement.on_conflict_do_update(
            index_elements=["slug"],
            set_={name: statement.excluded[name] for name in [*fields, "website_id"]},
        )
        session.execute(
            statement,
            [
                {name: getattr(row, name) for name in fields}
                | {"website_id": websites[row.website]}
                for row in sorted(rows, key=lambda row: row.slug)
            ],
        )

    db.write(work)


def begin_crawl(
    db: Database,
    *,
    started_at: datetime,
    register: str,
    selection: str = EVERYTHING,
    panel_size: int = 10,
    allow_loopback: bool = False,
    fresh: bool = False,
) -> CrawlTicket:
    """Take up the unfinished crawl of the same request, or begin a new one.

    One is taken up when its register, selection, panel size and loopback rule are equal and it
    moved less than 24 hours before `started_at`, which is when the last of its websites, or the
    crawl, began or ended, unless `fresh` is asked for. Unfinished crawls that lie still for longer,
    or the same request when `fresh`, are closed as interrupted: the websites they finished stay,
    and those under way are then `left_open`. A crawl by the schedule is never too old: the schedule
    closes it when its day is over and its websites have ended.
    """
    request = {
        "register": register,
        "selection": selection,
        "panel_size": panel_size,
        "allow_loopback": allow_loopback,
    }

    def work(session: Session) -> CrawlTicket:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _BEGIN_LOCK})
        running = session.scalars(
            select(models.Crawl)
            .where(models.Crawl.state == CrawlState.RUNNING)
            .order_by(models.Crawl.started_at.desc(), models.Crawl.id.desc())
        ).all()
        ticket = None
        for crawl in running:
            same = all(getattr(crawl, name) == value for name, value in request.items())
            scheduled = crawl.selection.startswith(SCHEDULED)
            young = scheduled or started_at - last_moved(session, crawl) < RESUMABLE
            if same and young and not fresh and ticket is None:
                ticket = CrawlTicket(crawl.id, resumed=True, started_at=crawl.started_at)
            elif same or not young:
                _interrupt(crawl, started_at)
        if ticket is None:
            crawl = models.Crawl(state=CrawlState.RUNNING, started_at=started_at, **request)
            session.add(crawl)
            session.flush()
            ticket = CrawlTicket(crawl.id, resumed=False, started_at=started_at)
        return ticket

    return db.write(work)


def last_moved(session: Session, crawl: models.Crawl) -> datetime:
    """Return when the last of a crawl's websites, or the crawl itself, began or ended."""
    audits = models.SiteAudit
    moved = session.scalar(
        select(func.max(func.coalesce(audits.ended_at, audits.started_at))).where(
            audits.crawl_id == crawl.id
        )
    )
    return crawl.started_at if moved is None else max(crawl.started_at, moved)


def _interrupt(crawl: models.Crawl, at: datetime) -> None:
    crawl.state = CrawlState.INTERRUPTED
    crawl.ended_at = at


def left_open(db: Database) -> tuple[int, ...]:
    """Return the websites' audits that are open in crawls that are not running: nobody will go on
    with them."""
    with db.read() as session:
        query = (
            select(models.SiteAudit.id)
            .join(models.Crawl, models.Crawl.id == models.SiteAudit.crawl_id)
            .where(models.SiteAudit.state.is_(None), models.Crawl.state != CrawlState.RUNNING)
            .order_by(models.SiteAudit.id)
        )
        return tuple(session.scalars(query))


def remove_site(db: Database, site_audit_id: int) -> None:
    """Take back the beginning of a website's audit. One that has a page, or is closed, stays."""

    def work(session: Session) -> None:
        audit = session.get(models.SiteAudit, site_audit_id, with_for_update=True)
        pages = select(models.PageAudit.id).filter_by(site_audit_id=site_audit_id)
        if audit is None or audit.state is not None or session.scalar(select(pages.exists())):
            return
        for table in (models.PanelPage, models.Findability, models.SiteFact):
            session.execute(delete(table).where(table.site_audit_id == site_audit_id))
        session.delete(audit)

    db.write(work)


def close_crawl(db: Database, crawl_id: int, at: datetime) -> None:
    """Mark the crawl as finished. A crawl that is not running stays as it is."""
    db.write(
        lambda session: session.execute(
            update(models.Crawl)
            .where(models.Crawl.id == crawl_id, models.Crawl.state == CrawlState.RUNNING)
            .values(state=CrawlState.FINISHED, ended_at=at)
        )
    )


def close_site(
    db: Database,
    site_audit_id: int,
    state: EndState,
    reason: str,
    score: SiteScore | None,
    at: datetime,
) -> None:
    """End a website's audit in a named state, with its scores if there are any.

    The first closing stands: a second one changes nothing.
    """

    def work(session: Session) -> None:
        audit = session.get_one(models.SiteAudit, site_audit_id, with_for_update=True)
        if audit.state is not None:
            return
        audit.state = state
        audit.reason = reason or None
        audit.ended_at = at
        audit.versions_id = session.scalar(
            select(models.PageAudit.versions_id)
            .where(models.PageAudit.site_audit_id == site_audit_id)
            .where(models.PageAudit.versions_id.is_not(None))
            .order_by(models.PageAudit.id.desc())
            .limit(1)
        )
        if score is None or not state.scored:
            return
        audit.pages_planned = score.pages_planned
        audit.pages_scored = score.pages_scored
        session.add(
            models.SiteScore(
                site_audit_id=site_audit_id,
                method=score.method,
                accessibility=score.scores.accessibility,
                speed=score.scores.speed,
                mobile=score.scores.mobile,
                total=score.scores.total,
            )
        )

    db.write(work)


def site_states(db: Database, crawl_id: int) -> dict[str, EndState | None]:
    """Return the state of each website begun in the crawl, by URL; None while it is open."""
    with db.read() as session:
        rows = session.execute(
            select(models.Website.url, models.SiteAudit.state)
            .join(models.SiteAudit, models.SiteAudit.website_id == models.Website.id)
            .where(models.SiteAudit.crawl_id == crawl_id)
        )
        return {row[0]: row[1] for row in rows}
