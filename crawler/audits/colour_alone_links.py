"""Links within text that only their colour sets apart (WCAG technique G183, failure F73)."""

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
    id="colour-alone-links",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Links in text show by more than their colour",
    title_fail="Links in text are told apart by colour alone",
    who="People who are colour-blind or have low vision do not see that there is a link.",
    why="About one man in twelve does not tell some colours apart. A link without underline then "
    "looks like the text round it.",
    fix="Underline links in running text. If you must not, give them a colour with a contrast of "
    "at least 3:1 to the text round them, and underline them on hover and focus.",
    limit="It knows borders, weights, backgrounds, icons and underlines as cues. Whether a link "
    "needs to be seen as one it cannot tell.",
    needs=(Evidence.STYLE,),
    wcag=("1.4.1",),
)
def colour_alone_links(facts: PageFacts) -> Verdict:
    return judge_trait(
        facts,
        Trait.PLAIN_LINK,
        lambda style: style.links,
        _message,
        "links in text that may be hard to tell from it",
    )


def _message(notice: Notice) -> str:
    colours = (
        f"the contrast between {quoted(notice.text)} and the text round it is {notice.value:.2f}:1"
    )
    if notice.value < 1.05:
        return (
            f"Nothing shows that {quoted(notice.text)} is a link: it looks like the text round it"
        )
    if notice.value < 3:
        return f"Only colour shows the link, and {colours}, under 3:1"
    return f"Only colour shows the link, also on hover; {colours}"
