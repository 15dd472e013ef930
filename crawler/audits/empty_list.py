"""Whether lists and their items hold something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="empty-list",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Lists and their items hold something",
    title_fail="Some lists or items of lists are empty",
    who="People who use a screen reader.",
    why="They hear of a list or an item, and then nothing.",
    fix="Take empty lists and items away, or leave the list out until there is something in it.",
    limit="A list that a script fills later is empty all the same at the time of looking.",
    needs=(Evidence.TEXT,),
    wcag=("1.3.1",),
    advice=True,
)
def empty_list(facts: PageFacts) -> Verdict:
    text = needed(facts.text)
    return verdict_on(
        [element(spot, "There is nothing in it") for spot in text.empty_lists],
        judged=text.lists,
        complete=text.complete,
        nothing="There are no lists",
        found=text.empty_lists_count,
    )
