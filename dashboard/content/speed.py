"""How fast the pages are: by our simulation, by what they weigh, and, apart, by real visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.facts.measurement import Flag
from crawler.words import SPEED_NAME, UNUSABLE, loads_that_count
from dashboard import table, words
from dashboard.content import visitors, weight
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from crawler.database.queries import FieldDetail, PageSummary
    from crawler.facts.loading import Loading
    from crawler.facts.measurement import Measurement

ANCHOR = "speed"
HEADING = "Speed"
_COLUMNS = (
    Column(key="page", label="Page", header=True, stacked=""),
    Column(key="speed", label="Score", number=True),
    Column(key="fcp", label="First paint", number=True),
    Column(key="lcp", label="Largest paint", number=True),
    Column(key="tbt", label="Blocking time", number=True),
    Column(key="cls", label="Layout shift", number=True),
    Column(key="index", label="Speed Index", number=True),
    Column(key="loads", label="Measured"),
)
_FLAGS: Mapping[Flag, str] = {
    Flag.BUSY: "our machine was busy, so take these with care",
    **UNUSABLE,
}


def section(
    tested: Sequence[PageSummary],
    loaded: Mapping[int, Loading],
    met: FieldDetail | None,
    now: datetime,
) -> Markup:
    """Return the section, of the pages that count in the scores; nothing where nothing is known of
    them or of visitors. `loaded` is by page audit."""
    counted = [page for page in tested if page.role.headline]
    measured = [page for page in counted if page.metrics is not None]
    heavy = weight.part(counted, loaded)
    if not measured and not heavy and met is None:
        return Markup("")
    parts = [Markup('<h2 id="{}">{}</h2>').format(ANCHOR, HEADING)]
    if measured:
        parts.append(_summary(measured))
    parts.append(_unmeasured(counted))
    if measured:
        parts.append(_pages(measured))
    return Markup("").join((*parts, heavy, visitors.part(met, measured, now)))


def _unmeasured(counted: Sequence[PageSummary]) -> Markup:
    """Say of how many pages there are no figures although they were there, and why."""
    without = [page for page in counted if page.metrics is None and page.state.scored]
    if not without:
        return Markup("")
    reasons = dict.fromkeys(words.sentence(page.no_speed) for page in without if page.no_speed)
    return table.paragraphs(
        " ".join((f"Speed was not measured on {words.count(len(without), 'page')}.", *reasons))
    )


def _summary(measured: Sequence[PageSummary]) -> Markup:
    scores = [page.scores.speed for page in measured if page.scores.speed is not None]
    spread = ""
    if scores:
        worst, best = words.score(min(scores)), words.score(max(scores))
        spread = (
            f"On a simulated slow phone, {words.count(len(scores), 'page')} scored "
            f"{worst if worst == best else f'{worst} to {best}'} of 100 by the {SPEED_NAME}."
        )
    return table.paragraphs(spread, _measured(measured))


def _measured(measured: Sequence[PageSummary]) -> str:
    """Say how often pages were loaded, and of how many that is to be taken with care."""
    again = sum(
        page.measurement is not None and loads_that_count(page.measurement) > 1 for page in measured
    )
    told = ""
    if again:
        were = "page was" if again == 1 else "pages were"
        told = (
            f"{again} {were} measured more than once, to be sure: each figure is then the middle "
            "one, or lies between the two."
        )
    flagged = sum(
        page.measurement is not None and page.measurement.flag is not None for page in measured
    )
    if flagged:
        pages = words.count(flagged, "page")
        told += f" {pages} could not be measured as well as we would like: see below."
    return told.strip()


def _loads(measurement: Measurement | None) -> int:
    return 1 if measurement is None else 1 + measurement.repeats


def _pages(measured: Sequence[PageSummary]) -> Markup:
    rows = ((_page(page), *_figures(page)) for page in measured)
    return Markup(
        '<details id="speed-pages"><summary>{}</summary><div class="inside">{}</div></details>'
    ).format(
        f"Speed of each page ({len(measured)})",
        table.render(
            "Speed of each page, simulated slow phone",
            _COLUMNS,
            rows,
            name="speeds",
            caption_hidden=True,
        ),
    )


def _page(page: PageSummary) -> Markup:
    return Markup('{}<span class="age">{}</span>').format(
        words.page_name(page), table.outward(page.url, page.url)
    )


def _figures(page: PageSummary) -> tuple[str | Markup, ...]:
    metrics = page.metrics
    if metrics is None:
        return (words.NOTHING,) * (len(_COLUMNS) - 1)
    return (
        table.score(page.scores.speed),
        words.seconds(metrics.fcp_ms),
        words.seconds(metrics.lcp_ms),
        words.milliseconds(metrics.tbt_ms),
        f"{metrics.cls:.2f}",
        words.seconds(metrics.speed_index_ms),
        _how(page.measurement),
    )


def _how(measurement: Measurement | None) -> Markup:
    loads = _loads(measurement)
    often = "Once" if loads == 1 else f"{loads} times"
    if measurement is None:
        return Markup("{}").format(often)
    said = [words.sentence(measurement.why)]
    if measurement.flag is not None:
        said.append(words.sentence(_FLAGS[measurement.flag]))
    notes = " ".join(each for each in said if each)
    note = Markup('<span class="age">{}</span>').format(notes) if notes else ""
    return Markup("{}{}").format(often, note)
