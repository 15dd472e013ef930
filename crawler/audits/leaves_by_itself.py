"""Whether the page sends its reader elsewhere by itself after a while (WCAG 2.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="leaves-by-itself",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="The page waits for its reader",
    title_fail="The page goes elsewhere by itself after a few seconds",
    who="People who read slowly, who enlarge the page, or who listen to it.",
    why="They are taken away, or back to the top, before they have read what is there.",
    fix="Let people go on by a link. Where a page has moved, redirect on the server, without a "
    "pause.",
    limit="Only the first seconds after the load are watched; a longer time limit is not seen.",
    needs=(Evidence.WATCHED,),
    wcag=("2.2.1", "3.2.5"),
)
def leaves_by_itself(facts: PageFacts) -> Verdict:
    watched = needed(facts.watched)
    if watched.refreshes:
        # axe's rule meta-refresh judges that element.
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="Its markup says when it goes")
    if watched.leaves:
        return Verdict(
            outcome=Outcome.FAIL,
            title=f"Within {watched.seconds:g} seconds the page goes elsewhere by itself",
        )
    return Verdict(outcome=Outcome.PASS)
