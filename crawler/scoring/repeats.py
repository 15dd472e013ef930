"""Loading a page again for its speed: when one load is not enough, and what several come to."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.facts.measurement import Flag, Measurement, Run
from crawler.records import Metrics, PageRole
from crawler.scoring.speed import score_speed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.records import PageFacts

LEAST_CPU_SHARE = 0.3
"""Share of CPU time in the main thread's wall time below which a load is flagged: its tasks waited
for more than twice as long as they worked. Waiting itself is not charged, but it changes the order
in which the parts of a page come. Of 116 loads of 11 pages on a busy machine, the 11 below 0.3 were
0.9 points from their page's median, those above 0.4 a third of a point, at any share."""
MOVED = 5.0
"""Points by which a page's speed may differ from its last audit's before it is measured again."""
HOME = "it is the home page"


def flag_of(facts: PageFacts, first: PageFacts | None = None) -> Flag | None:
    """What is to be said against a load's figures; of a repeat, next to the `first` load."""
    if first is not None and _elsewhere(facts, first):
        return Flag.AWAY
    if facts.metrics is None:
        return Flag.NOTHING
    if not {"load", "limit"}.isdisjoint(facts.errors):
        return Flag.UNFINISHED
    share = facts.metrics.cpu_share
    return Flag.BUSY if share is not None and share < LEAST_CPU_SHARE else None


def why_again(facts: PageFacts, role: PageRole, before: float | None) -> str:
    """Why a page should be loaded again for its speed, in a sentence without a full stop; "" where
    one load is enough. `before` is its speed (0 to 100) at its last audit, None where unknown.

    Pages that count in no score never are, nor are those that gave no figures, or never finished.
    """
    if not role.headline or facts.metrics is None:
        return ""
    flag = flag_of(facts)
    if flag is Flag.BUSY:
        return f"while it was first loaded, the machine was busy ({_share(facts.metrics)})"
    if flag is not None:
        return ""
    if role is PageRole.HOME:
        return HOME
    moved = score_speed(facts.metrics) - before if before is not None else 0.0
    if abs(moved) > MOVED:
        return f"its speed moved by {moved:+.1f} points since its last audit"
    return ""


def flagged(facts: PageFacts, why: str = "") -> PageFacts:
    """The facts of a single load, with what is to be said against its figures, and `why` it is to
    be loaded again; "" where it is not, or not any more."""
    flag = flag_of(facts) if facts.metrics is not None else None
    measured = facts.measurement
    if not why and (measured is None or (flag, "") == (measured.flag, measured.why)):
        return facts
    return replace(facts, measurement=replace(measured or Measurement(), flag=flag, why=why))


def is_vain(load: PageFacts, first: PageFacts) -> bool:
    """Whether a repeat of the `first` load does not count, so that another hardly would."""
    flag = flag_of(load, first)
    return flag is not None and not flag.usable


def together(first: PageFacts, again: Sequence[PageFacts], why: str, seconds: float) -> PageFacts:
    """The facts of the first load with the speed of all of them: of each metric the median.

    Loads that are flagged count only where none is not, and those of another page or without an end
    never. `why` it was loaded again, which took so many `seconds`.
    """
    loads = [(first, flag_of(first)), *((each, flag_of(each, first)) for each in again)]
    usable = [(each, flag) for each, flag in loads if flag is None or flag.usable]
    clean = [pair for pair in usable if pair[1] is None]
    counting = [each.metrics for each, _ in clean or usable if each.metrics is not None]
    measurement = first.measurement or Measurement()
    return replace(
        first,
        metrics=median(counting) if counting else first.metrics,
        measurement=replace(
            measurement,
            flag=None if clean else flag_of(first),
            why=why,
            seconds=round(seconds, 1),
            runs=tuple(run_of(each.metrics, flag) for each, flag in loads),
        ),
    )


def median(runs: Sequence[Metrics]) -> Metrics:
    """The median of each metric, over at least one run; unknown CPU shares are left out."""
    values = {
        name: [value for run in runs if (value := getattr(run, name)) is not None]
        for name in Metrics.__struct_fields__
    }
    return Metrics(**{name: statistics.median(each) for name, each in values.items() if each})


def run_of(metrics: Metrics | None, flag: Flag | None) -> Run:
    """What is kept of one load."""
    if metrics is None:
        return Run(flag=flag)
    share = metrics.cpu_share
    return Run(
        fcp_ms=round(metrics.fcp_ms),
        lcp_ms=round(metrics.lcp_ms),
        tbt_ms=round(metrics.tbt_ms),
        speed_index_ms=round(metrics.speed_index_ms),
        cls_thousandths=round(1000 * metrics.cls),
        cpu_percent=None if share is None else round(100 * share),
        flag=flag,
    )


def _elsewhere(facts: PageFacts, first: PageFacts) -> bool:
    """Whether a load came to another page than the first. Where it ended at the first's address but
    says so little that it cannot be told, it did not."""
    if not facts.state.scored:
        return facts.final_url != first.final_url or facts.status != first.status
    if (facts.final_url, facts.status) != (first.final_url, first.status):
        return True
    if facts.markup is None or first.markup is None:
        return False
    return facts.markup.title != first.markup.title


def _share(metrics: Metrics) -> str:
    return f"its main thread worked for {metrics.cpu_share or 0:.0%} of the time"
