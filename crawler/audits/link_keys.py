"""Whether links that the page made itself answer Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import DONE, seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="link-keys",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Links that the page made itself answer Enter",
    title_fail="Some links do not answer Enter",
    who="People who use a keyboard, a switch or a screen reader.",
    why="The focus comes to the link, they press Enter as on any link, and nothing happens.",
    fix="Use a real link: an a element with an address. Else follow the link on Enter as on a "
    "click.",
    limit="Links with an address are not followed, as they answer Enter by themselves unless a "
    "script keeps them from it.",
    needs=(Evidence.WIDGETS,),
    wcag=("2.1.1",),
)
def link_keys(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    trials = [trial for trial in walk.keys if trial.role == "link"]
    deaf = [trial for trial in trials if trial.enter == ""]
    return verdict_of_walk(
        walk,
        [
            seen_at(
                trial.spot,
                f"When it is clicked, {DONE[trial.click or 'changes']}. "
                "With the focus on it, Enter did nothing",
            )
            for trial in deaf
        ],
        part="controls",
        passing=len(trials) - len(deaf),
        nothing="The page has no links of its own making",
    )
