"""Whether links lead anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.links import LinkTrait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.links import LinkNote
    from crawler.records import PageFacts


@audit(
    id="dead-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Every link leads somewhere",
    title_fail="Some links lead nowhere",
    who="People who use a screen reader, a keyboard or speech control, and everybody whose "
    "scripts fail.",
    why="They are promised another page, and nothing happens, or something else than what a link "
    "does.",
    fix="Give the link the address of what it promises. Where it does something on the page, make "
    "it a button.",
    limit="A script may make such a link do something: it is not pressed here.",
    needs=(Evidence.LINKS,),
    wcag=("2.4.4", "4.1.2"),
    advice=True,
)
def dead_link(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    found = links.noted(LinkTrait.DEAD, LinkTrait.MISSING_TARGET)
    return verdict_on(
        [element(note.spot, _message(note)) for note in found],
        judged=links.judged.get(LinkTrait.DEAD, 0),
        found=sum(
            links.found.get(trait, 0) for trait in (LinkTrait.DEAD, LinkTrait.MISSING_TARGET)
        ),
        complete=links.complete,
        nothing="There are no links",
    )


def _message(note: LinkNote) -> str:
    if note.trait is LinkTrait.MISSING_TARGET:
        return f"Leads to {quoted(note.url)}, and no part of the page has that id"
    if note.detail == "javascript":
        return "Its address is script that does nothing, and it is not said to be a button"
    if note.detail:
        return "Its address is only “#”, so that it leads to the top of the page"
    return "Its address is empty, so that it leads to the page that it is on"
