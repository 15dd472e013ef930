"""Whether tables of data have header cells (failure F91 of WCAG 1.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.facts.tables import Table
    from crawler.records import PageFacts


@audit(
    id="data-table-headers",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Tables of data have header cells",
    title_fail="Some tables of data have no header cells",
    who="People who use a screen reader.",
    why="They hear “£2.40” and not which car park and how many hours it is for.",
    fix="Mark the cells that name a row or a column as th, with scope=row or scope=col.",
    limit="A table is known for data by figures, dates and the like, or by a first row that "
    "stands out.",
    needs=(Evidence.TABLES,),
    wcag=("1.3.1",),
)
def data_table_headers(facts: PageFacts) -> Verdict:
    tables = needed(facts.tables)
    judged = [table for table in tables.tables if not (table.presentational or table.lays_out)]
    bare = [table for table in judged if not table.headers and _is_grid(table)]
    definite = [table for table in bare if table.data_columns or table.bold_row or table.caption]
    likely = [table for table in bare if table.bordered and table.rows > 2]
    return verdict_on(
        [
            element(
                table.spot,
                f"{table.rows} rows of {table.columns} cells, and none is a header cell",
            )
            for table in definite or likely
        ],
        judged=len(judged),
        complete=tables.complete,
        nothing="There are no tables of data",
        outcome=Outcome.FAIL if definite else Outcome.REVIEW,
    )


def _is_grid(table: Table) -> bool:
    """Whether it has the form of a table of data: even rows of short texts."""
    return (
        table.rows > 1
        and table.columns > 1
        and table.regular
        and table.cells * 2 >= table.rows * table.columns
        and table.long * 5 <= table.cells
    )
