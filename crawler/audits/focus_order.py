"""Whether the focus moves in an order that makes sense (WCAG 2.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.stops import nothing_found, told
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.facts.keyboard import Stop
    from crawler.records import PageFacts

LEAP = 3
"""Stops that come before it on the page and after it with the Tab key: so many are a part."""
ALIGNED = 10
"""CSS pixels by which the left edges of a column may differ."""
RUN = 3
"""Stops in a row that run against the direction of reading."""


@audit(
    id="focus-order",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The Tab key moves through the page in order",
    title_fail="The Tab key jumps about the page",
    who="People who use a keyboard or a switch, and people who use a screen reader or a magnifier.",
    why="Someone who fills in a form key by key meets its fields in the wrong order, misses some, "
    "or loses their place on the page.",
    fix="Take out tabindex values above 0 and put the elements into the markup in the order in "
    "which they are read. Do not reverse the order with CSS, nor move the focus with a script.",
    limit="It knows where things stand, not what they mean. Columns and parts beside each other "
    "may be read in either order.",
    needs=(Evidence.KEYBOARD,),
    wcag=("2.4.3",),
)
def focus_order(facts: PageFacts) -> Verdict:
    walk = needed(facts.keyboard)
    stops = walk.stops
    wrong: list[tuple[Stop, str]] = []
    doubtful: list[tuple[Stop, str]] = []
    for at, stop in enumerate(stops):
        if stop.tabindex and (passed := _passed(stops, at)):
            message = (
                f"Its tabindex of {stop.tabindex} brings the focus here before {len(passed)} "
                "that stand before it on the page"
            )
            inside = any(other.group == stop.group for other in passed)
            (wrong if inside or len(passed) >= LEAP else doubtful).append((stop, message))
        elif _goes_back(stops, at):
            doubtful.append(
                (stop, "The focus came here from an element that stands after it in the markup")
            )
        elif _runs_against(stops, at):
            doubtful.append((stop, "The focus runs here against the direction of reading"))
    passing = len(stops) - len(wrong) - len(doubtful)
    if wrong:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=told(wrong),
            failing=len(wrong),
            passing=passing,
            undecided=len(doubtful),
        )
    if doubtful:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="The Tab key may not follow the order of reading",
            elements=told(doubtful),
            passing=passing,
            undecided=len(doubtful),
        )
    return nothing_found(walk, passing=passing)


def _passed(stops: Sequence[Stop], at: int) -> list[Stop]:
    """The later stops that come before this one in the markup and on the page."""
    stop = stops[at]
    return [
        other
        for other in stops[at + 1 :]
        if other.order < stop.order
        and not (other.fixed or other.hidden or stop.fixed)
        and (_above(other, stop) or (not _above(stop, other) and _left(other, stop)))
    ]


def _goes_back(stops: Sequence[Stop], at: int) -> bool:
    if not at or stops[at].tabindex or stops[at - 1].tabindex:
        return False
    return stops[at].order < stops[at - 1].order


def _runs_against(stops: Sequence[Stop], at: int) -> bool:
    """Whether it is, within one list, form or landmark, above the stop before it in a column, or in
    a run from right to left on a line."""
    if _follows(stops, at) and _above_in_a_column(stops[at], stops[at - 1]):
        return True
    return any(
        all(
            _follows(stops, step) and _left_on_a_line(stops[step], stops[step - 1])
            for step in range(first, first + RUN - 1)
        )
        for first in range(at - RUN + 2, at + 2)
    )


def _follows(stops: Sequence[Stop], at: int) -> bool:
    """Whether a stop and the one before it are parts of the same whole."""
    if not 0 < at < len(stops):
        return False
    stop, before = stops[at], stops[at - 1]
    if stop.group != before.group or stop.fixed != before.fixed:
        return False
    return not (stop.hidden or before.hidden)


def _left_on_a_line(one: Stop, other: Stop) -> bool:
    return _left(one, other) and not _above(one, other) and not _above(other, one)


def _above_in_a_column(one: Stop, other: Stop) -> bool:
    return _above(one, other) and abs(one.box[0] - other.box[0]) <= ALIGNED


def _above(one: Stop, other: Stop) -> bool:
    return one.box[1] + one.box[3] <= other.box[1]


def _left(one: Stop, other: Stop) -> bool:
    return one.box[0] + one.box[2] <= other.box[0]
