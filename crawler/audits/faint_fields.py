"""Text fields whose edge hardly shows."""

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
    id="faint-fields",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="The edges of text fields can be seen",
    title_fail="The edges of text fields are too faint",
    who="People with low vision do not see where to type.",
    why="A field whose edge and fill have less than 3:1 contrast to what is round it looks like "
    "empty space.",
    fix="Give fields a border with a contrast of at least 3:1 to the page, such as #767676 or "
    "darker on white.",
    limit="Shadows and pictures may show a field too, so a person must look.",
    needs=(Evidence.STYLE,),
    wcag=("1.4.11",),
)
def faint_fields(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.FAINT_FIELD,
        lambda style: style.fields,
        _message,
        "fields with faint edges",
    )


def _message(notice: Notice) -> str:
    return f"The best contrast of its edge or fill to the page is {notice.value:.2f}:1, under 3:1"
