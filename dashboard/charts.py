"""The trend chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from crawler.records import Pillar
from dashboard import words
from dashboard.content.history import CHART_HEIGHT, scored_points, within_a_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.database.queries import TrendPoint

# As in .streamlit/config.toml; a chart is drawn on a canvas of its own that takes no style sheet.
_INK = {"light": "#14181f", "dark": "#eceff3"}
_GRID = {"light": "#d8dce2", "dark": "#3a4351"}
_COLOURS = {
    "light": ("#14181f", "#1d4f91", "#9a4a00", "#1b6e52"),
    "dark": ("#eceff3", "#9cc4ff", "#f2b56b", "#7fd6b0"),
}
_SERIES = ("Total", *(words.PILLARS[pillar] for pillar in Pillar))
_DASHES = ([1, 0], [6, 3], [2, 3], [8, 3, 2, 3])
_SHAPES = ("circle", "square", "triangle-up", "diamond")


def trend(points: Sequence[TrendPoint], *, dark: bool) -> alt.LayerChart:
    """Draw the four scores over the crawls that gave them, told apart by colour, dash and shape."""
    rows = [
        {"at": point.at.isoformat(), "score": round(value, 1), "series": name}
        for point in scored_points(points)
        for name, value in zip(
            _SERIES,
            (
                point.scores.total,
                *(getattr(point.scores, pillar.value) for pillar in Pillar),
            ),
            strict=True,
        )
        if value is not None
    ]
    theme = "dark" if dark else "light"
    days = sorted({row["at"] for row in rows})
    clock = ", %H:%M" if within_a_day(scored_points(points)) else ""
    dates = alt.Axis(format=f"%-d %b %Y{clock}", values=days, labelOverlap=True, grid=False)
    legend = alt.Legend(title=None, orient="top", columns=2, symbolSize=80)
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "at:T",
            title="Crawl",
            axis=dates,
            scale=alt.Scale(type="utc"),
        ),
        y=alt.Y("score:Q", title="Score (0 to 100)", scale=alt.Scale(domain=[0, 100])),
        color=alt.Color(
            "series:N",
            sort=list(_SERIES),
            scale=alt.Scale(domain=list(_SERIES), range=list(_COLOURS[theme])),
            legend=legend,
        ),
        tooltip=[
            alt.Tooltip("series:N", title="Score"),
            alt.Tooltip("score:Q", title="Points", format=".1f"),
            alt.Tooltip("at:T", title="Tested", format="%-d %B %Y"),
        ],
    )
    lines = base.mark_line(strokeWidth=2).encode(
        strokeDash=alt.StrokeDash(
            "series:N",
            scale=alt.Scale(domain=list(_SERIES), range=[list(dash) for dash in _DASHES]),
            legend=legend,
        )
    )
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        shape=alt.Shape(
            "series:N",
            scale=alt.Scale(domain=list(_SERIES), range=list(_SHAPES)),
            legend=legend,
        )
    )
    ink, grid = _INK[theme], _GRID[theme]
    chart: alt.LayerChart = (
        alt.layer(lines, dots)
        .properties(height=CHART_HEIGHT, background="transparent")
        .configure_axis(
            labelColor=ink,
            titleColor=ink,
            gridColor=grid,
            domainColor=ink,
            tickColor=ink,
            labelFontSize=13,
            titleFontSize=13,
        )
        .configure_legend(labelColor=ink, labelFontSize=13)
        .configure_view(stroke=None)
    )
    return chart
