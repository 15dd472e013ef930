"""The figures of a speed measurement, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from bench.speed_figures import Overall, PageFigures, by_page, overall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from bench.speed_record import Record

# What issue and documents promise, by condition: mean and worst standard deviation of the score.
MEAN_SD = {"quiet": 0.7, "busy": 2.0}
WORST_SD = 3.0
SD_RATIO = 1 / 3
R, DIFFERENCE = 0.97, 3.0
SECONDS_RATIO = 0.5


def show(console: Console, records: Sequence[Record]) -> None:
    """Print both tables of all that was measured."""
    runs = [run for record in records for run in record.runs]
    pages = by_page(runs)
    if not pages:
        console.print("Nothing was measured twice: there is no deviation to tell of.")
    for record in records:
        versions = ", ".join(f"{name} {version}" for name, version in record.versions.items())
        console.print(f"{record.day}, {record.machine}; {versions}")
    for condition in dict.fromkeys(page.condition for page in pages):
        here = [page for page in pages if page.condition == condition]
        console.print(_page_table(condition, here))
        if any(page.by == "ours" for page in here):
            console.print(_overall_table(overall(condition, pages, runs)))
    for run in runs:
        if run.metrics is None:
            console.print(f"{run.condition} {run.page} {run.by}: {run.error}", markup=False)


def _page_table(condition: str, pages: Sequence[PageFigures]) -> Table:
    table = Table(
        *("page", "by", "runs", "score", "range", "SD", "TBT", "CV"),
        *("FCP sd", "LCP sd", "TBT sd", "CLS sd", "SI sd", "CPU", "s"),
        title=f"{condition}: medians, standard deviations (SD, sd), mean seconds",
    )
    pages = sorted(pages, key=lambda page: [other.page for other in pages].index(page.page))
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for at, page in enumerate(pages):
        sds = [f"{sd:.3f}" if name == "cls" else f"{sd:.0f}" for name, sd in page.sds.items()]
        last = at + 1 == len(pages) or pages[at + 1].page != page.page
        table.add_row(
            page.page,
            page.by,
            str(page.runs),
            f"{page.score:.1f}",
            f"{page.lowest:.1f}-{page.highest:.1f}",
            f"{page.score_sd:.2f}",
            f"{page.tbt:.0f}",
            _number(page.tbt_cv),
            *sds,
            _number(page.cpu_share),
            f"{page.seconds:.1f}",
            end_section=last,
        )
    return table


def _overall_table(figures: Overall) -> Table:
    aim = MEAN_SD.get(figures.condition)
    table = Table("", "ours", "lighthouse", "aim", title=f"{figures.condition}: over all pages")
    rows = [
        ("mean SD of the score", figures.mean_sd, figures.lighthouse_mean_sd, aim),
        ("worst page's SD", figures.worst.score_sd, figures.lighthouse_worst_sd, WORST_SD),
        ("mean CV of TBT", figures.tbt_cv, figures.lighthouse_tbt_cv, None),
        ("ratio of the mean SDs", figures.sd_ratio, None, SD_RATIO),
        ("r of the medians", figures.r, None, R),
        ("mean difference of the medians", figures.difference, None, DIFFERENCE),
        ("  ours minus lighthouse", figures.bias, None, None),
        ("mean difference from quiet", figures.quiet_difference, None, None),
        ("seconds a page", figures.seconds, None, None),
        ("ratio of the seconds", figures.seconds_ratio, None, SECONDS_RATIO),
        ("our curve from Lighthouse's own score", figures.curve, None, None),
    ]
    for name, one, other, wanted in rows:
        if one is not None:
            table.add_row(name, _number(one), _number(other), _number(wanted))
    table.caption = (
        f"{figures.pages} pages, {figures.runs} runs each, {figures.failed} failed, "
        f"mean load {figures.load:.1f}; worst page: {figures.worst.page}"
    )
    return table


def _number(value: float | None) -> str:
    return f"{value:.2f}" if value is not None else "-"
