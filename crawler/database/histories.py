"""The rows behind `lifecycle`: reading a page's findings and writing what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from crawler.database import lifecycle, models
from crawler.database.pieces import STEPS
from crawler.database.states import FindingState
from crawler.database.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from sqlalchemy.orm import Session

    from crawler.records import Finding, Pillar

# Pieces that are not evidence: what was judged, and what the visit's own steps were called.
NOT_EVIDENCE = ("findings", "gains", STEPS)


def update(
    session: Session,
    page_id: int,
    page_audit_id: int,
    findings: Sequence[Finding],
    audits: Mapping[str, tuple[int, Pillar]],
    kinds: Set[str],
) -> None:
    """Bring the history of a page's findings up to this scored audit of it.

    `kinds` are the kinds of pieces that this audit has; `audits` gives id and pillar by name.
    """
    names = {key: name for name, (key, _) in audits.items()}
    before = {
        (names[row.audit_id], row.signature): lifecycle.Life(
            row.state, row.first_seen_id, row.last_seen_id, row.changed_id
        )
        for row in session.execute(
            select(
                models.Finding.audit_id,
                models.Finding.signature,
                models.Finding.state,
                models.Finding.first_seen_id,
                models.Finding.last_seen_id,
                models.Finding.changed_id,
            ).where(models.Finding.page_id == page_id)
        )
    }
    seen = lifecycle.seen_in(findings)
    absent = {
        key: life
        for key, life in before.items()
        if key not in seen and life.state is not FindingState.FIXED
    }
    kinds_then = _kinds(session, {life.last_seen for life in absent.values()})
    reach = lifecycle.Reach(findings, kinds)
    gone = {
        (audit, signature)
        for (audit, signature), life in absent.items()
        if reach.covers(audit, audits[audit][1], kinds_then.get(life.last_seen, frozenset()))
    }
    changed = lifecycle.after(before, seen, gone, page_audit_id)
    rows = [
        {
            "page_id": page_id,
            "audit_id": audits[audit][0],
            "signature": signature,
            "state": life.state,
            "first_seen_id": life.first_seen,
            "last_seen_id": life.last_seen,
            "changed_id": life.changed,
        }
        for (audit, signature), life in sorted(changed.items(), key=lambda item: item[0])
    ]
    if rows:
        statement = insert(session, models.Finding)
        moving = ("state", "last_seen_id", "changed_id")
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["page_id", "audit_id", "signature"],
                set_={name: statement.excluded[name] for name in moving},
            ),
            rows,
        )


def _kinds(session: Session, page_audit_ids: Set[int]) -> dict[int, frozenset[str]]:
    """Return the kinds of evidence that each of those page audits had."""
    found: dict[int, set[str]] = {}
    rows = session.execute(
        select(models.PageFact.page_audit_id, models.PageFact.kind).where(
            models.PageFact.page_audit_id.in_(page_audit_ids)
        )
    )
    for row in rows:
        if row.kind.partition(":")[0] not in NOT_EVIDENCE:
            found.setdefault(row.page_audit_id, set()).add(row.kind)
    return {key: frozenset(kinds) for key, kinds in found.items()}
