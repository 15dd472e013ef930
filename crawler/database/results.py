"""Reading back what the store keeps, exactly as it was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from crawler.database import evidence, models
from crawler.database.pieces import facts_from, versions_from
from crawler.records import (
    EndState,
    Finding,
    PageResult,
    PageScore,
    PanelPage,
    PillarScores,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from crawler.database.session import Database
    from crawler.records import PageFacts

_FINDINGS = msgspec.json.Decoder(tuple[Finding, ...])
_GAINS = msgspec.json.Decoder(dict[str, float])


def panel_of(db: Database, site_audit_id: int) -> tuple[PanelPage, ...]:
    """Return the saved panel in its order; empty if none was saved."""
    with db.read() as session:
        rows = session.execute(
            select(models.Page.url, models.PanelPage)
            .join(models.Page, models.Page.id == models.PanelPage.page_id)
            .where(models.PanelPage.site_audit_id == site_audit_id)
            .order_by(models.PanelPage.position)
        )
        return tuple(_panel_page(url, entry) for url, entry in rows)


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
    """Return every audited page of a website's audit, in the panel's order, as it was saved."""
    with db.read() as session:
        return _results(session, models.PageAudit.site_audit_id == site_audit_id)


def facts_of(db: Database, page_audit_id: int) -> PageFacts | None:
    """Return what one visit gathered, exactly, to be judged again; None if there is no such one."""
    with db.read() as session:
        results = _results(session, models.PageAudit.id == page_audit_id)
        return results[0].facts if results else None


def _results(session: Session, which: ColumnElement[bool]) -> tuple[PageResult, ...]:
    audits = session.execute(
        select(models.PageAudit, models.Page.url, models.PanelPage, models.Versions)
        .select_from(models.PageAudit)
        .join(models.Page, models.Page.id == models.PageAudit.page_id)
        .join(
            models.PanelPage,
            (models.PanelPage.site_audit_id == models.PageAudit.site_audit_id)
            & (models.PanelPage.page_id == models.PageAudit.page_id),
        )
        .outerjoin(models.Versions, models.Versions.id == models.PageAudit.versions_id)
        .where(which)
        .order_by(models.PanelPage.position)
    ).all()
    keys = [row.PageAudit.id for row in audits]
    pieces = _pieces(session, keys)
    scores = {
        score.page_audit_id: score
        for score in session.scalars(
            select(models.PageScore)
            .where(models.PageScore.page_audit_id.in_(keys))
            .order_by(models.PageScore.method)
        )
    }
    return tuple(
        _result(row, pieces.get(row.PageAudit.id, []), scores[row.PageAudit.id]) for row in audits
    )


def _result(row: Any, pieces: list[tuple[str, bytes]], score: models.PageScore) -> PageResult:
    by_kind = dict(pieces)
    findings = by_kind.pop("findings", None)
    gains = by_kind.get(f"gains:{score.method}")
    facts = [(kind, content) for kind, content in pieces if kind.partition(":")[0] != "gains"]
    return PageResult(
        page=_panel_page(row.url, row.PanelPage),
        facts=facts_from(row.PageAudit, row.url, versions_from(row.Versions), facts),
        findings=_FINDINGS.decode(findings) if findings else (),
        score=PageScore(
            method=score.method,
            scores=PillarScores(
                accessibility=score.accessibility,
                speed=score.speed,
                mobile=score.mobile,
                total=score.total,
            ),
            gains=_GAINS.decode(gains) if gains else {},
        ),
    )


def _pieces(session: Session, keys: list[int]) -> dict[int, list[tuple[str, bytes]]]:
    """Return the pieces (kind, content) of each page audit, in order."""
    rows = session.execute(
        select(models.PageFact.page_audit_id, models.PageFact.kind, models.PageFact.fact_id)
        .where(models.PageFact.page_audit_id.in_(keys))
        .order_by(models.PageFact.page_audit_id, models.PageFact.position)
    ).all()
    contents = evidence.read(session, {row.fact_id for row in rows})
    found: dict[int, list[tuple[str, bytes]]] = {}
    for row in rows:
        found.setdefault(row.page_audit_id, []).append((row.kind, contents[row.fact_id]))
    return found


def _panel_page(url: str, entry: models.PanelPage) -> PanelPage:
    return PanelPage(url=url, role=entry.role, reason=entry.reason, task=entry.task)
