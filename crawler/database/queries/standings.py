"""The league table, and the same in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from crawler.database import models
from crawler.database.queries.latest import (
    Ranks,
    Standing,
    its_site_score,
    moved,
    newest,
    newest_scored,
    newest_with_findability,
    pillar_scores,
    ranks,
    same_pages,
    valid_on,
)
from crawler.database.queries.shapes import LeagueRow, Summary
from crawler.schedule.settings import DEFAULT_DAYS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from crawler.database.session import Database


def league(db: Database, *, today: date) -> tuple[LeagueRow, ...]:
    """Return a row for each council: ranked ones first, then by name.

    Councils that are not yet or no longer valid on the day `today` are left out.
    """
    looked = aliased(models.SiteAudit)
    with db.read() as session:
        # The right side of an outer join may be None, which its types do not say.
        rows: Sequence[Any] = session.execute(
            select(
                models.Council,
                models.Website.url,
                models.SiteAudit,
                models.SiteScore,
                models.Findability.figure,
                looked.ended_at,
                models.WebsiteDue.days,
            )
            .select_from(models.Council)
            .join(models.Website, models.Website.id == models.Council.website_id)
            .outerjoin(models.SiteAudit, models.SiteAudit.id == newest(models.Website.id))
            .outerjoin(models.SiteScore, its_site_score(models.SiteAudit.id))
            .outerjoin(looked, looked.id == newest_with_findability(models.Website.id))
            .outerjoin(models.Findability, models.Findability.site_audit_id == looked.id)
            .outerjoin(models.WebsiteDue, models.WebsiteDue.website_id == models.Website.id)
            .where(valid_on(today))
        ).all()
        before = _scores_before(session)
    placed = ranks(
        {
            url: Standing(score.total, audit.pages_scored, score.method)
            for _, url, audit, score, *_ in rows
            if audit is not None and score is not None
        }
    )
    table = [
        _row(
            *(council, url, audit, score),
            *(before.get(council.website_id, _Before()), placed),
            *(figure, looked_at, days),
        )
        for council, url, audit, score, figure, looked_at, days in rows
    ]
    return tuple(sorted(table, key=lambda row: (row.rank is None, row.rank or 0, row.name)))


def summary(db: Database, *, today: date) -> Summary:
    """Count the league table. `today` is as for `league`."""
    rows = league(db, today=today)
    with db.read() as session:
        newest_crawl = session.scalar(select(func.max(models.Crawl.started_at)))
    return Summary(
        councils=len(rows),
        untested=sum(row.state is None for row in rows),
        newest_crawl=newest_crawl,
        states=dict(Counter(row.state for row in rows if row.state is not None)),
    )


class _Before(NamedTuple):
    """The score of the audit before, and whether that was of the same pages."""

    score: models.SiteScore | None = None
    same_pages: bool = False


def _scores_before(session: Session) -> dict[int, _Before]:
    """Return by website the score of the scored audit before its newest scored one."""
    now = aliased(models.SiteAudit)
    rows = session.execute(
        select(models.Website.id, models.SiteScore, same_pages(now.id, models.SiteAudit.id))
        .select_from(models.Website)
        .join(now, now.id == newest_scored(models.Website.id))
        .join(
            models.SiteAudit,
            models.SiteAudit.id == newest_scored(models.Website.id, skip=1),
        )
        .join(models.SiteScore, its_site_score(models.SiteAudit.id))
    )
    return {website_id: _Before(score, same) for website_id, score, same in rows}


def _row(
    council: models.Council,
    url: str,
    audit: models.SiteAudit | None,
    score: models.SiteScore | None,
    before: _Before,
    placed: Ranks,
    figure: float | None,
    looked_at: datetime | None,
    days: int | None,
) -> LeagueRow:
    tested: dict[str, Any] = {}
    if audit is not None:
        tested = {
            "state": audit.state,
            "reason": audit.reason or "",
            "tested_at": audit.ended_at,
            "pages_scored": audit.pages_scored,
            "pages_planned": audit.pages_planned,
            "crawl_id": audit.crawl_id,
        }
    since = moved(score, before.score, same_pages=before.same_pages)
    return LeagueRow(
        slug=council.slug,
        name=council.name,
        nation=council.nation,
        region=council.region,
        type=council.type,
        website=url,
        rank=placed.places.get(url),
        scores=pillar_scores(score),
        method=score.method if score else None,
        superseded=url in placed.superseded,
        change=since.change,
        pages_changed=since.pages_changed,
        findability=figure,
        findability_at=looked_at,
        days=days or DEFAULT_DAYS,
        **tested,
    )
