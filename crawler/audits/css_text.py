"""Words that a style sheet puts in (WCAG failure F87)."""

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
    id="css-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="No words are put in by a style sheet",
    title_fail="Words that matter are put in by a style sheet",
    who="People who use their own styles, a reading view or translation, and some with screen "
    "readers, do not get these words.",
    why="What ::before and ::after draw is not part of the text. It cannot be selected, searched "
    "or translated, and it goes when styles are off.",
    fix="Write the words into the page itself.",
    limit="It leaves out words that the page itself says too. A person must judge whether a "
    "single word matters, or a note such as “opens in a new tab”.",
    needs=(Evidence.STYLE,),
    wcag=("1.3.1",),
)
def css_text(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.CSS_TEXT,
        lambda style: style.drawn,
        _message,
        "a word that a style sheet puts in",
    )


def _message(notice: Notice) -> str:
    return f"{quoted(notice.text)} stands only in the style sheet ({notice.other})"
