"""One council: its website's audits over time, and the pages of the newest."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import structs
from sqlalchemy import select

from crawler.database import models
from crawler.database.measurements import unpacked
from crawler.database.page_audits import select_in_panel
from crawler.database.pieces import metrics_from, screenshots_from, versions_from
from crawler.database.queries.latest import (
    Moved,
    all_ranks,
    headline,
    its_page_score,
    its_site_score,
    moved,
    pillar_scores,
)
from crawler.database.queries.panels import panel_changes
from crawler.database.queries.shapes import (
    CouncilDetail,
    NetworkTotals,
    PageSummary,
    SiteSummary,
    TrendPoint,
)
from crawler.database.queries.tasks import newest_findability
from crawler.database.queries.walked import walked_templates, why_not_walked
from crawler.records import Council, EndState, PillarScores
from crawler.schedule.settings import DEFAULT_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from crawler.database.session import Database


def council_slugs(db: Database) -> tuple[str, ...]:
    """Return the slug of every council in the database, sorted."""
    with db.read() as session:
        return tuple(session.scalars(select(models.Council.slug).order_by(models.Council.slug)))


def council(db: Database, slug: str, *, today: date) -> CouncilDetail | None:
    """Return all that a council's page shows but its findings; None for an unknown slug.

    It is ranked among the websites of the councils that are valid on the day `today`.
    """
    with db.read() as session:
        # The right side of an outer join may be None, which its types do not say.
        found: Any = session.execute(
            select(models.Council, models.Website.url, models.WebsiteDue.days)
            .join(models.Website, models.Website.id == models.Council.website_id)
            .outerjoin(models.WebsiteDue, models.WebsiteDue.website_id == models.Website.id)
            .where(models.Council.slug == slug)
        ).one_or_none()
        if found is None:
            return None
        row, url, days = found
        others = session.scalars(
            select(models.Council.name)
            .where(models.Council.website_id == row.website_id, models.Council.id != row.id)
            .order_by(models.Council.name)
        ).all()
        history = _history(session, row.website_id)
        placed = all_ranks(session, today)
        told = [entry for entry in history if entry[0].state is not EndState.FAILED] or history
        pages = _pages(session, told[-1][0].site_audit_id) if told else ()
        looked = newest_findability(session, row.website_id)
        changes = panel_changes(session, row.website_id)
        counted = _counted_pages(session, row.website_id)
    place = placed.places.get(url)
    held = list(placed.places.values())
    scored = [entry for entry in history if entry[0].state.scored]
    latest = told[-1] if told else None
    since = Moved()
    if latest is not None and latest[0].state.scored and len(scored) > 1:
        before = scored[-2]
        same = counted[latest[0].site_audit_id] == counted[before[0].site_audit_id]
        since = moved(latest[1], before[1], same_pages=same)
    return CouncilDetail(
        council=_council(row, url),
        shares_website_with=tuple(others),
        latest=latest[0] if latest else None,
        failed_since=history[-1][0] if history and history[-1] is not told[-1] else None,
        last_scored=scored[-1][0] if scored else None,
        rank=place,
        rank_shared=place is not None and held.count(place) > 1,
        ranked_of=len(held) - held.count(None),
        superseded=url in placed.superseded,
        change=since.change,
        pages_changed=since.pages_changed,
        trend=_trend([site for site, _ in history], counted),
        pages=pages,
        findability=looked.row.figure if looked else None,
        findability_at=looked.at if looked else None,
        panel_changes=changes,
        days=days or DEFAULT_DAYS,
    )


def _history(
    session: Session, website_id: int
) -> list[tuple[SiteSummary, models.SiteScore | None]]:
    """Return the closed audits of a website, oldest first."""
    rows = session.execute(
        select(models.SiteAudit, models.SiteScore, models.Versions)
        .select_from(models.SiteAudit)
        .outerjoin(models.SiteScore, its_site_score(models.SiteAudit.id))
        .outerjoin(models.Versions, models.Versions.id == models.SiteAudit.versions_id)
        .where(models.SiteAudit.website_id == website_id, models.SiteAudit.ended_at.is_not(None))
        .order_by(models.SiteAudit.ended_at, models.SiteAudit.id)
    )
    return [(_site(audit, score, versions), score) for audit, score, versions in rows]


def _site(
    audit: Any,
    score: models.SiteScore | None,
    versions: models.Versions | None,
) -> SiteSummary:
    return SiteSummary(
        site_audit_id=audit.id,
        crawl_id=audit.crawl_id,
        state=audit.state,
        reason=audit.reason or "",
        started_at=audit.started_at,
        tested_at=audit.ended_at,
        scores=pillar_scores(score),
        method=score.method if score else None,
        pages_scored=audit.pages_scored,
        pages_planned=audit.pages_planned,
        versions=versions_from(versions),
    )


def _counted_pages(session: Session, website_id: int) -> dict[int, set[int]]:
    """Return the pages that stand for a website's score, by audit."""
    pages: dict[int, set[int]] = defaultdict(set)
    for audit_id, page_id in session.execute(
        select(models.PanelPage.site_audit_id, models.PanelPage.page_id)
        .join(models.SiteAudit, models.SiteAudit.id == models.PanelPage.site_audit_id)
        .where(models.SiteAudit.website_id == website_id, headline(models.PanelPage))
    ):
        pages[audit_id].add(page_id)
    return pages


