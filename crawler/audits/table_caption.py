"""Whether several tables of data on a page have names of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="table-caption",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Tables of data have names that tell them apart",
    title_fail="Some of several tables of data have no name",
    who="People who use a screen reader.",
    why="They move from table to table and hear only how many rows each has.",
    fix="Give each table a caption, or tie it to the heading above it with aria-labelledby.",
    limit="A paragraph that names the table is not known.",
    needs=(Evidence.TABLES,),
    wcag=("1.3.1",),
    advice=True,
)
def table_caption(facts: PageFacts) -> Verdict:
    tables = needed(facts.tables)
    judged = [table for table in tables.tables if table.headers and not table.presentational]
    several = judged if len(judged) > 1 else []
    return verdict_on(
        [
            element(
                table.spot, f"One of {len(judged)} tables, and neither caption nor heading names it"
            )
            for table in several
            if not table.named and not table.heading
        ],
        judged=len(judged),
        complete=tables.complete,
        nothing="There are no tables of data",
    )
