"""The crawls under way: how far they are, how fast they go, and what is audited now."""

from __future__ import annotations

import zlib
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from sqlalchemy import func, select

from crawler.database import models
from crawler.database.crawls import SCHEDULED
from crawler.database.states import CrawlState
from crawler.records import EndState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from crawler.database.session import Database

HOUR = timedelta(hours=1)
LULL = timedelta(minutes=15)
"""Where nothing began, ended or was saved for longer, nobody was at work: a website is ended after
that time, unless `USABILITY_SITE_DEADLINE` says otherwise."""
_LEAST = timedelta(minutes=1)
_TELLING = timedelta(minutes=10)


class SiteUnderWay(Struct, frozen=True, kw_only=True):
    """A website whose audit was begun and is not closed. `worker` is the executor that began it
    last, None where that is not known; `since` is when its audit was begun first. `pages` are done
    of those `planned`, which are 0 until they are chosen."""

    crawl_id: int
    url: str
    worker: str | None
    since: datetime
    pages: int
    planned: int


class CrawlProgress(Struct, frozen=True, kw_only=True):
    """A crawl under way. `websites` are those planned; where a crawl did not say, those begun.
    `states` counts those closed. `pages` are the pages done. The rates are of the last hour, or of
    the time since somebody is at work on it again where that is less; None while nothing has ended
    in that time. `ends_at` is when it ends at that rate; None where that does not tell yet, and for
    a crawl by the schedule, into which more may fall until its day is over."""

    id: int
    started_at: datetime
    selection: str
    websites: int
    states: dict[EndState, int]
    under_way: tuple[SiteUnderWay, ...]
    pages: int
    websites_an_hour: float | None
    pages_an_hour: float | None
    ends_at: datetime | None

    @property
    def ended(self) -> int:
        return sum(self.states.values())


class _Planned(Struct, frozen=True):
    """The part of a crawl's terms that is needed here; `crawler.jobs.terms` has the whole."""

    websites: dict[str, Any]


def crawls_under_way(db: Database, *, now: datetime) -> tuple[CrawlProgress, ...]:
    """Return the crawls that are not closed, newest first."""
    with db.read() as session:
        rows = session.execute(
            select(models.Crawl, models.CrawlTerms.terms)
            .outerjoin(models.CrawlTerms, models.CrawlTerms.crawl_id == models.Crawl.id)
            .where(models.Crawl.state == CrawlState.RUNNING)
            .order_by(models.Crawl.started_at.desc(), models.Crawl.id.desc())
        ).all()
        return tuple(_progress(session, crawl, terms, now) for crawl, terms in rows)


def _progress(
    session: Session, crawl: models.Crawl, terms: bytes | None, now: datetime
) -> CrawlProgress:
    states: dict[EndState, int] = defaultdict(int)
    pages = begun = 0
    ends = []
    starts = [crawl.started_at]
    audits = models.SiteAudit
    for state, started_at, ended_at, scored in session.execute(
        select(audits.state, audits.started_at, audits.ended_at, audits.pages_scored).where(
            audits.crawl_id == crawl.id
        )
    ):
        begun += 1
        starts.append(started_at)
        if state is not None and ended_at is not None:
            states[state] += 1
            pages += scored
            ends.append(ended_at)
    visits = _visits_since(session, crawl.id, now - HOUR - LULL)
    since = max(_at_work_since((*starts, *ends, *visits), now), now - HOUR)
    hours = max(now - since, _LEAST) / HOUR
    lately = sum(at > since for at in ends)
    visited = sum(at > since for at in visits)
    planned = max(begun, _planned(terms) if terms is not None else 0)
    under_way = _under_way(session, crawl.id)
    left = planned - sum(states.values())
    rate = lately / hours if lately else None
    tells = (lately > 1 or now - since >= _TELLING) and not crawl.selection.startswith(SCHEDULED)
    return CrawlProgress(
        id=crawl.id,
        started_at=crawl.started_at,
        selection=crawl.selection,
        websites=planned,
        states=dict(states),
        under_way=under_way,
        pages=pages + sum(each.pages for each in under_way),
        websites_an_hour=rate,
        pages_an_hour=visited / hours if visited else None,
        ends_at=now + timedelta(hours=left / rate) if rate and left and tells else None,
    )


def _planned(terms: bytes) -> int:
    return len(msgspec.json.decode(zlib.decompress(terms), type=_Planned).websites)


def _at_work_since(moments: Iterable[datetime], now: datetime) -> datetime:
    """Since when something happened again and again."""
    since = now
    for at in sorted(moments, reverse=True):
        if since - at > LULL:
            break
        since = min(since, at)
    return since


def _visits_since(session: Session, crawl_id: int, since: datetime) -> Sequence[datetime]:
    """When pages were visited; a page's audit is of a website that was closed since, or is open."""
    audits, pages = models.SiteAudit, models.PageAudit
    return session.scalars(
        select(pages.visited_at)
        .select_from(audits)
        .join(pages, pages.site_audit_id == audits.id)
        .where(
            audits.crawl_id == crawl_id,
            audits.ended_at.is_(None) | (audits.ended_at >= since),
            pages.visited_at >= since,
        )
    ).all()


def _under_way(session: Session, crawl_id: int) -> tuple[SiteUnderWay, ...]:
    audits = models.SiteAudit
    done = select(func.count()).where(models.PageAudit.site_audit_id == audits.id)
    planned = select(func.count()).where(models.PanelPage.site_audit_id == audits.id)
    rows = session.execute(
        select(
            models.Website.url,
            audits.worker,
            audits.started_at,
            done.correlate(audits).scalar_subquery(),
            planned.correlate(audits).scalar_subquery(),
        )
        .join(models.Website, models.Website.id == audits.website_id)
        .where(audits.crawl_id == crawl_id, audits.state.is_(None))
        .order_by(audits.started_at, audits.id)
    )
    return tuple(
        SiteUnderWay(
            crawl_id=crawl_id, url=url, worker=worker, since=since, pages=pages, planned=chosen
        )
        for url, worker, since, pages, chosen in rows
    )
