"""Whether the header cells of tables that are not simple say what they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="header-scope",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="Header cells are tied to their cells",
    title_fail="It may not be clear what some header cells are for",
    who="People who use a screen reader.",
    why="Where headers span others, or stand in several rows, browsers can only guess which cells "
    "they name.",
    fix="Split the table into simple ones. Otherwise give each th a scope: col, row, colgroup or "
    "rowgroup; or name the ids of its headers on each cell.",
    limit="Whether browsers guess right, a person must hear.",
    needs=(Evidence.TABLES,),
    wcag=("1.3.1",),
)
def header_scope(facts: PageFacts) -> Verdict:
    tables = needed(facts.tables)
    judged = [table for table in tables.tables if table.headers and not table.presentational]
    return verdict_on(
        [
            element(table.spot, "Header cells span others or stand in several rows, without scope")
            for table in judged
            if table.tangled
        ],
        judged=len(judged),
        complete=tables.complete,
        nothing="There are no header cells",
        outcome=Outcome.REVIEW,
    )
