"""Whether other pages of the website have the same title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="title-repeated",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    decides=False,
    title_pass="No other page that we saw has this title",
    title_fail="Other pages of the website have the same title",
    who="People who use a screen reader, and people with many tabs open.",
    why="Two pages with one title cannot be told apart in tabs, bookmarks, the history or by ear.",
    fix="Begin each title with what the page is for; the name of the council alone is a title for "
    "the home page only.",
    limit="It knows only the pages of one crawl, and nothing where a single page is audited. Steps "
    "of one form may share a title if it names the step as well.",
    needs=(Evidence.MARKUP,),
    wcag=("2.4.2",),
)
def title_repeated(facts: PageFacts) -> Verdict:
    title = needed(facts.markup).title.strip()
    if not title:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE, title="The page has no title, which is another fault"
        )
    if not facts.same_title:
        return Verdict(outcome=Outcome.PASS, passing=1)
    shown = ", ".join(facts.same_title[:3]) + (" and others" if len(facts.same_title) > 3 else "")
    return Verdict(
        outcome=Outcome.REVIEW,
        elements=(
            Element(
                selector="title",
                html=f"<title>{title[:400]}</title>",
                message=f"{quoted(title)} is also the title of {shown}",
                viewport=Viewport.MOBILE,
            ),
        ),
    )
