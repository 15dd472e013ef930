"""Writes of a website's panel and of its audited pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import delete, func, select, update

from crawler.database import evidence, histories, models
from crawler.database.measurements import unpacked
from crawler.database.mending import mended
from crawler.database.page_audits import JUDGED, Judged, panel_columns
from crawler.database.pieces import BEFORE, canonical, columns_of, pieces_of, stem_of
from crawler.database.upsert import insert, key_of
from crawler.records import EndState, Outcome, PageResult, PageRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from crawler.database.artifacts import Artifacts
    from crawler.database.session import Database
    from crawler.facts.measurement import Measurement
    from crawler.records import Finding, PanelPage, Pillar

ELEMENTS = 50
_ROWS = (Outcome.FAIL, Outcome.REVIEW, Outcome.ERROR)


def save_panel(db: Database, site_audit_id: int, pages: Sequence[PanelPage]) -> None:
    """Keep the panel of a website's audit. A panel that is there already stands.

    Pages that never count in the website's scores are not planned for them either.
    """

    def work(session: Session) -> None:
        audit = session.get_one(models.SiteAudit, site_audit_id, with_for_update=True)
        if session.scalar(select(_panel(site_audit_id).exists())):
            return
        audit.pages_planned = len({page.url for page in pages if page.role.headline})
        for position, page in enumerate(pages):
            page_id = key_of(session, models.Page, website_id=audit.website_id, url=page.url)
            _add_to_panel(session, site_audit_id, page_id, position, page)

    db.write(work)


def save_page(
    db: Database,
    site_audit_id: int,
    result: PageResult,
    artifacts: Artifacts | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bool:
    """Keep one audited page: facts, findings, their history and the score, in one transaction.

    Pictures go to the artifacts first. The first result for a page stands, except that one which
    ended as our failure gives way to any other, and one that waits to be loaded again for its speed
    to one that does not. Of a page that waits only the facts and a score for now are kept: what is
    judged of it, and the history of that, follow when its speed is known, as if it had been saved
    once. Returns whether this one was kept.
    """
    if artifacts is not None:
        for digest, content in (pictures or {}).items():
            artifacts.put(digest, content)
    result = _storable(result)
    return db.write(lambda session: _save(session, site_audit_id, result))


def _save(session: Session, site_audit_id: int, result: PageResult) -> bool:
    # Two audits of one website at a time would confuse its history: take turns.
    site = session.execute(
        select(models.SiteAudit.website_id, models.SiteAudit.state)
        .join(models.Website, models.Website.id == models.SiteAudit.website_id)
        .where(models.SiteAudit.id == site_audit_id)
        .with_for_update(of=models.Website, key_share=True)
    ).one()
    if site.state is not None:
        return False
    page_id = key_of(session, models.Page, website_id=site.website_id, url=result.page.url)
    natural = {"site_audit_id": site_audit_id, "page_id": page_id}
    before = session.execute(
        select(models.PageAudit.id, models.PageAudit.state, models.PageAudit.measurement).filter_by(
            **natural
        )
    ).one_or_none()
    waits = _waits(result.facts.measurement)
    if before:
        over = _waits(unpacked(before.measurement)) and not waits
        if before.state is not EndState.FAILED and not over:
            return False
        if result.facts.state is EndState.FAILED:
            return False
    _join_panel(session, site_audit_id, page_id, result.page)
    row = columns_of(result.facts, result.page.url)
    if result.facts.versions is not None:
        row["versions_id"] = key_of(
            session, models.Versions, **msgspec.structs.asdict(result.facts.versions)
        )
    if before:
        key = before.id
        for table in (models.PageFact, models.PageScore):
            session.execute(delete(table).where(table.page_audit_id == key))
        session.execute(update(models.PageAudit).filter_by(id=key).values(**row))
    else:
        key = session.scalars(
            insert(session, models.PageAudit)
            .values(**natural, **row)
            .returning(models.PageAudit.id)
        ).one()
    _save_pieces(session, key, natural, result)
    _save_score(session, key, result)
    # A rotating page hardly ever comes again, so there is nothing to follow.
    if result.facts.state.scored and result.page.role is not PageRole.ROTATING and not waits:
        audits = _know_audits(session, result.findings)
        histories.update(session, page_id, key, result.facts, result.findings, audits)
    session.execute(update(models.SiteAudit).filter_by(id=site_audit_id).values(tries=0))
    return True


def _waits(measurement: Measurement | None) -> bool:
    return measurement is not None and measurement.waiting


def _save_pieces(
    session: Session, key: int, natural: Mapping[str, int], result: PageResult
) -> None:
    """Keep what the visit gathered and what was judged.

    Of a rotating page only the judgement is kept: it never enters a score, so that no later method
    will judge it again, and new pages every week would be half of the database.
    """
    facts = [] if result.page.role is PageRole.ROTATING else pieces_of(result.facts)
    # What passed can be judged again from the facts, and nobody asks for it; its counts waver.
    found = tuple(each for each in result.findings if each.outcome in _ROWS)
    gains = {audit: round(points, 3) for audit, points in result.score.gains.items()}
    judged = (f"{JUDGED}:{result.score.method}", canonical(Judged(found, gains)))
    told = (found or gains) and not _waits(result.facts.measurement)
    pieces = [*facts, judged] if told else facts
    if pieces:
        alike = _resembling(session, key, natural)
        for stem, before in BEFORE.items():
            if before in alike:
                alike.setdefault(stem, alike[before])
        like = {kind: alike[stem_of(kind)] for kind, _ in pieces if stem_of(kind) in alike}
        ids = evidence.keep(session, pieces, like)
        session.execute(
            insert(session, models.PageFact),
            [
                {"page_audit_id": key, "position": position, "kind": kind, "fact_id": fact_id}
                for position, ((kind, _), fact_id) in enumerate(zip(pieces, ids, strict=True))
            ],
        )


def _resembling(session: Session, key: int, natural: Mapping[str, int]) -> dict[str, int]:
    """Return by the stem of their kind the pieces that this page's may resemble: those of its last
    audit that had any, else those of another page of the website."""
    audits = models.PageAudit
    scored = audits.state.in_([state for state in EndState if state.scored])
    found: dict[str, int] = {}
    for alike in (
        audits.site_audit_id == natural["site_audit_id"],
        audits.page_id == natural["page_id"],
    ):
        nearest = (
            select(func.max(audits.id)).where(alike, audits.id != key, scored).scalar_subquery()
        )
        rows = session.execute(
            select(models.PageFact.kind, models.PageFact.fact_id).where(
                models.PageFact.page_audit_id == nearest
            )
        )
        found |= {stem_of(row[0]): row[1] for row in rows}
    return found


def _save_score(session: Session, key: int, result: PageResult) -> None:
    scores = result.score.scores
    session.execute(
        insert(session, models.PageScore).values(
            page_audit_id=key,
            method=result.score.method,
            accessibility=scores.accessibility,
            speed=scores.speed,
            mobile=scores.mobile,
            total=scores.total,
        )
    )


def _know_audits(session: Session, findings: Iterable[Finding]) -> dict[str, tuple[int, Pillar]]:
    """See that each audit has a row; return id and pillar of every audit by name."""
    known = _audits(session)
    pillars = {finding.audit: finding.pillar for finding in findings}
    if new := sorted(pillars.keys() - known.keys()):
        rows = [{"slug": slug, "pillar": pillars[slug]} for slug in new]
        session.execute(insert(session, models.Audit).on_conflict_do_nothing(), rows)
        known = _audits(session)
    return known


def _audits(session: Session) -> dict[str, tuple[int, Pillar]]:
    rows = session.execute(select(models.Audit.slug, models.Audit.id, models.Audit.pillar))
    return {row.slug: (row.id, row.pillar) for row in rows}


def _panel(site_audit_id: int) -> Any:
    return select(models.PanelPage).where(models.PanelPage.site_audit_id == site_audit_id)


def _join_panel(session: Session, site_audit_id: int, page_id: int, page: PanelPage) -> None:
    """See that the page is in the panel: a page audited without a saved panel joins its end."""
    entry = {"site_audit_id": site_audit_id, "page_id": page_id}
    if session.scalar(select(models.PanelPage.position).filter_by(**entry)) is None:
        last = session.scalar(
            select(func.max(models.PanelPage.position)).filter_by(site_audit_id=site_audit_id)
        )
        _add_to_panel(session, site_audit_id, page_id, 0 if last is None else last + 1, page)


def _add_to_panel(
    session: Session, site_audit_id: int, page_id: int, position: int, page: PanelPage
) -> None:
    session.execute(
        insert(session, models.PanelPage)
        .values(
            site_audit_id=site_audit_id,
            page_id=page_id,
            position=position,
            **panel_columns(page),
        )
        .on_conflict_do_nothing()
    )


def _storable(result: PageResult) -> PageResult:
    """Cap the evidence of each finding, and mend text that UTF-8 cannot hold."""
    if any(len(finding.elements) > ELEMENTS for finding in result.findings):
        capped = tuple(
            msgspec.structs.replace(finding, elements=finding.elements[:ELEMENTS])
            for finding in result.findings
        )
        result = msgspec.structs.replace(result, findings=capped)
    return mended(result)
