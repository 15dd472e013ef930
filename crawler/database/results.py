"""Reading back what the store keeps, exactly as it was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crawler.database import models
from crawler.database.page_audits import (
    is_judgement,
    judged_from,
    panel_page,
    read_pieces,
    select_in_panel,
)
from crawler.database.pieces import facts_from, versions_from
from crawler.records import EndState, PageResult, PageScore, PillarScores

if TYPE_CHECKING:
    from crawler.database.session import Database
    from crawler.records import PanelPage


def panel_of(db: Database, site_audit_id: int) -> tuple[PanelPage, ...]:
    """Return the saved panel in its order; empty if none was saved."""
    with db.read() as session:
        rows = session.execute(
            select(models.Page.url, models.PanelPage)
            .join(models.Page, models.Page.id == models.PanelPage.page_id)
            .where(models.PanelPage.site_audit_id == site_audit_id)
            .order_by(models.PanelPage.position)
        )
        return tuple(panel_page(url, entry) for url, entry in rows)


def audited_urls(db: Database, site_audit_id: int) -> set[str]:
    """Return the panel's URLs that are done. One that ended as our failure may be tried again."""
    with db.read() as session:
        return set(
            session.scalars(
                select(models.Page.url)
                .join(models.PageAudit, models.PageAudit.page_id == models.Page.id)
                .where(models.PageAudit.site_audit_id == site_audit_id)
                .where(models.PageAudit.state != EndState.FAILED)
            )
        )


def results_of(db: Database, site_audit_id: int) -> tuple[PageResult, ...]:
    """Return every audited page of a website's audit, in the panel's order, as it was saved, but
    for the findings of what passed or did not apply."""
    with db.read() as session:
        audits = session.execute(
            select_in_panel(models.Versions)
            .outerjoin(models.Versions, models.Versions.id == models.PageAudit.versions_id)
            .where(models.PageAudit.site_audit_id == site_audit_id)
        ).all()
        keys = [row.PageAudit.id for row in audits]
        pieces = read_pieces(session, keys)
        scores = {
            score.page_audit_id: score
            for score in session.scalars(
                select(models.PageScore)
                .where(models.PageScore.page_audit_id.in_(keys))
                .order_by(models.PageScore.method)
            )
        }
        return tuple(
            _result(row, pieces.get(row.PageAudit.id, []), scores[row.PageAudit.id])
            for row in audits
        )


def _result(row: Any, pieces: list[tuple[str, bytes]], score: models.PageScore) -> PageResult:
    facts = [piece for piece in pieces if not is_judgement(piece[0])]
    judged = judged_from(pieces)
    return PageResult(
        page=panel_page(row.url, row.PanelPage),
        facts=facts_from(row.PageAudit, row.url, versions_from(row.Versions), facts),
        findings=judged.findings,
        score=PageScore(
            method=score.method,
            scores=PillarScores(
                accessibility=score.accessibility,
                speed=score.speed,
                mobile=score.mobile,
                total=score.total,
            ),
            gains=judged.gains,
        ),
    )
