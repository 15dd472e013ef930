"""The one HTML table of the dashboard, and the few pieces of markup that go into its cells.

Everything is `Markup`, which escapes whatever is formatted or joined into it. A cell that is a
plain `str` is text from elsewhere, and stays text. On a narrow screen the style sheet stacks each
row, which takes the table's meaning from it in most browsers; the roles give it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape
from msgspec import Struct

from crawler.database.queries import is_stale
from dashboard import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from crawler.database.queries import CouncilName

Sorted = Literal["ascending", "descending"]
Cell = str | Markup


class Column(Struct, frozen=True, kw_only=True):
    """A column: `key` is its CSS class, `label` its heading, `href` a link that sorts by it.

    One column of a table is its `header`: the cell that names the row. `stacked` is the label on a
    narrow screen, where empty means that the cell speaks for itself.
    """

    key: str
    label: str
    number: bool = False
    header: bool = False
    href: str | None = None
    sorted: Sorted | None = None
    stacked: str | None = None


def render(
    caption: Cell,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    name: str,
    caption_hidden: bool = False,
) -> Markup:
    """Return the table. `name` is its CSS class; each row has one cell for each column."""
    hidden = " visually-hidden" if caption_hidden else ""
    return Markup(
        '<table class="data {name}" role="table"><caption class="{hidden}">{caption}</caption>'
        '<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        '<tbody role="rowgroup">{rows}</tbody></table>'
    ).format(
        name=name,
        hidden=hidden.strip(),
        caption=caption,
        heads=Markup("").join(_head(column) for column in columns),
        rows=Markup("").join(_row(columns, row) for row in rows),
    )


def _head(column: Column) -> Markup:
    label = Markup("{}").format(column.label)
    if column.href is not None:
        label = Markup('<a href="{}">{}</a>').format(column.href, column.label)
    order = Markup(' aria-sort="{}"').format(column.sorted) if column.sorted else Markup("")
    return Markup('<th scope="col" role="columnheader" class="{}"{}>{}</th>').format(
        _classes(column), order, label
    )


def _row(columns: Sequence[Column], cells: Sequence[Cell]) -> Markup:
    return Markup('<tr role="row">{}</tr>').format(
        Markup("").join(_cell(column, cell) for column, cell in zip(columns, cells, strict=True))
    )


def _cell(column: Column, content: Cell) -> Markup:
    label = column.label if column.stacked is None else column.stacked
    template = (
        Markup('<th scope="row" role="rowheader" class="{}"{}>{}</th>')
        if column.header
        else Markup('<td role="cell" class="{}"{}>{}</td>')
    )
    stacked = Markup(' data-label="{}"').format(label) if label else Markup("")
    return template.format(_classes(column), stacked, content)


def _classes(column: Column) -> str:
    return f"{column.key} number" if column.number else column.key


# --- What goes into cells and around tables -----------------------------------------------------


def link(url: str, text: Cell) -> Markup:
    """Return a link within the dashboard."""
    return Markup('<a href="{}">{}</a>').format(url, text)


def outward(url: str, text: Cell) -> Markup:
    """Return a link to another site, or only the text if `url` is not an http(s) address."""
    if not is_web_address(url):
        return escape(text)
    return Markup('<a href="{}" rel="noopener nofollow">{}</a>').format(url, text)


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def score(value: float | None) -> Markup:
    """Return a score to one decimal. The style sheet draws a bar of its length, as decoration."""
    if value is None:
        return Markup('<span class="score none">{}</span>').format(words.NOTHING)
    return Markup('<span class="score" style="--w:{:.0f}%">{}</span>').format(
        min(max(value, 0.0), 100.0), words.score(value)
    )


def share(value: float | None) -> Markup:
    """Return a share of 100 in per cent, drawn as a score is."""
    if value is None:
        return score(None)
    return Markup('<span class="score" style="--w:{:.0f}%">{}</span>').format(
        value, words.share(value)
    )


def council_url(slug: str) -> str:
    return f"/council?council={quote(slug, safe='')}"


def councils(names: Iterable[CouncilName]) -> Markup:
    """Return links to the councils' pages."""
    return Markup(", ").join(link(council_url(each.slug), each.name) for each in names)


def when(moment: datetime | None, now: datetime) -> Markup:
    """Return the day and how long ago it was."""
    if moment is None:
        return Markup("{}").format(words.NOTHING)
    return Markup('<time datetime="{}">{}</time> <span class="age">{}</span>').format(
        moment.date().isoformat(), words.short_day(moment), words.age(moment, now)
    )


def old(at: datetime | None, days: int, now: datetime) -> Markup:
    """Return the remark that a result is older than two periods of so many days; nothing where it
    is not."""
    if not is_stale(at, days, now):
        return Markup("")
    return Markup(' <span class="age stale">more than {} old</span>').format(
        words.days_long(2 * days)
    )


def paragraphs(*sentences: Cell) -> Markup:
    return Markup("").join(Markup("<p>{}</p>").format(text) for text in sentences if text)
