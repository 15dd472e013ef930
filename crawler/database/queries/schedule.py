"""What the schedule must know: when websites are due, what it audited, what is under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from crawler.database import models
from crawler.database.crawls import SCHEDULED
from crawler.database.states import CrawlState
from crawler.schedule.due import Ended
from crawler.schedule.plan import Remembered

if TYPE_CHECKING:
    from sqlalchemy import ScalarSelect

    from crawler.database.session import Database

MEASURED = 5
"""So many of a website's newest audits tell how long it takes."""


class ScheduledCrawl(Struct, frozen=True):
    """A crawl of the schedule that was not closed, with the addresses of the websites whose audits
    are still open."""

    id: int
    selection: str
    started_at: datetime
    open: tuple[str, ...]


def remembered(db: Database, until: datetime) -> dict[str, Remembered]:
    """Return what is known of each website's place in the schedule, by its address. An audit that
    ended after `until` is passed over: the clock was wrong then."""
    newest, previous = aliased(models.SiteAudit), aliased(models.SiteAudit)
    query = (
        select(
            models.Website.url,
            models.WebsiteDue.next_due_at,
            *(newest.ended_at, newest.state, newest.crawl_id),
            *(previous.ended_at, previous.state, previous.crawl_id),
        )
        .outerjoin(models.WebsiteDue, models.WebsiteDue.website_id == models.Website.id)
        .outerjoin(newest, newest.id == _audit_by_schedule(until, 0))
        .outerjoin(previous, previous.id == _audit_by_schedule(until, 1))
    )
    with db.read() as session:
        return {
            url: Remembered(due, _ended(*audits[:3]), _ended(*audits[3:]))
            for url, due, *audits in session.execute(query)
        }


def _audit_by_schedule(until: datetime, skip: int) -> ScalarSelect[int]:
    audit, crawl = aliased(models.SiteAudit), aliased(models.Crawl)
    return (
        select(audit.id)
        .join(crawl, crawl.id == audit.crawl_id)
        .where(
            audit.website_id == models.Website.id,
            audit.ended_at <= until,
            crawl.selection.startswith(SCHEDULED),
        )
        .order_by(audit.ended_at.desc(), audit.id.desc())
        .limit(1)
        .offset(skip)
        .correlate_except(audit, crawl)
        .scalar_subquery()
    )


def _ended(at: Any, state: Any, crawl_id: Any) -> Ended | None:
    return Ended(at, state, crawl_id) if at is not None else None


def scheduled_crawls(db: Database) -> tuple[ScheduledCrawl, ...]:
    """Return the crawls of the schedule that were not closed, oldest first."""
    crawls = models.Crawl
    with db.read() as session:
        rows = session.execute(
            select(crawls.id, crawls.selection, crawls.started_at)
            .where(crawls.state == CrawlState.RUNNING, crawls.selection.startswith(SCHEDULED))
            .order_by(crawls.started_at, crawls.id)
        ).all()
        audits = session.execute(
            select(models.SiteAudit.crawl_id, models.Website.url)
            .join(models.Website, models.Website.id == models.SiteAudit.website_id)
            .where(models.SiteAudit.crawl_id.in_([row.id for row in rows]))
            .where(models.SiteAudit.state.is_(None))
            .order_by(models.SiteAudit.id)
        ).all()
    return tuple(
        ScheduledCrawl(*row, open=tuple(url for crawl_id, url in audits if crawl_id == row.id))
        for row in rows
    )


def audit_times(db: Database) -> dict[str, tuple[timedelta, ...]]:
    """Return how long the newest audits of each website took, by its address, the newest first. A
    pause in which an audit was left lying counts in its time."""
    audits = models.SiteAudit
    place = func.row_number().over(
        partition_by=audits.website_id, order_by=(audits.ended_at.desc(), audits.id.desc())
    )
    ranked = (
        select(audits.website_id, audits.started_at, audits.ended_at, place.label("place"))
        .where(audits.ended_at.is_not(None))
        .subquery()
    )
    query = (
        select(models.Website.url, ranked.c.started_at, ranked.c.ended_at)
        .join(ranked, ranked.c.website_id == models.Website.id)
        .where(ranked.c.place <= MEASURED)
        .order_by(ranked.c.website_id, ranked.c.place)
    )
    found: dict[str, list[timedelta]] = {}
    with db.read() as session:
        for url, started_at, ended_at in session.execute(query):
            found.setdefault(url, []).append(ended_at - started_at)
    return {url: tuple(times) for url, times in found.items()}
