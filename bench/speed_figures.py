"""What a measurement of the speed score comes to: how runs of the same page differ, by page and
over all, and how far our medians are from Lighthouse's."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from bench.speed_runs import AUDITS, LIGHTHOUSE, OURS, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Below this mean a coefficient of variation says nothing: the page does not block.
LEAST_TBT = 20.0


class PageFigures(Struct, frozen=True, kw_only=True):
    """Runs of one page under one condition by one program. Scores in points, `tbt_cv` the standard
    deviation of TBT over its mean (None where it hardly blocks), `sds` those of the five metrics
    in milliseconds, for CLS without a unit."""

    page: str
    condition: str
    by: str
    runs: int
    score: float
    score_sd: float
    lowest: float
    highest: float
    tbt: float
    tbt_cv: float | None
    sds: dict[str, float]
    seconds: float
    cpu_share: float | None


class Overall(Struct, frozen=True, kw_only=True):
    """Of one condition. `sd_ratio` and `seconds_ratio` are ours over Lighthouse's; `r` and
    `difference` (mean of the absolute differences, in points) compare the pages' median scores with
    Lighthouse's of the same condition, `quiet_difference` with our own when quiet. None where there
    is nothing to compare with."""

    condition: str
    pages: int
    runs: int
    failed: int
    load: float
    mean_sd: float
    worst: PageFigures
    tbt_cv: float | None
    lighthouse_mean_sd: float | None = None
    lighthouse_worst_sd: float | None = None
    lighthouse_tbt_cv: float | None = None
    sd_ratio: float | None = None
    r: float | None = None
    difference: float | None = None
    bias: float | None = None
    quiet_difference: float | None = None
    seconds: float
    seconds_ratio: float | None = None
    curve: float | None = None


def by_page(runs: Iterable[Run]) -> list[PageFigures]:
    """In the order in which the pages were first measured; needs two runs of each."""
    grouped: dict[tuple[str, str, str], list[Run]] = defaultdict(list)
    for run in runs:
        if run.metrics is not None:
            grouped[run.condition, run.page, run.by].append(run)
    return [_of_page(group) for group in grouped.values() if len(group) > 1]


def _of_page(runs: Sequence[Run]) -> PageFigures:
    metrics = [run.metrics for run in runs if run.metrics is not None]
    scores = [run.score for run in runs]
    blocked = [one.tbt_ms for one in metrics]
    mean = statistics.mean(blocked)
    shares = [one.cpu_share for one in metrics if one.cpu_share is not None]
    return PageFigures(
        page=runs[0].page,
        condition=runs[0].condition,
        by=runs[0].by,
        runs=len(runs),
        score=statistics.median(scores),
        score_sd=statistics.stdev(scores),
        lowest=min(scores),
        highest=max(scores),
        tbt=statistics.median(blocked),
        tbt_cv=statistics.stdev(blocked) / mean if mean >= LEAST_TBT else None,
        sds={field: statistics.stdev(getattr(one, field) for one in metrics) for field in AUDITS},
        seconds=statistics.mean(run.seconds for run in runs),
        cpu_share=statistics.median(shares) if shares else None,
    )


def overall(condition: str, pages: Sequence[PageFigures], runs: Sequence[Run]) -> Overall:
    """Sum up one condition. `pages` may hold the others: the quiet one is compared with."""
    ours = {page.page: page for page in pages if (page.condition, page.by) == (condition, OURS)}
    theirs = {
        page.page: page for page in pages if (page.condition, page.by) == (condition, LIGHTHOUSE)
    }
    quiet = {page.page: page for page in pages if (page.condition, page.by) == ("quiet", OURS)}
    here = [run for run in runs if run.condition == condition]
    mean_sd = statistics.mean(page.score_sd for page in ours.values())
    seconds = statistics.mean(page.seconds for page in ours.values())
    summed = Overall(
        condition=condition,
        pages=len(ours),
        runs=max(page.runs for page in ours.values()),
        failed=sum(run.metrics is None for run in here),
        load=statistics.mean(run.load for run in here),
        mean_sd=mean_sd,
        worst=max(ours.values(), key=lambda page: page.score_sd),
        tbt_cv=_mean_cv(ours),
        seconds=seconds,
        quiet_difference=_apart(ours, quiet) if condition != "quiet" else None,
    )
    both = [name for name in ours if name in theirs]
    if not both:
        return summed
    pairs = [(ours[name].score, theirs[name].score) for name in both]
    their_sd = statistics.mean(page.score_sd for page in theirs.values())
    their_seconds = statistics.mean(page.seconds for page in theirs.values())
    rounded = [abs(run.score - run.own_score) for run in here if run.own_score is not None]
    return Overall(
        **{name: getattr(summed, name) for name in _ALONE},
        lighthouse_mean_sd=their_sd,
        lighthouse_worst_sd=max(page.score_sd for page in theirs.values()),
        lighthouse_tbt_cv=_mean_cv(theirs),
        sd_ratio=mean_sd / their_sd if their_sd else None,
        r=_correlation(pairs),
        difference=_apart(ours, theirs),
        bias=statistics.mean(one - other for one, other in pairs),
        seconds_ratio=seconds / their_seconds,
        curve=max(rounded, default=None),
    )


_ALONE = (
    *("condition", "pages", "runs", "failed", "load", "mean_sd", "worst", "tbt_cv", "seconds"),
    "quiet_difference",
)


def _mean_cv(pages: Mapping[str, PageFigures]) -> float | None:
    known = [page.tbt_cv for page in pages.values() if page.tbt_cv is not None]
    return statistics.mean(known) if known else None


def _apart(ones: Mapping[str, PageFigures], others: Mapping[str, PageFigures]) -> float | None:
    apart = [abs(ones[name].score - others[name].score) for name in ones if name in others]
    return statistics.mean(apart) if apart else None


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's; None where either side does not vary."""
    ones, others = zip(*pairs, strict=True)
    if len(set(ones)) < 2 or len(set(others)) < 2:
        return None
    return statistics.correlation(ones, others)
