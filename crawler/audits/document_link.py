"""Whether links to documents say what they open and how large it is."""

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
    id="document-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="Links to documents say their type and size",
    title_fail="Some links to documents do not say their type and size",
    who="People with a slow or costly connection, and people for whom such files are hard to read.",
    why="A file opens in another program or is downloaded without warning; on a phone it can be "
    "unreadable, and with a screen reader it often is.",
    fix="Write type and size into the link: “Local plan (PDF, 1.2 MB)”. Better still, publish the "
    "content as a web page.",
    limit="Files are known by the end of their address; others are missed.",
    needs=(Evidence.LINKS,),
    wcag=("2.4.4",),
    advice=True,
)
def document_link(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    found = links.noted(LinkTrait.DOCUMENT)
    return verdict_on(
        [
            element(note.spot, f"Leads to a file, and does not say its {note.detail}")
            for note in found
        ],
        judged=links.judged.get(LinkTrait.DOCUMENT, 0),
        found=links.found.get(LinkTrait.DOCUMENT, 0),
        complete=links.complete,
        nothing="No link leads to a document",
    )
