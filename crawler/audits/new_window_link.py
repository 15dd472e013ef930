"""Whether links that open a new window say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.links import LinkTrait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="new-window-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Links that open a new window say so",
    title_fail="Some links open a new window without saying so",
    who="People who use a screen reader or magnification, and people who are easily lost.",
    why="The way back is gone without warning: the Back button does nothing in the new window.",
    fix="Open links in the same window. Where a new one is needed, say so in the link: “(opens in "
    "a new tab)”.",
    limit="Windows that a script opens are not seen.",
    needs=(Evidence.LINKS,),
    wcag=("3.2.5",),
    advice=True,
)
def new_window_link(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    return verdict_on(
        [
            element(note.spot, "Opens a new window, and neither its name nor its title says so")
            for note in links.noted(LinkTrait.NEW_WINDOW)
        ],
        judged=links.judged.get(LinkTrait.NEW_WINDOW, 0),
        found=links.found.get(LinkTrait.NEW_WINDOW, 0),
        complete=links.complete,
        nothing="No link opens a new window",
    )
