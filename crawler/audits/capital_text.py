"""Long text in capitals."""

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
    id="capital-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No long text is in capitals",
    title_fail="Some long text is all in capitals",
    who="People with dyslexia or low vision read words by their shape, and capitals have none. "
    "Some screen readers spell capitals out.",
    why="Capitals take longer to read, and many take them for shouting.",
    fix="Write sentences in normal case. Use bold for a word or two that matter.",
    limit="It looks at passages of three lines or more that are wholly in capitals.",
    needs=(Evidence.STYLE,),
    wcag=(),
    advice=True,
)
def capital_text(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.CAPITALS,
        lambda style: style.passages,
        _message,
        "text in capitals",
    )


def _message(notice: Notice) -> str:
    return f"{notice.value:.0f} lines are all in capitals"
