"""Empty boxes with a background picture that may say something (WCAG failure F3)."""

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
    id="css-pictures",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="No background picture seems to say anything",
    title_fail="A background picture may say something",
    who="People who do not see the picture get nothing: a background picture has no text "
    "alternative.",
    why="Only what the page is decorated with belongs in the background. A picture that tells "
    "something needs words.",
    fix="If the picture says something, use an img element with an alt text that says the same.",
    limit="It cannot see what a picture shows, and only finds those in boxes without any text or "
    "name.",
    needs=(Evidence.STYLE,),
    wcag=("1.1.1",),
)
def css_pictures(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.CSS_PICTURE,
        lambda style: style.drawn,
        _message,
        "background pictures that may say something",
    )


def _message(notice: Notice) -> str:
    return f"An empty box {notice.value:.0f} px wide shows only a background picture"
