"""Which audit of a website is the newest, what it scored, and where that puts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import aliased

from crawler.database import models
from crawler.records import EndState, PageRole, PillarScores
from crawler.scoring.ranks import rank, rankable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import Session

SCORED = tuple(state for state in EndState if state.scored)
# Our own failure says nothing about the website.
TOLD = tuple(state for state in EndState if state is not EndState.FAILED)


def newest(website_id: Any) -> ColumnElement[int]:
    """Return the id of the closed audit that speaks for a website, as a subquery: the newest that
    is not our failure, which says nothing about the website, or else the newest."""
    return func.coalesce(_newest(website_id, TOLD), _newest(website_id, tuple(EndState)))


def newest_tried(website_id: Any) -> ScalarSelect[int]:
    """Return the id of a website's newest closed audit, however it ended."""
    return _newest(website_id, tuple(EndState))


def newest_scored(website_id: Any, *, skip: int = 0) -> ScalarSelect[int]:
    """Return the id of a website's newest scored audit, past the first `skip`."""
    return _newest(website_id, SCORED, skip)


def newest_with_findability(website_id: Any) -> ScalarSelect[int]:
    """Return the id of the newest audit that looked for a website's tasks and is not our failure:
    one that could not look does not hide what was found before."""
    return _newest(website_id, TOLD, looked=True)


def newest_with_fact(website_id: Any, kind: str) -> ScalarSelect[int]:
    """Return the id of the newest closed audit of a website that kept a fact of that kind and is
    not our failure."""
    audit, fact = aliased(models.SiteAudit), aliased(models.SiteFact)
    query = (
        select(audit.id)
        .join(fact, (fact.site_audit_id == audit.id) & (fact.kind == kind))
        .where(audit.website_id == website_id, audit.ended_at.is_not(None), audit.state.in_(TOLD))
        .order_by(audit.ended_at.desc(), audit.id.desc())
        .limit(1)
    )
    return query.correlate_except(audit, fact).scalar_subquery()


def _newest(
    website_id: Any, states: tuple[EndState, ...], skip: int = 0, *, looked: bool = False
) -> ScalarSelect[int]:
    audit = aliased(models.SiteAudit)
    query = (
        select(audit.id)
        .where(audit.website_id == website_id, audit.ended_at.is_not(None), audit.state.in_(states))
        .order_by(audit.ended_at.desc(), audit.id.desc())
        .limit(1)
        .offset(skip)
    )
    if looked:
        found = aliased(models.Findability)
        query = query.join(found, found.site_audit_id == audit.id)
        return query.correlate_except(audit, found).scalar_subquery()
    return query.correlate_except(audit).scalar_subquery()


def its_site_score(site_audit_id: Any) -> ColumnElement[bool]:
    """The condition that joins a site's scores under the newest method that has judged it."""
    score = aliased(models.SiteScore)
    method = select(func.max(score.method)).where(score.site_audit_id == site_audit_id)
    return and_(
        models.SiteScore.site_audit_id == site_audit_id,
        models.SiteScore.method == method.correlate_except(score).scalar_subquery(),
    )


def its_page_score(page_audit_id: Any) -> ColumnElement[bool]:
    """The condition that joins a page's scores under the newest method that has judged it."""
    score = aliased(models.PageScore)
    method = select(func.max(score.method)).where(score.page_audit_id == page_audit_id)
    return and_(
        models.PageScore.page_audit_id == page_audit_id,
        models.PageScore.method == method.correlate_except(score).scalar_subquery(),
    )


def pillar_scores(row: models.SiteScore | models.PageScore | None) -> PillarScores:
    if row is None:
        return PillarScores()
    return PillarScores(
        accessibility=row.accessibility, speed=row.speed, mobile=row.mobile, total=row.total
    )


class Standing(NamedTuple):
    """What ranks a website: the total of its newest audit, of how many pages, by which method."""

    total: float | None
    pages_scored: int
    method: int


class Ranks(NamedTuple):
    """The places of the websites, by address. Only what the newest `method` has judged is ranked,
    since the scores of different methods do not compare; `superseded` are the others."""

    places: dict[str, int | None]
    superseded: frozenset[str]


def ranks(standings: Mapping[str, Standing]) -> Ranks:
    """Rank the websites. One counts once, however many councils it serves."""
    newest = max((each.method for each in standings.values()), default=0)
    old = frozenset(url for url, each in standings.items() if each.method < newest)
    return Ranks(
        rank(
            {
                url: None if url in old else rankable(each.total, each.pages_scored)
                for url, each in standings.items()
            }
        ),
        old,
    )


def valid_on(today: date) -> ColumnElement[bool]:
    """The condition that a council exists on that day."""
    first, last = models.Council.valid_from, models.Council.valid_to
    return and_(first.is_(None) | (first <= today), last.is_(None) | (last >= today))


def all_ranks(session: Session, today: date) -> Ranks:
    """Rank every website that serves a council on that day."""
    rows = session.execute(
        select(
            models.Website.url,
            models.SiteScore.total,
            models.SiteAudit.pages_scored,
            models.SiteScore.method,
        )
        .select_from(models.Website)
        .join(models.SiteAudit, models.SiteAudit.id == newest(models.Website.id))
        .join(models.SiteScore, its_site_score(models.SiteAudit.id))
        .where(models.Website.id.in_(select(models.Council.website_id).where(valid_on(today))))
    )
    return ranks({row.url: Standing(row.total, row.pages_scored, row.method) for row in rows})


class Moved(NamedTuple):
    """How many points the total moved from one audit to the next; None where that cannot be said.
    `pages_changed` says that it cannot since the two were not of the same pages."""

    change: float | None = None
    pages_changed: bool = False


def moved(
    now: models.SiteScore | None, before: models.SiteScore | None, *, same_pages: bool
) -> Moved:
    """Compare two audits of a website. Totals by other methods, or of other pages, do not compare:
    what a replaced page adds is not the council's doing."""
    if now is None or before is None or now.method != before.method:
        return Moved()
    if now.total is None or before.total is None:
        return Moved()
    return Moved(now.total - before.total) if same_pages else Moved(pages_changed=True)


def same_pages(one_audit_id: Any, other_audit_id: Any) -> ColumnElement[bool]:
    """The condition that the same pages stand for a website's score in two audits."""
    return not_(
        _has_more_pages(one_audit_id, other_audit_id)
        | _has_more_pages(other_audit_id, one_audit_id)
    )


def headline(panel_page: type[models.PanelPage]) -> ColumnElement[bool]:
    """The condition that a page of a panel counts in the site's score."""
    return panel_page.role.in_([role for role in PageRole if role.headline])


def _has_more_pages(audit_id: Any, other_audit_id: Any) -> ColumnElement[bool]:
    page, other = aliased(models.PanelPage), aliased(models.PanelPage)
    there = select(other.page_id).where(
        other.site_audit_id == other_audit_id, other.page_id == page.page_id, headline(other)
    )
    only_here = select(page.page_id).where(
        page.site_audit_id == audit_id,
        headline(page),
        not_(there.correlate_except(other).exists()),
    )
    return only_here.correlate_except(page).exists()
