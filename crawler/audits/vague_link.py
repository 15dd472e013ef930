"""Whether links say where they lead, by their names or by what stands around them.

WCAG 2.4.4 lets the sentence, paragraph, list item or table cell explain a link, and a heading above
it (technique H80). So only a link that nothing explains fails; the others are advice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.facts.links import LinkTrait
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.links import LinkNote
    from crawler.records import PageFacts

_EMPTY_WORDS = frozenset(
    """
    a about ac all also am an and ar are at be by can cliciwch click contact darllen
    darllenwch details dolen down dudalen eich ein er find follow for form from full fwy gael
    gan get go gweld gwybodaeth have here hon how hwn i in info information is it just kindly
    learn link links mae more mwy neu now o of on online or our out page please press read
    rhagor see site story tap that the then there this to us use view visit want we website
    wefan with wybodaeth y yma yn you your yr
    """.split()  # noqa: SIM905 -- a list of words is read as one
)
"""Words that stand around such links and say as little."""


@audit(
    id="vague-link",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Links say where they lead",
    title_fail="Some links do not say where they lead",
    who="People who use a screen reader, magnification or speech control.",
    why="They move from link to link or read a list of links: “Read more” ten times over says "
    "nothing.",
    fix="Name the place in the link itself: “Read more about bin collections”. Words can be "
    "hidden from sight where the design is short of room.",
    limit="Only names that say nothing anywhere are known, in English and Welsh.",
    needs=(Evidence.LINKS,),
    wcag=("2.4.4",),
)
def vague_link(facts: PageFacts) -> Verdict:
    links = needed(facts.links)
    vague = links.noted(LinkTrait.VAGUE)
    alone = [note for note in vague if stands_alone(note)]
    if alone:
        named = [
            element(
                note.spot, f"{quoted(note.name)}, with nothing around it that tells where it leads"
            )
            for note in alone
        ]
    else:
        named = [
            element(
                note.spot,
                f"{quoted(note.name)} says where it leads only together with what stands around it",
            )
            for note in vague
        ]
        named += [
            element(note.spot, f"Named by its address: {quoted(note.name)}")
            for note in links.noted(LinkTrait.BARE_ADDRESS)
        ]
    return verdict_on(
        named,
        judged=links.judged.get(LinkTrait.VAGUE, 0),
        complete=links.complete,
        nothing="There are no links with a name",
        advice=not alone,
        wcag=None if alone else ("2.4.9",),
    )


def stands_alone(note: LinkNote) -> bool:
    """Whether nothing around a link with a vague name tells where it leads."""
    return not (note.detail or note.heading or explains(note.context))


def explains(context: str) -> bool:
    """Whether the text holds a word that could tell where a link leads."""
    words = re.findall(r"[^\W\d_]{3,}|\d{2,}", context.lower())
    return any(word not in _EMPTY_WORDS for word in words)
