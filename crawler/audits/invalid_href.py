"""Whether the addresses of links are whole."""

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
    id="invalid-href",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="The addresses of all links are whole",
    title_fail="The addresses of some links are broken",
    who="Everybody, and most of all people for whom finding another way takes long.",
    why="The link leads to an error, or nowhere.",
    fix="Correct the address: https:// in front of websites, mailto: before a whole email "
    "address, tel: before a number.",
    limit="It is not tried whether a whole address leads to a page.",
    needs=(Evidence.LINKS,),
    wcag=("2.4.4",),
    advice=True,
)
def invalid_href(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    return verdict_on(
        [
            element(note.spot, f"Its address {quoted(note.url)} is broken: {note.detail}")
            for note in links.noted(LinkTrait.INVALID)
        ],
        judged=links.judged.get(LinkTrait.INVALID, 0),
        found=links.found.get(LinkTrait.INVALID, 0),
        complete=links.complete,
        nothing="There are no links",
    )
