"""Whether the page gives keys of their own to its elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="access-keys",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.MINOR,
    title_pass="No element has a key of its own",
    title_fail="Some elements have keys of their own",
    who="People who use a screen reader, speech control or a keyboard.",
    why="Such keys clash with those of browsers and screen readers, differ from site to site, and "
    "nobody is told of them.",
    fix="Remove the accesskey attributes; headings, landmarks and a skip link serve better.",
    limit="Whether a key clashes depends on browser, system and language.",
    needs=(Evidence.FRAMES,),
    wcag=("2.1.4",),
    advice=True,
)
def access_keys(facts: PageFacts) -> Verdict:
    frames = needed(facts.frames)
    return verdict_on(
        [element(each.spot, f"Has the key {quoted(each.key)}") for each in frames.keys],
        judged=max(frames.controls, len(frames.keys)),
        complete=frames.complete,
        nothing="There are no links, buttons or fields",
    )
