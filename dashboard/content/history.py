"""A council's scores over time: in a sentence, as a table, and the room for the chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.records import Pillar
from dashboard import table, words
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import CouncilDetail, TrendPoint

CHART_HEIGHT = 300


def scored_points(trend: Sequence[TrendPoint]) -> tuple[TrendPoint, ...]:
    return tuple(point for point in trend if point.scores.total is not None)


def within_a_day(points: Sequence[TrendPoint]) -> bool:
    """Say whether two of the points fall on one day, so that dates alone do not tell them apart."""
    return len({point.at.date() for point in points}) < len(points)


def in_words(trend: Sequence[TrendPoint]) -> str:
    """Say the history in a sentence: what the chart shows, for those who do not see it."""
    points = scored_points(trend)
    if not points:
        return "No crawl so far gave this website scores."
    first, last = points[0], points[-1]
    if first is last:
        return f"One crawl gave scores, on {words.day(first.at)}: a line needs two."
    when = words.moment if within_a_day((first, last)) else words.day
    return (
        f"The total went from {words.score(first.scores.total)} on {when(first.at)} to "
        f"{words.score(last.scores.total)} on {when(last.at)} ({_moved(trend, points)}), over "
        f"{words.count(len(points), 'crawl')} with scores."
    )


def _moved(trend: Sequence[TrendPoint], points: Sequence[TrendPoint]) -> str:
    """Say how the total moved, where the same pages were judged all the way by one method."""
    first, last = points[0], points[-1]
    if any(point.pages_changed for point in trend if first.at < point.at <= last.at):
        return words.PAGES_CHANGED
    if first.method != last.method:
        return "method changed"
    return words.change((last.scores.total or 0) - (first.scores.total or 0))


def heading(detail: CouncilDetail) -> Markup:
    if not detail.trend:
        return Markup("")
    return Markup('<div class="u"><h2>Scores over time</h2><p>{}</p></div>').format(
        in_words(detail.trend)
    )


def has_chart(detail: CouncilDetail) -> bool:
    return len(scored_points(detail.trend)) > 1


def before_the_chart(detail: CouncilDetail) -> Markup:
    """Return the history as it is before there is a chart, in the room that the chart will take."""
    room = (
        Markup('<div class="chart-place" style="height:{}px"></div>').format(CHART_HEIGHT)
        if has_chart(detail)
        else Markup("")
    )
    return heading(detail) + room + as_table(detail)


def as_table(detail: CouncilDetail) -> Markup:
    if not detail.trend:
        return Markup("")
    columns = (
        Column(key="crawl", label="Tested", header=True, stacked=""),
        Column(key="state", label="Ended as"),
        Column(key="total", label="Total", number=True),
        *(Column(key=p.value, label=words.PILLARS[p], number=True) for p in Pillar),
        Column(key="method", label="Method", number=True),
        Column(key="versions", label="Chromium, axe-core, Lighthouse"),
    )
    when = words.moment if within_a_day(detail.trend) else words.day
    rows = (
        (
            when(point.at),
            words.state(point.state),
            words.score(point.scores.total),
            *(words.score(getattr(point.scores, pillar.value)) for pillar in Pillar),
            words.NOTHING if point.method is None else str(point.method),
            words.NOTHING
            if point.versions is None
            else ", ".join(
                (point.versions.chromium, point.versions.axe, point.versions.lighthouse)
            ),
        )
        for point in reversed(detail.trend)
    )
    return Markup(
        '<div class="u"><details id="history"><summary>Every crawl as a table</summary>'
        '<div class="inside">{}</div></details></div>'
    ).format(table.render("Every crawl, newest first", columns, rows, name="history"))
