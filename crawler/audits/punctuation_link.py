"""Whether links have words for a name, rather than signs such as » or an icon's code."""

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
    id="punctuation-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Every link's name has words",
    title_fail="Some links are named by signs only",
    who="People who use a screen reader or speech control.",
    why="A screen reader reads the sign's name, such as “right double angle bracket”, or nothing "
    "at all, and nobody can speak it to follow the link.",
    fix="Give the link words: visible ones, or an aria-label such as “Next page”, and hide the "
    "sign with aria-hidden=true.",
    limit="Emoji have names of their own, so links of emoji are left out.",
    needs=(Evidence.LINKS,),
    wcag=("2.4.4",),
)
def punctuation_link(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    found = links.noted(LinkTrait.SYMBOLS)
    bare = [note for note in found if not note.context and not note.heading]
    return verdict_on(
        [element(note.spot, f"Its name is only {quoted(note.name)}") for note in bare or found],
        judged=links.judged.get(LinkTrait.SYMBOLS, 0),
        complete=links.complete,
        nothing="No link has a name to judge",
        # The text around such a link may say where it leads, and WCAG lets it.
        advice=not bare,
    )
