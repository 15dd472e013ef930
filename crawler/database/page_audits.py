"""Reading page audits: the row with its place in the panel, its pieces, and what was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import select

from crawler.database import evidence, models
from crawler.database.pieces import stem_of
from crawler.records import Finding, PanelPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

# "judged:<method>" is the findings, and the gains under that method.
JUDGED = "judged"
# As it was kept at first: the findings, and "gains:<method>", in pieces of their own.
FINDINGS = "findings"
GAINS = "gains"

_FINDINGS = msgspec.json.Decoder(tuple[Finding, ...])
_GAINS = msgspec.json.Decoder(dict[str, float])


class Judged(NamedTuple):
    """What was judged of a page; `gains` are those under the newest method."""

    findings: tuple[Finding, ...] = ()
    gains: dict[str, float] = {}  # noqa: RUF012 -- a default that nobody changes


_JUDGED = msgspec.json.Decoder(Judged)


def select_in_panel(*more: Any) -> Select[Any]:
    """Select page audits with their page's address and their entry in the panel, in its order.

    `more` are columns whose tables the caller joins.
    """
    return (
        select(models.PageAudit, models.Page.url, models.PanelPage, *more)
        .select_from(models.PageAudit)
        .join(models.Page, models.Page.id == models.PageAudit.page_id)
        .join(
            models.PanelPage,
            (models.PanelPage.site_audit_id == models.PageAudit.site_audit_id)
            & (models.PanelPage.page_id == models.PageAudit.page_id),
        )
        .order_by(models.PanelPage.position)
    )


def panel_columns(page: PanelPage) -> dict[str, Any]:
    """Return what is said of a page in a panel, by column; where it stands is the caller's."""
    return {
        "role": page.role,
        "task": page.task,
        "reason": page.reason,
        "source": page.source,
        "score": page.score,
        "supplier": page.supplier,
        "replaces": page.replaces,
    }


def panel_page(url: str, entry: models.PanelPage | models.PanelPlace) -> PanelPage:
    """Return what was saved of a page's place in a panel."""
    return PanelPage(
        url=url,
        role=entry.role,
        reason=entry.reason,
        task=entry.task or None,
        source=entry.source,
        score=entry.score,
        supplier=entry.supplier,
        replaces=entry.replaces,
    )


def read_pieces(
    session: Session, page_audit_ids: Iterable[int], *, only_judged: bool = False
) -> dict[int, list[tuple[str, bytes]]]:
    """Return the pieces (kind, content) of each page audit that has any, in order."""
    query = select(
        models.PageFact.page_audit_id, models.PageFact.kind, models.PageFact.fact_id
    ).where(models.PageFact.page_audit_id.in_(list(page_audit_ids)))
    if only_judged:
        kind = models.PageFact.kind
        query = query.where(kind.startswith(JUDGED) | (kind == FINDINGS) | kind.startswith(GAINS))
    rows = session.execute(
        query.order_by(models.PageFact.page_audit_id, models.PageFact.position)
    ).all()
    contents = evidence.read(session, {row.fact_id for row in rows})
    found: dict[int, list[tuple[str, bytes]]] = {}
    for row in rows:
        found.setdefault(row.page_audit_id, []).append((row.kind, contents[row.fact_id]))
    return found


def judged_from(pieces: Iterable[tuple[str, bytes]]) -> Judged:
    """Decode what was judged; other pieces are passed over."""
    by_kind = dict(pieces)
    if newest := _newest(by_kind, JUDGED):
        return _JUDGED.decode(by_kind[newest])
    gains = _newest(by_kind, GAINS)
    return Judged(
        findings=_FINDINGS.decode(by_kind[FINDINGS]) if FINDINGS in by_kind else (),
        gains=_GAINS.decode(by_kind[gains]) if gains else {},
    )


def _newest(kinds: Iterable[str], stem: str) -> str | None:
    """Return the kind with the highest method, of those with that stem."""
    having = [kind for kind in kinds if stem_of(kind) == stem]
    return max(having, key=lambda kind: int(kind.partition(":")[2]), default=None)


def is_judgement(kind: str) -> bool:
    """Whether a piece is what was judged, and no evidence."""
    return stem_of(kind) in (JUDGED, FINDINGS, GAINS)
