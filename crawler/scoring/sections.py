"""Pages of words and tables as plain data, for the dashboard and for docs/."""

from __future__ import annotations

from msgspec import Struct


class Table(Struct, frozen=True, kw_only=True):
    """A table of text; the first cell of each row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(Struct, frozen=True, kw_only=True):
    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...] = ()
