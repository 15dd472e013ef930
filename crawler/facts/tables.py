"""The tables of a page."""

from __future__ import annotations

from msgspec import Struct

from crawler.facts.spot import Spot


class Table(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A table that can be seen. `rows` and `columns` count those that hold cells, and `regular`
    says whether all rows have as many.

    `headers` counts its header cells, `role` is its own, `caption` its text; `summary` whether it
    has one, `named` whether caption or ARIA name it, `heading` the heading (other than the h1)
    between it and the table before.
    `cells` counts those with text; among them `blocks` hold headings, lists, several paragraphs or
    the like, `long` have over 120 characters. `fields` are in it, and `nested` tables; `inner`: it
    is in another itself.
    `data_columns`: those whose cells under the first row are all figures, dates, times or the like.
    `bold_row`: all of the first row
    stands out by weight or background, or is in a thead. `bordered`: its cells have
    borders. `tangled`: header cells span others or stand in several rows, and neither scope nor
    headers say what they are for.
    """

    spot: Spot
    rows: int
    columns: int
    regular: bool = False
    headers: int = 0
    role: str = ""
    caption: str = ""
    summary: bool = False
    named: bool = False
    heading: str = ""
    cells: int = 0
    blocks: int = 0
    long: int = 0
    fields: int = 0
    nested: int = 0
    inner: bool = False
    data_columns: int = 0
    bold_row: bool = False
    bordered: bool = False
    tangled: bool = False

    @property
    def presentational(self) -> bool:
        """Whether its role says that it is only for layout."""
        return self.role in ("presentation", "none")

    @property
    def lays_out(self) -> bool:
        """Whether it plainly holds parts of the page rather than data: it has no headers, and
        forms, tables or blocks of text in its cells."""
        if self.headers or self.data_columns or self.bold_row:
            return self.nested > 0 and not self.data_columns
        return bool(self.nested or self.blocks or self.fields)


class PageTables(Struct, frozen=True, kw_only=True):
    """Tables and how their cells are marked up, in the order of the page; at most 100. `complete`
    says whether all were looked at, to their last row."""

    complete: bool = True
    tables: tuple[Table, ...] = ()
