"""The rows behind `lifecycle`: reading a page's findings and writing what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from crawler.audits.codesniffer_words import FAMILIES
from crawler.database import evidence, lifecycle, models
from crawler.database.likeness import found_again
from crawler.database.page_audits import is_judgement, judged_from, read_pieces
from crawler.database.pieces import BY_VIEWPORT, STEPS, TOGETHER, parts_in
from crawler.database.signatures import LENGTH, of_a_selector, signature
from crawler.database.states import FindingState
from crawler.database.upsert import insert
from crawler.records import PageFacts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from sqlalchemy.orm import Session

    from crawler.database.lifecycle import Key, Life
    from crawler.records import Element, Finding, Pillar


def update(
    session: Session,
    page_id: int,
    page_audit_id: int,
    facts: PageFacts,
    findings: Sequence[Finding],
    audits: Mapping[str, tuple[int, Pillar]],
) -> None:
    """Bring the history of a page's findings up to this scored audit of it.

    `audits` gives id and pillar by name.
    """
    kept = _rows(session, page_id, audits)
    then = _Then(session)
    before = _converted(kept, then)
    seen = lifecycle.seen_in(findings)
    criteria = {finding.audit: frozenset(finding.wcag) for finding in findings}

    def related(old: str, new: str) -> bool:
        return bool(then.criteria(before, old) & criteria[new])

    moved = lifecycle.matched(before, seen, related)
    for new, old in moved.items():
        before[new] = before.pop(old)
    for new, old in _found_again(before, findings, then).items():
        before[new] = before.pop(old)
    absent = {
        key: life
        for key, life in before.items()
        if key not in seen and life.state is not FindingState.FIXED
    }
    kinds_then = _kinds(session, {life.last_seen for life in absent.values()})
    reach = lifecycle.Reach(findings, whole_kinds(facts), engine_rules(facts))
    gone = {
        key
        for key, life in absent.items()
        if reach.covers(key[0], kinds_then.get(life.last_seen, frozenset()))
    }
    after = before | lifecycle.after(before, seen, gone, page_audit_id)
    _write(session, page_id, kept, after, audits)


def _found_again(
    before: Mapping[Key, Life], findings: Sequence[Finding], then: _Then
) -> dict[Key, Key]:
    """Return which of the elements that seem new is which of those that seem gone, where they have
    nothing of their own to be known by."""
    found: dict[Key, Key] = {}
    for audit, seen in lifecycle.elements_in(findings).items():
        there = {key: element for key, element in seen.items() if key not in before}
        lost = {
            key: life
            for key, life in before.items()
            if key[0] == audit and key not in seen and life.state is not FindingState.FIXED
        }
        if there and lost:
            gone: dict[Key, Element] = {}
            for page_audit_id in sorted({life.last_seen for life in lost.values()}):
                known = lifecycle.elements_in(then.findings(page_audit_id)).get(audit, {})
                gone |= {key: each for key, each in known.items() if key in lost}
            found |= found_again(gone, there)
    return found


def whole_kinds(facts: PageFacts) -> frozenset[str]:
    """Return the kinds of evidence that a visit gathered, without what it says is not complete."""
    parts = {
        **{f"{part}:{run.viewport}": run for part in BY_VIEWPORT for run in getattr(facts, part)},
        **{name: getattr(facts, name) for name in PageFacts.__struct_fields__},
    }
    return frozenset(
        kind for kind, part in parts.items() if part is not None and getattr(part, "complete", True)
    )


def engine_rules(facts: PageFacts) -> frozenset[str]:
    """Return the rules that engines ran, whether they had anything to look at or not."""
    sniffed = FAMILIES if facts.codesniffer is not None else ()
    return frozenset(
        (
            *(name for run in facts.axe for name in run.inapplicable),
            *(rule.id for run in facts.axe for rule in run.rules),
            *(family.id for family in sniffed),
        )
    )


def _rows(
    session: Session, page_id: int, audits: Mapping[str, tuple[int, Pillar]]
) -> dict[Key, Life]:
    names = {key: name for name, (key, _) in audits.items()}
    return {
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


class _Then:
    """What was judged at earlier audits of a page, read when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[int, tuple[Finding, ...]] = {}

    def findings(self, page_audit_id: int) -> tuple[Finding, ...]:
        if page_audit_id not in self._read:
            pieces = read_pieces(self._session, [page_audit_id], only_judged=True)
            judged = judged_from(pieces.get(page_audit_id, []))
            self._read[page_audit_id] = judged.findings
        return self._read[page_audit_id]

    def criteria(self, lives: Mapping[Key, Life], audit: str) -> frozenset[str]:
        """The success criteria that an audit named where it was last seen."""
        seen = {life.last_seen for (name, _), life in lives.items() if name == audit}
        return frozenset(
            number
            for key in seen
            for finding in self.findings(key)
            if finding.audit == audit
            for number in finding.wcag
        )


def _converted(kept: Mapping[Key, Life], then: _Then) -> dict[Key, Life]:
    """Return the rows by the signatures of now. Those from before signatures had two parts are
    found again in what was judged when they were last seen; one that is not there stays as it is.
    """
    converted: dict[Key, Life] = {}
    for (audit, signed), life in kept.items():
        elements = [
            element
            for finding in (then.findings(life.last_seen) if len(signed) != LENGTH else ())
            if finding.audit == audit
            for element in (finding.elements or (None,))
            if of_a_selector(element.selector if element else "") == signed
        ]
        keys = {(audit, signature(element)) for element in elements} or {(audit, signed)}
        for key in keys:
            converted.setdefault(key, life)
    return converted


def _write(
    session: Session,
    page_id: int,
    kept: Mapping[Key, Life],
    after: Mapping[Key, Life],
    audits: Mapping[str, tuple[int, Pillar]],
) -> None:
    """Replace the rows that were kept by those after, touching none that is as it was."""
    for audit, signed in sorted(kept.keys() - after.keys()):
        session.execute(
            delete(models.Finding).where(
                models.Finding.page_id == page_id,
                models.Finding.audit_id == audits[audit][0],
                models.Finding.signature == signed,
            )
        )
    rows = [
        {
            "page_id": page_id,
            "audit_id": audits[audit][0],
            "signature": signed,
            "state": life.state,
            "first_seen_id": life.first_seen,
            "last_seen_id": life.last_seen,
            "changed_id": life.changed,
        }
        for (audit, signed), life in sorted(after.items(), key=lambda item: item[0])
        if kept.get((audit, signed)) != life
    ]
    if rows:
        statement = insert(session, models.Finding)
        moving = ("state", "first_seen_id", "last_seen_id", "changed_id")
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
        select(models.PageFact.page_audit_id, models.PageFact.kind, models.PageFact.fact_id).where(
            models.PageFact.page_audit_id.in_(page_audit_ids)
        )
    ).all()
    shared = evidence.read(session, {row.fact_id for row in rows if row.kind in TOGETHER})
    for row in rows:
        if row.kind != STEPS and not is_judgement(row.kind):
            parts = parts_in(row.kind, shared.get(row.fact_id, b""))
            found.setdefault(row.page_audit_id, set()).update(parts)
    return {key: frozenset(kinds) for key, kinds in found.items()}
