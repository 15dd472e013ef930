"""Whether a choice in a field takes its maker somewhere at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.walked import DONE, seen_at, verdict_of_walk
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="change-on-input",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Fields wait until one is ready",
    title_fail="A choice in a field leads somewhere else at once",
    who="People who use a keyboard or a screen reader, and people who are easily confused.",
    why="Who goes through a list by keyboard passes the first entries on the way. The page goes "
    "off with the first of them, and the rest is never reached.",
    fix="Put a button beside the field, and go on only when that is pressed. Or say beside the "
    "field beforehand what a choice will do.",
    limit="Eight fields are tried. What is told beforehand is found by common words.",
    needs=(Evidence.WIDGETS,),
    wcag=("3.2.2",),
)
def change_on_input(facts: PageFacts) -> Verdict:
    walk = needed(facts.widgets)
    sudden = [change for change in walk.changes if not change.told]
    return verdict_of_walk(
        walk,
        [
            seen_at(
                change.spot,
                f"As soon as its value was changed by keyboard, {DONE[change.effect]}, "
                "and nothing beside it says so",
            )
            for change in sudden
        ],
        part="fields",
        passing=walk.changed - len(sudden),
        nothing="No field was found whose value could be changed",
    )
