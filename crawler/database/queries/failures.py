"""What fails on a council's website, and what no longer does."""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from crawler.audits.registry import all_audits
from crawler.database import models
from crawler.database.page_audits import Judged, judged_from, read_pieces, select_in_panel
from crawler.database.queries.components import components, markup_reader
from crawler.database.queries.latest import its_page_score, newest, pillar_scores
from crawler.database.queries.shapes import FindingGroup, FindingPage, FixedFinding
from crawler.database.states import FindingState
from crawler.records import Finding, Impact, Outcome, PageRole, Pillar, PillarScores
from crawler.scoring.fix_first import priority
from crawler.scoring.method import METHOD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from crawler.audits.registry import Audit
    from crawler.database.queries.components import Making
    from crawler.database.session import Database
    from crawler.records import Element

_SHOWN = (Outcome.FAIL, Outcome.REVIEW)
_IMPACTS: tuple[Impact | None, ...] = (*Impact, None)


class _Page(NamedTuple):
    """A page of the newest audit, with what it takes to weigh it."""

    key: int
    page_id: int
    url: str
    role: PageRole
    task: str | None
    scores: PillarScores
    scored: bool
    walked: bool


def findings(db: Database, slug: str) -> tuple[FindingGroup, ...]:
    """Return what fails or needs a person's eye in the newest closed audit of a council's website.

    One group an audit: failures before reviews, what costs points before advice, and first what to
    fix first (`crawler.scoring.fix_first`). Empty for an unknown slug, and without scores.
    """
    with db.read() as session:
        pages = _newest_pages(session, slug)
        judged = _judged(session, [page.key for page in pages])
        states = _states(session, pages)
    groups: dict[str, list[tuple[_Page, list[Finding]]]] = defaultdict(list)
    for page in pages:
        by_audit: dict[str, list[Finding]] = defaultdict(list)
        for finding in judged[page.key].findings:
            if finding.outcome in _SHOWN:
                by_audit[finding.audit].append(finding)
        for audit, found in by_audit.items():
            groups[audit].append((page, found))
    gains = {page.key: judged[page.key].gains for page in pages}
    read = markup_reader()
    table = [_group(audit, met, pages, gains, states, read) for audit, met in groups.items()]
    return tuple(sorted(table, key=_gravity))


def fixed_since_last(db: Database, slug: str) -> tuple[FixedFinding, ...]:
    """Return what failed at a page's scored audit before its newest one and does so no more."""
    with db.read() as session:
        pages = {page.key: page for page in _newest_pages(session, slug)}
        rows = session.execute(
            select(models.Finding.changed_id, models.Finding.last_seen_id, models.Audit.slug)
            .join(models.Audit, models.Audit.id == models.Finding.audit_id)
            .where(models.Finding.page_id.in_([page.page_id for page in pages.values()]))
            .where(models.Finding.changed_id.in_(list(pages)))
            .where(models.Finding.state == FindingState.FIXED)
        ).all()
        judged = _judged(session, {row.last_seen_id for row in rows} | set(pages) if rows else ())
    counts: dict[tuple[int, str], int] = defaultdict(int)
    words: dict[tuple[int, str], Finding] = {}
    for row in rows:
        then = [each for each in judged[row.last_seen_id].findings if each.audit == row.slug]
        worst = min(then, key=_finding_gravity, default=None)
        if worst is not None and worst.outcome is Outcome.FAIL:
            counts[row.changed_id, row.slug] += 1
            words[row.changed_id, row.slug] = worst
    fixed = [
        FixedFinding(
            audit=audit,
            title=words[key, audit].title,
            pillar=words[key, audit].pillar,
            advice=words[key, audit].advice,
            url=pages[key].url,
            role=pages[key].role,
            task=pages[key].task,
            fixed=count,
            remaining=sum(each.failing for each in judged[key].findings if each.audit == audit),
        )
        for (key, audit), count in counts.items()
    ]
    order = list(pages.values())
    place = {page.url: position for position, page in enumerate(order)}
    return tuple(sorted(fixed, key=lambda each: (each.advice, each.audit, place[each.url])))


def _newest_pages(session: Session, slug: str) -> list[_Page]:
    """Return the audited pages of the newest closed audit, in the panel's order."""
    audit = (
        select(newest(models.Council.website_id)).where(models.Council.slug == slug)
    ).scalar_subquery()
    # The right side of an outer join may be None, which its types do not say.
    rows: Iterable[Any] = session.execute(
        select_in_panel(models.PageScore)
        .outerjoin(models.PageScore, its_page_score(models.PageAudit.id))
        .where(models.PageAudit.site_audit_id == audit)
    )
    return [
        _Page(
            key=page.id,
            page_id=page.page_id,
            url=url,
            role=panel.role,
            task=panel.task,
            scores=pillar_scores(score),
            scored=page.state.scored,
            walked=bool(page.walked),
        )
        for page, url, panel, score in rows
    ]


