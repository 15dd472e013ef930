"""Whether a picture and the text beside it are two links to the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.links import LinkTrait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="adjacent-links",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No two neighbouring links lead to the same place",
    title_fail="A picture and the text beside it are two links to the same place",
    who="People who use a screen reader or only a keyboard.",
    why="They hear the same link twice, and need one more press of the Tab key for each such pair.",
    fix="Put picture and text into one link, with an empty alt text for the picture. Where that "
    "cannot be done, take the picture's link out of the tab order and hide it: tabindex=-1 and "
    "aria-hidden=true.",
    limit="Links that a script makes of other elements are not seen.",
    needs=(Evidence.LINKS,),
    wcag=("2.4.4",),
    advice=True,
)
def adjacent_links(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    found = links.noted(LinkTrait.ADJACENT)
    return verdict_on(
        [
            element(note.spot, f"Leads where the link {quoted(note.detail)} beside it leads")
            for note in found
        ],
        judged=links.judged.get(LinkTrait.ADJACENT, 0),
        found=links.found.get(LinkTrait.ADJACENT, 0),
        complete=links.complete,
        nothing="No two links are neighbours",
    )