def _trend(sites: Sequence[SiteSummary], counted: Mapping[int, set[int]]) -> tuple[TrendPoint, ...]:
    points = []
    before: set[int] | None = None
    for site in sites:
        pages = counted[site.site_audit_id]
        points.append(_point(site, pages_changed=site.state.scored and before not in (None, pages)))
        if site.state.scored:
            before = pages
    return tuple(points)


def _point(site: SiteSummary, *, pages_changed: bool) -> TrendPoint:
    return TrendPoint(
        pages_changed=pages_changed,
        crawl_id=site.crawl_id,
        at=site.tested_at,
        state=site.state,
        scores=site.scores if site.state.scored else PillarScores(),
        method=site.method,
        versions=site.versions,
    )


def _pages(session: Session, site_audit_id: int) -> tuple[PageSummary, ...]:
    rows = session.execute(
        select_in_panel(models.PageScore)
        .outerjoin(models.PageScore, its_page_score(models.PageAudit.id))
        .where(models.PageAudit.site_audit_id == site_audit_id)
    )
    found: list[tuple[Any, str, Any, Any]] = [tuple(row) for row in rows]
    templates = walked_templates({url: audit for audit, url, _, _ in found})
    any_walked = any(audit.walked for audit, *_ in found)
    return tuple(
        _page(
            *(audit, url, panel, score),
            why_not_walked(audit, panel.role, templates, any_walked=any_walked),
        )
        for audit, url, panel, score in found
    )


def _page(
    audit: models.PageAudit,
    url: str,
    panel: models.PanelPage,
    score: models.PageScore | None,
    not_walked: str,
) -> PageSummary:
    network = None
    if audit.requests is not None:
        network = NetworkTotals(
            requests=audit.requests,
            transfer_bytes=audit.transfer_bytes or 0,
            ttfb_ms=audit.ttfb_ms,
        )
    return PageSummary(
        page_audit_id=audit.id,
        url=url,
        final_url=audit.final_url or audit.url or url,
        role=panel.role,
        task=panel.task,
        state=audit.state,
        reason=audit.reason or "",
        visited_at=audit.visited_at,
        scores=pillar_scores(score),
        metrics=metrics_from(audit),
        network=network,
        screenshots=screenshots_from(audit),
        source=panel.source,
        supplier=panel.supplier,
        why=panel.reason,
        replaces=panel.replaces,
        walked=bool(audit.walked),
        not_walked=not_walked,
        measurement=unpacked(audit.measurement),
        no_speed=str(audit.errors.get("speed", "")),
    )


def _council(row: models.Council, url: str) -> Council:
    fields = {
        field.name: getattr(row, field.name)
        for field in structs.fields(Council)
        if field.name != "website"
    }
    return Council(website=url, **fields)
