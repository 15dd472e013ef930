"""Elements that HTML has dropped."""

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
    id="outdated-markup",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="The page uses no outdated elements",
    title_fail="The page uses elements that HTML has dropped",
    who="People who need their own colours and sizes cannot set them where old elements fix them.",
    why="Elements such as font and center mix the look into the text, and browsers need not know "
    "them for ever.",
    fix="Replace them: strong or em for meaning, and the style sheet for the look.",
    limit="It names elements, not outdated attributes.",
    needs=(Evidence.STYLE,),
    wcag=(),
    advice=True,
)
def outdated_markup(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.OUTDATED,
        lambda style: style.blocks,
        _message,
        "outdated elements",
    )


def _message(notice: Notice) -> str:
    return f"HTML has dropped the element {notice.text}"
