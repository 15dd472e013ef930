"""Whether links of the same name lead to the same place, or can be told apart by their context.

Those that the audit vague-link fails are not counted here a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.audits.vague_link import stands_alone
from crawler.facts.links import LinkTrait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="same-text-links",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MODERATE,
    title_pass="Links of the same name can be told apart",
    title_fail="Links of the same name lead to different places",
    who="People who use a screen reader or speech control.",
    why="They hear the same name twice with nothing to tell which link is which, and speaking the "
    "name follows either.",
    fix="Say in each link what sets it apart: “Apply for a parking permit”, “Apply for a bus "
    "pass”.",
    limit="Addresses are compared, not pages: two addresses may lead to the same page.",
    needs=(Evidence.LINKS,),
    wcag=("2.4.4",),
)
def same_text_links(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    blamed = {note.spot for note in links.noted(LinkTrait.VAGUE) if stands_alone(note)}
    found = [note for note in links.noted(LinkTrait.SAME_TEXT) if note.spot not in blamed]
    return verdict_on(
        [
            element(
                note.spot,
                f"Another link is called {quoted(note.name)} too, and nothing near them tells them "
                f"apart: this one leads to {quoted(note.url)}, the other to {quoted(note.detail)}",
            )
            for note in found
        ],
        judged=links.judged.get(LinkTrait.SAME_TEXT, 0),
        found=max(0, links.found.get(LinkTrait.SAME_TEXT, 0) - len(blamed)),
        complete=links.complete,
        nothing="No two links have the same name",
    )
