"""What real visitors met, set apart from what we measure.

Origins are as they were imported: each goes in as text.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from markupsafe import Markup

from crawler.field_data.vitals import CLS, INP, LCP, VITALS, Judgement, Vital
from crawler.records import FieldSource, FormFactor
from dashboard import table, words
from dashboard.content.methodology import VISITORS
from dashboard.table import Column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from crawler.database.queries import FieldDetail, FieldPeriod, PageSummary

ANCHOR = "visitors"
HEADING = "What real visitors met"
_DEVICES: Mapping[FormFactor, str] = {
    FormFactor.PHONE: "on phones",
    FormFactor.TABLET: "on tablets",
    FormFactor.DESKTOP: "on desktop computers",
    FormFactor.ALL: "on all devices",
}
_SOURCES: Mapping[FieldSource, str] = {
    FieldSource.API: "asked of its API",
    FieldSource.FILE: "imported from a file",
}
# A fuller disc is better, as with the verdicts on tasks.
_MARKS = {
    Judgement.GOOD: "easy",
    Judgement.NEEDS_IMPROVEMENT: "hard",
    Judgement.POOR: "not-found",
}


def part(met: FieldDetail | None, measured: Sequence[PageSummary], now: datetime) -> Markup:
    """Return what visitors met, beside what we measured on these pages, or that nobody knows."""
    if met is None:
        told = Markup("<p>Nobody has imported what Chrome’s visitors of this website met.</p>")
    elif not met.periods:
        told = _nothing(met, now)
    else:
        told = _known(met, measured, now)
    return Markup(
        '<section class="visitors" aria-labelledby="{}"><h3 id="{}">{}</h3>{}'
        '<p class="age">This is part of no score. <a href="{}">Where it comes from</a></p>'
        "</section>"
    ).format(ANCHOR, ANCHOR, HEADING, told, VISITORS)


def _nothing(met: FieldDetail, now: datetime) -> Markup:
    if met.absent_at is None:
        return Markup("")
    return Markup(
        "<p>Chrome publishes nothing about visits of this website {}, mostly a sign of too few. "
        'Asked on <time datetime="{}">{}</time> ({}).</p>'
    ).format(
        " or ".join(_DEVICES[each] for each in met.absent_for),
        met.absent_at.date().isoformat(),
        words.day(met.absent_at),
        words.age(met.absent_at, now),
    )


def _known(met: FieldDetail, measured: Sequence[PageSummary], now: datetime) -> Markup:
    newest, data = met.periods[0], met.periods[0].data
    gone = ""
    if met.absent_at is not None and met.absent_at > newest.imported_at:
        gone = f"On {words.day(met.absent_at)} Chrome had nothing newer."
    return Markup("<p>{}</p>{}{}{}").format(
        Markup(
            "Chrome’s visitors of {} {}, {}. Three of four visits were as good as this or better. "
            'Chrome UX Report, {} on <time datetime="{}">{}</time> ({}). {}'
        ).format(
            table.outward(data.origin, data.origin),
            _DEVICES[data.form_factor],
            _period(data.first_day, data.last_day),
            _SOURCES[newest.source],
            newest.imported_at.date().isoformat(),
            words.day(newest.imported_at),
            words.age(newest.imported_at, now),
            gone,
        ),
        _table(newest, measured),
        Markup('<p class="age">{}</p>').format(_beside(measured)) if measured else "",
        _earlier(met.periods[1:]),
    )


def _table(newest: FieldPeriod, measured: Sequence[PageSummary]) -> Markup:
    columns = [
        Column(key="vital", label="What", header=True, stacked=""),
        Column(key="met", label="Real visitors", number=True),
        Column(key="judged", label="In Google’s words"),
    ]
    if measured:
        columns.append(Column(key="ours", label="Our simulation", number=True))
    rows = []
    for vital in VITALS:
        value = vital.of(newest.data)
        row: list[str | Markup] = [
            Markup('{}<span class="age">{}</span>').format(vital.name, vital.short),
            figure(vital, value),
            words.NOTHING if value is None else _judged(vital, value),
        ]
        rows.append([*row, _ours(vital, measured)] if measured else row)
    return table.render(
        "What real visitors met, beside our simulation",
        columns,
        rows,
        name="vitals",
        caption_hidden=True,
    )


def figure(vital: Vital, value: float | None) -> str:
    """Write a value of a vital; a dash for none."""
    if value is None:
        return words.NOTHING
    if vital is CLS:
        return f"{value:.2f}"
    return words.seconds(value) if vital is LCP else words.milliseconds(value)


def _judged(vital: Vital, value: float) -> Markup:
    judgement = vital.judge(value)
    return Markup('<span class="verdict {}">{}</span>').format(
        _MARKS[judgement], judgement.capitalize()
    )


def _ours(vital: Vital, measured: Sequence[PageSummary]) -> str:
    metrics = [page.metrics for page in measured if page.metrics is not None]
    if vital is INP:
        return "needs a visitor"
    name = "lcp_ms" if vital is LCP else "cls"
    return figure(vital, median(getattr(each, name) for each in metrics))


def _beside(measured: Sequence[PageSummary]) -> str:
    pages = words.count(len(measured), "page")
    blocked = median(page.metrics.tbt_ms for page in measured if page.metrics is not None)
    middle = "of the page" if len(measured) == 1 else f"the middle one of {pages}"
    return (
        f"Our simulation is {middle} tested, on one slow phone; theirs is of the whole website, on "
        "the phones and lines that people have. The nearest that we have to Interaction to Next "
        f"Paint is Total Blocking Time: {words.milliseconds(blocked)}."
    )


def _earlier(periods: Sequence[FieldPeriod]) -> Markup:
    if not periods:
        return Markup("")
    columns = (
        Column(key="period", label="Period", header=True, stacked=""),
        *(Column(key=vital.field, label=vital.short, number=True) for vital in VITALS),
    )
    rows = (
        (
            _period(each.data.first_day, each.data.last_day),
            *(figure(vital, vital.of(each.data)) for vital in VITALS),
        )
        for each in periods
    )
    return Markup(
        '<details id="visitors-before"><summary>{}</summary><div class="inside">{}</div></details>'
    ).format(
        f"Earlier periods ({len(periods)})",
        table.render(
            "Earlier periods, newest first", columns, rows, name="periods", caption_hidden=True
        ),
    )


def _period(first: date, last: date) -> str:
    start = f"{first.day} {first:%B}" + ("" if first.year == last.year else f" {first.year}")
    return f"{start} to {last.day} {last:%B} {last.year}"
