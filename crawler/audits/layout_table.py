"""Whether tables are used to lay out the page, and pretend to hold data (failure F46)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="layout-table",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="No table lays out the page",
    title_fail="Tables lay out parts of the page",
    who="People who use a screen reader, and people who enlarge the page.",
    why="They hear of rows and columns that mean nothing, and the parts cannot move below each "
    "other on a narrow screen.",
    fix="Lay out the page with CSS. Until then, give such a table role=presentation, and neither "
    "caption, summary nor header cells.",
    limit="Only tables with forms, tables or blocks of text in their cells are known for it.",
    needs=(Evidence.TABLES,),
    wcag=("1.3.1", "1.3.2"),
)
def layout_table(facts: PageFacts) -> Verdict:
    tables = needed(facts.tables)
    judged = [table for table in tables.tables if not table.inner]
    layout = [table for table in judged if table.lays_out and not table.presentational]
    pretending = [table for table in layout if table.caption or table.summary]
    return verdict_on(
        [
            element(table.spot, "It lays out the page, and has a caption or summary as data has")
            for table in pretending
        ]
        or [element(table.spot, "Its cells hold parts of the page, not data") for table in layout],
        judged=len(judged),
        complete=tables.complete,
        nothing="There are no tables",
        advice=not pretending,
    )
