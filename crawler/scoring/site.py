"""A website's scores and end state from its pages."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from crawler.records import EndState, PageResult, Pillar, SiteScore
from crawler.scoring.method import METHOD
from crawler.scoring.page import pillar_scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# When no page could be scored and two reasons are equally common, the first of these is the site's.
# Ours comes first: a site is not blamed when we may be the reason.
_PRECEDENCE = (
    EndState.FAILED,
    EndState.BLOCKED,
    EndState.DISALLOWED,
    EndState.UNREACHABLE,
    EndState.GONE,
)


def score_site(results: Sequence[PageResult]) -> SiteScore:
    """Average each pillar over the pages that have it, weighted by their roles.

    `results` holds every planned page, scored or not; rotating pages may be among them and never
    count, not even as planned. A supplier's pages count as the council's. `pages_scored` is the
    smallest number of pages behind any of the pillars that have a score, so that it never flatters
    the evidence.
    """
    headline = [result for result in results if result.page.role.headline]
    means: dict[Pillar, float | None] = {}
    counts: list[int] = []
    for pillar in Pillar:
        known = [
            (METHOD.role_weights[result.page.role], score)
            for result in headline
            if (score := getattr(result.score.scores, pillar.value)) is not None
        ]
        means[pillar] = _weighted_mean(known)
        if known:
            counts.append(len(known))
    return SiteScore(
        method=METHOD.number,
        scores=pillar_scores(means),
        pages_scored=min(counts, default=0),
        pages_planned=len(headline),
    )


def site_state(pages: Iterable[PageResult | EndState]) -> EndState:
    """Sum up the pages' end states: audited when all are, partial when at least one has a score.

    With no scored page it is the most common reason. No pages at all is our failure. Rotating pages
    have no say.
    """
    states = [
        page.facts.state if isinstance(page, PageResult) else page
        for page in pages
        if not isinstance(page, PageResult) or page.page.role.headline
    ]
    if any(state.scored for state in states):
        complete = all(state is EndState.AUDITED for state in states)
        return EndState.AUDITED if complete else EndState.PARTIAL
    counts = Counter(states)
    return max(_PRECEDENCE, key=lambda state: (counts[state], -_PRECEDENCE.index(state)))


def _weighted_mean(known: Sequence[tuple[float, float]]) -> float | None:
    if not known:
        return None
    weights = math.fsum(weight for weight, _ in known)
    mean = math.fsum(weight * score for weight, score in known) / weights
    # Rounding must not carry a mean past the scores that it is a mean of.
    scores = [score for _, score in known]
    return min(max(scores), max(min(scores), mean))
