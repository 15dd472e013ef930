"""Whether links lead to bare pictures."""

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
    id="image-file-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No link leads to a bare picture",
    title_fail="Some links lead to bare pictures",
    who="People who use a screen reader.",
    why="A picture that is opened by itself has no alt text, no heading and no way back.",
    fix="Link to a page that shows the picture with its description, or put the description into "
    "the page that links to it.",
    limit="Pictures are known by the end of their address.",
    needs=(Evidence.LINKS,),
    wcag=("1.1.1",),
    advice=True,
)
def image_file_link(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    return verdict_on(
        [
            element(note.spot, "Leads to a picture file, which can hold no description")
            for note in links.noted(LinkTrait.IMAGE_FILE)
        ],
        judged=links.judged.get(LinkTrait.IMAGE_FILE, 0),
        found=links.found.get(LinkTrait.IMAGE_FILE, 0),
        complete=links.complete,
        nothing="There are no links",
    )
