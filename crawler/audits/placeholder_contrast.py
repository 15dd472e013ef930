"""The contrast of placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.noticed import judge_trait, quoted
from crawler.audits.registry import Verdict, audit
from crawler.facts.style import Trait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.style import Notice
    from crawler.records import PageFacts


@audit(
    id="placeholder-contrast",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The text within empty fields can be read",
    title_fail="The text within empty fields is too pale",
    who="People with low vision, and everybody in bright light.",
    why="A placeholder often says how to fill the field in. It must be as readable as other text.",
    fix="Give ::placeholder a colour with a contrast of at least 4.5:1 to the field, such as "
    "#595959 on white, and put what people need to know above the field.",
    limit="Placeholders before a picture or a shade that changes are not measured, nor those of "
    "fields that are filled in.",
    needs=(Evidence.STYLE,),
    wcag=("1.4.3",),
)
def placeholder_contrast(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.FAINT_HINT,
        lambda style: style.hints,
        _message,
        "placeholders that may be too pale",
    )


def _message(notice: Notice) -> str:
    return f"{quoted(notice.text)} has a contrast of {notice.value:.2f}:1 to its field"