def _judged(session: Session, page_audit_ids: Iterable[int]) -> dict[int, Judged]:
    pieces = read_pieces(session, page_audit_ids, only_judged=True)
    return defaultdict(Judged, {key: judged_from(found) for key, found in pieces.items()})


def _states(session: Session, pages: Sequence[_Page]) -> dict[tuple[int, str], set[FindingState]]:
    """Return the states of what was seen, by page and audit."""
    rows = session.execute(
        select(models.Finding.page_id, models.Audit.slug, models.Finding.state)
        .join(models.Audit, models.Audit.id == models.Finding.audit_id)
        .where(models.Finding.page_id.in_([page.page_id for page in pages]))
        .where(models.Finding.last_seen_id.in_([page.key for page in pages]))
    )
    states: dict[tuple[int, str], set[FindingState]] = defaultdict(set)
    for row in rows:
        states[row.page_id, row.slug].add(row.state)
    return states


def _group(
    audit: str,
    met: Sequence[tuple[_Page, list[Finding]]],
    pages: Sequence[_Page],
    gains: Mapping[int, Mapping[str, float]],
    states: Mapping[tuple[int, str], set[FindingState]],
    read: Callable[[Element], Making],
) -> FindingGroup:
    declared = _declared().get(audit)
    walks = declared is not None and declared.walks
    judged = sum(page.walked if walks else page.scored for page in pages if page.role.headline)
    worst = min((each for _, found in met for each in found), key=_finding_gravity)
    where = [
        FindingPage(
            title=min(found, key=_finding_gravity).title,
            url=page.url,
            role=page.role,
            task=page.task,
            failing=sum(each.failing for each in found),
            passing=sum(each.passing for each in found),
            undecided=sum(each.undecided for each in found),
            status=_status(states.get((page.page_id, audit), set())),
            elements=tuple(element for each in found for element in each.elements),
            saves=next((each.saves for each in found if each.saves is not None), None),
        )
        for page, found in met
    ]
    shown = tuple(sorted(where, key=lambda page: (-page.failing, -page.undecided)))
    counted = _counted(worst.pillar, pages)
    return FindingGroup(
        audit=audit,
        title=_title(worst, {page.title for page in where}),
        pillar=worst.pillar,
        outcome=worst.outcome,
        status=_status({page.status for page in where}),
        impact=worst.impact,
        wcag=worst.wcag,
        advice=worst.advice,
        engines=_engines(met),
        why=worst.why,
        fix=worst.fix,
        help_url=worst.help_url,
        rule_url=worst.rule_url,
        points=_points(audit, counted, gains),
        pages=shown,
        who=worst.who or (declared.who if declared else ""),
        limit=declared.limit if declared else "",
        priority=priority(
            worst.pillar, ((gains[page.key].get(audit, 0.0), page.scores) for page in counted)
        ),
        judged=judged,
        walks=walks,
        components=components(where, judged, read),
    )


@functools.cache
def _declared() -> Mapping[str, Audit]:
    return {audit.id: audit for audit in all_audits()}


def _engines(met: Sequence[tuple[_Page, list[Finding]]]) -> tuple[str, ...]:
    """Return every engine that found it on any page, as first named."""
    return tuple(
        dict.fromkeys(engine for _, found in met for each in found for engine in each.engines)
    )


def _title(worst: Finding, titles: set[str]) -> str:
    """Return a title that is true of every page: one page's number must not accuse the others."""
    if len(titles) > 1 and worst.outcome is Outcome.FAIL:
        declared = _declared().get(worst.audit)
        return declared.title_fail if declared else worst.title
    return worst.title


def _counted(pillar: Pillar, pages: Sequence[_Page]) -> list[_Page]:
    """Return the pages that count in the website's score in a pillar."""
    return [
        page
        for page in pages
        if page.role.headline and getattr(page.scores, pillar.value) is not None
    ]


def _points(
    audit: str, counted: Sequence[_Page], gains: Mapping[int, Mapping[str, float]]
) -> float:
    """What repairing the audit on every page adds to the site's score: the mean of the pages' own
    gains, weighted as the site's score weighs its pages."""
    weights = math.fsum(METHOD.role_weights[page.role] for page in counted)
    won = math.fsum(
        METHOD.role_weights[page.role] * gains[page.key].get(audit, 0.0) for page in counted
    )
    return won / weights if weights else 0.0


def _status(states: set[FindingState]) -> FindingState:
    """Of several elements or pages, the oldest trouble speaks for all: it was there last time."""
    for state in (FindingState.RECURRING, FindingState.REGRESSED):
        if state in states:
            return state
    return FindingState.NEW


def _finding_gravity(finding: Finding) -> tuple[bool, bool, int]:
    return finding.outcome is not Outcome.FAIL, finding.advice, _IMPACTS.index(finding.impact)


def _gravity(group: FindingGroup) -> tuple[bool, bool, float, float, int, str]:
    return (
        group.outcome is not Outcome.FAIL,
        group.advice,
        -group.priority,
        -group.points,
        _IMPACTS.index(group.impact),
        group.audit,
    )
