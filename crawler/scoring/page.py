"""A page's scores from its facts and findings.

Accessibility and mobile start at 100, and each failing audit takes a share of what remains:

    share = base(impact) * (0.5 + 0.5 * extent),  extent = failing / (failing + passing) elements

What holds, and is tested: a new failure never raises a score; repairing elements or a whole audit
never lowers one; reviews, advice, passes and the order of the findings change nothing. More passing
elements can lower an audit's extent, but never win back more than half of its base: only repairing
every failing element removes its cost.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from crawler.audits.registry import all_audits, judge
from crawler.records import Outcome, PageResult, PageScore, Pillar, PillarScores
from crawler.scoring.method import METHOD
from crawler.scoring.speed import score_speed, speed_gains

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crawler.records import Finding, PageFacts, PanelPage


def judged(page: PanelPage, facts: PageFacts) -> PageResult:
    """Judge and score what a visit gathered of a page."""
    findings = judge(facts)
    return PageResult(page=page, facts=facts, findings=findings, score=score_page(facts, findings))


def score_page(facts: PageFacts, findings: Sequence[Finding]) -> PageScore:
    """Score one page under the current method.

    A pillar is None, never 0 or 100, when the page was not reached, when its evidence is missing
    from the facts, or when one of its audits that can cost points ended in an error. What only
    acting on the page shows is never asked for: most pages of a crawl are not acted on.
    """
    scores: dict[Pillar, float | None] = dict.fromkeys(Pillar)
    gains: dict[str, float] = {}
    for pillar in Pillar:
        if not _has_evidence(pillar, facts, findings):
            continue
        if pillar is Pillar.SPEED and facts.metrics is not None:
            scores[pillar] = score_speed(facts.metrics)
            gains |= speed_gains(facts.metrics)
        else:
            shares = _shares(pillar, findings)
            scores[pillar] = _remaining(shares.values())
            gains |= _gains(shares)
    return PageScore(
        method=METHOD.number, scores=pillar_scores(scores), gains=dict(sorted(gains.items()))
    )


def pillar_scores(scores: Mapping[Pillar, float | None]) -> PillarScores:
    """Put the pillars and their total together; the total is None unless all three are known."""
    known = [
        METHOD.pillar_weights[pillar] * score
        for pillar, score in scores.items()
        if score is not None
    ]
    complete = len(known) == len(METHOD.pillar_weights)
    return PillarScores(
        accessibility=scores[Pillar.ACCESSIBILITY],
        speed=scores[Pillar.SPEED],
        mobile=scores[Pillar.MOBILE],
        total=min(100.0, math.fsum(known)) if complete else None,
    )


def cost(finding: Finding) -> float:
    """Return the share (0 to 1) of what remains of 100 points that a finding takes."""
    if finding.outcome is not Outcome.FAIL or finding.advice:
        return 0.0
    # A failure of the page as a whole has no elements to count; it counts as one.
    failing = max(1, finding.failing)
    extent = failing / (failing + finding.passing)
    base = METHOD.base[finding.impact or METHOD.unstated_impact]
    return base * (METHOD.smallest_share + (1 - METHOD.smallest_share) * extent)


def _has_evidence(pillar: Pillar, facts: PageFacts, findings: Sequence[Finding]) -> bool:
    if not facts.state.scored:
        return False
    if any(part.in_facts(facts) is None for part in METHOD.evidence[pillar]):
        return False
    return not any(
        finding.pillar is pillar
        and finding.outcome is Outcome.ERROR
        and not finding.advice
        and finding.audit not in _walking()
        for finding in findings
    )


@functools.cache
def _walking() -> frozenset[str]:
    return frozenset(audit.id for audit in all_audits() if audit.walks)


def _shares(pillar: Pillar, findings: Sequence[Finding]) -> dict[str, float]:
    """Return what each failing audit of the pillar takes, by audit, in a stable order."""
    shares: dict[str, float] = {}
    for finding in findings:
        if finding.pillar is pillar and (share := cost(finding)) > 0:
            before = shares.get(finding.audit, 0.0)
            shares[finding.audit] = 1 - (1 - before) * (1 - share)
    return dict(sorted(shares.items()))


def _remaining(shares: Iterable[float]) -> float:
    # Sorted, so that the last bit of the product does not depend on the order of the findings.
    return 100 * math.prod(1 - share for share in sorted(shares))


def _gains(shares: Mapping[str, float]) -> dict[str, float]:
    score = _remaining(shares.values())
    return {
        audit: _remaining(share for other, share in shares.items() if other != audit) - score
        for audit in shares
    }
