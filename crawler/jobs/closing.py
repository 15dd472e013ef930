"""Closing a website's audit: its end state, the reason in a sentence, and its scores."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from crawler.database import store
from crawler.errors import TakenOver
from crawler.jobs.messages import SiteEnded
from crawler.records import EndState, PageFacts, PageResult, PageScore, PillarScores
from crawler.scoring.method import METHOD
from crawler.scoring.page import judged
from crawler.scoring.repeats import flagged
from crawler.scoring.site import score_site, site_state
from crawler.statement.checklist import checklist

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from crawler.database.session import Database
    from crawler.jobs.terms import StoredTerms

NO_SCORES = PillarScores()
STOPPED = "the crawl stopped before this website was finished"


def close_site(db: Database, site_audit_id: int, at: datetime) -> SiteEnded:
    """Close a website whose whole panel was tried."""
    _settle(db, site_audit_id)
    results = _that_count(db, site_audit_id)
    state = site_state(results)
    return _close(db, site_audit_id, results, state, _reason(results, state), at)


def close_early(
    db: Database,
    site_audit_id: int,
    reason: str,
    at: datetime,
    gone: Mapping[str, str] = MappingProxyType({}),
) -> SiteEnded:
    """Close a website that we could not finish. What was finished is kept and scored; pages of the
    panel that were not tried are recorded as our failure, so that none is silently missing, and
    those that were found to be `gone` (addresses, with reasons) as that. Where all that counts had
    been tried, what came after it costs the website nothing."""
    _settle(db, site_audit_id)
    tried = {result.page.url for result in store.results_of(db, site_audit_id)}
    missed = [page for page in store.panel_of(db, site_audit_id) if page.url not in tried]
    for page in missed:
        facts = PageFacts(
            url=page.url,
            final_url=page.url,
            state=EndState.GONE if page.url in gone else EndState.FAILED,
            visited_at=at,
            reason=gone.get(page.url) or f"not audited: {reason}",
        )
        score = PageScore(method=METHOD.number, scores=NO_SCORES)
        result = PageResult(page=page, facts=facts, findings=(), score=score)
        store.save_page(db, site_audit_id, result, None)
    if tried and not any(page.role.headline and page.url not in gone for page in missed):
        return close_site(db, site_audit_id, at)
    results = _that_count(db, site_audit_id)
    scored = any(result.facts.state.scored for result in results)
    state = EndState.PARTIAL if scored else EndState.FAILED
    return _close(db, site_audit_id, results, state, reason, at)


def close_left(db: Database) -> None:
    """Close the websites that an interrupted crawl left half way, with what was finished of them.
    One without a finished page leaves no trace: nothing was learned about it. Whoever still works
    on one can write nothing more of it."""
    for site_audit_id in store.left_open(db):
        results = store.results_of(db, site_audit_id)
        if not results:
            store.remove_site(db, site_audit_id)
            continue
        claim = store.claim_site(db, site_audit_id)
        at = max(result.facts.visited_at for result in results)
        with suppress(TakenOver):  # another command closes it at the same time
            close_early(db.fenced(site_audit_id, claim.claim), site_audit_id, STOPPED, at)


def close_when_done(database: Database, crawl_id: int, terms: StoredTerms, at: datetime) -> bool:
    """Close the crawl when all its websites have ended, and say whether it was. A scheduled one is
    open to the end of its day: more may fall due."""
    if store.count_ended(database, crawl_id) < len(terms.websites):
        return False
    if store.is_scheduled(database, crawl_id):
        return False
    store.close_crawl(database, crawl_id, at)
    return True


def _settle(db: Database, site_audit_id: int) -> None:
    """Judge the pages that were to be loaded again for their speed by the load that they had."""
    for result in store.results_of(db, site_audit_id):
        measured = result.facts.measurement
        if measured is not None and measured.waiting:
            store.save_page(db, site_audit_id, judged(result.page, flagged(result.facts)))


def _that_count(db: Database, site_audit_id: int) -> list[PageResult]:
    return [each for each in store.results_of(db, site_audit_id) if each.page.role.headline]


def _close(
    db: Database,
    site_audit_id: int,
    results: Sequence[PageResult],
    state: EndState,
    reason: str,
    at: datetime,
) -> SiteEnded:
    score = score_site(results) if state.scored else None
    _judge_statement(db, site_audit_id, results)
    store.close_site(db, site_audit_id, state, reason, score, at)
    return SiteEnded(
        state=state,
        reason=reason,
        scores=score.scores if score else NO_SCORES,
        pages_scored=score.pages_scored if score else 0,
        pages_planned=len(results),
    )


def _judge_statement(db: Database, site_audit_id: int, results: Sequence[PageResult]) -> None:
    """Keep what the website's accessibility statement came to, before its audit is closed: nothing
    of it enters the scores."""
    nation, day = store.nation_and_day(db, site_audit_id)
    found = checklist(results, nation=nation, day=day)
    if found is not None:
        store.save_statement(db, site_audit_id, found)


def _reason(results: Sequence[PageResult], state: EndState) -> str:
    """Why the website did not end as audited. The home page speaks for it when it has a reason."""
    if state is EndState.AUDITED:
        return ""
    if not state.scored:
        reasons = [result.facts.reason for result in results if result.facts.state is state]
        return next(filter(None, reasons), "")
    others = Counter(
        result.facts.state for result in results if result.facts.state is not EndState.AUDITED
    )
    parts = ", ".join(f"{count} {other.value}" for other, count in others.most_common())
    return f"{parts} of {len(results)} pages"
