"""Columns made with blanks (WCAG failures F33 and F34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.noticed import judge_trait
from crawler.audits.registry import Verdict, audit
from crawler.facts.style import Trait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.style import Notice
    from crawler.records import PageFacts


@audit(
    id="blank-columns",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="No columns are made with blanks",
    title_fail="Columns are made with blanks",
    who="People who use a screen reader hear the rows run together, without the headings of the "
    "columns.",
    why="Blanks only look like columns. What stands in one column is read out between parts of "
    "the others.",
    fix="Use a table with th elements for rows and columns, or a list.",
    limit="Preformatted text may be meant as it is, so a person must look.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.2", "1.3.1"),
)
def blank_columns(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.COLUMNS,
        lambda style: style.blocks,
        _message,
        "columns made with blanks",
    )


def _message(notice: Notice) -> str:
    return f"{notice.value:.0f} rows are set in columns with blanks"
