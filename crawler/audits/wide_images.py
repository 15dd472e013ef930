"""Whether pictures, films, maps and frames fit the screen of a phone.

Advice: WCAG 1.4.10 lets pictures that must be seen whole be wide, and which those are, only a
person can tell (the audit `reflow` asks). Few are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.beyond import protruding
from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts

KINDS = ("picture", "film", "frame")
_PHONE = 412


@audit(
    id="wide-images",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    title_pass="Pictures and frames fit the screen of a phone",
    title_fail="Pictures or frames are wider than the screen of a phone",
    why="The whole page then slips sideways under the finger, and a part of the picture or map is "
    "out of sight.",
    fix="Give pictures and frames max-width: 100% (and pictures height: auto). Let a map or plan "
    "that needs its width scroll inside its own box.",
    needs=(Evidence.FIT,),
    advice=True,
    who="Everyone with a phone.",
    limit="What a picture shows is not known, nor whether it needs its width. Pictures in a box "
    "that scrolls by itself, or that cuts them on purpose, are left alone.",
)
def wide_images(facts: PageFacts) -> Verdict:
    fit = needed(facts.fit)
    phone = fit.at(Viewport.MOBILE)
    if phone is None or phone.layout_width > _PHONE:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE,
            title="The page is not laid out for phones, which is judged by itself",
        )
    named: dict[str, Element] = {}
    for size in (Viewport.SMALL, Viewport.MOBILE, Viewport.LANDSCAPE):
        screen = fit.at(size)
        for element in protruding(screen, kinds=KINDS) if screen else ():
            named.setdefault(element.selector, element)
    return verdict_on(
        tuple(named.values()),
        judged=max(fit.media, len(named)),
        complete=fit.complete,
        nothing="There are no pictures or frames",
        outcome=Outcome.FAIL,
    )
