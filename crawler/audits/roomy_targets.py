"""Whether what people use most is 44 pixels large: buttons, fields and the links in menus.

WCAG 2.5.5 (AAA) asks for 44 by 44 CSS pixels of every target outside sentences, unless the browser
sets the size, it is essential, or the same can be done with a target that is large enough. Apple's
guidelines ask for 44 points too. Here it is advice, for what people must hit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element, quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.targets import Target
    from crawler.records import PageFacts

NOTHING = "There are no buttons, fields or menus of the page's own size"


@audit(
    id="roomy-targets",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="Buttons, fields and menu links are 44 pixels or larger",
    title_fail="Some buttons, fields or menu links are smaller than 44 pixels",
    why="What is 44 pixels large is hit at the first try by nearly everyone, even in a moving bus.",
    fix="Give buttons and fields a min-height of 44 pixels (2.75rem), and links in menus padding "
    "until they are as tall.",
    needs=(Evidence.TARGETS,),
    wcag=("2.5.5",),
    advice=True,
    who="People with tremor, poor sight or large fingers, and anyone on the move.",
    limit="Other links are not counted here, nor those within sentences.",
)
def roomy_targets(facts: PageFacts) -> Verdict:
    targets = needed(facts.targets)
    phone = targets.at(Viewport.MOBILE)
    if phone is None:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=NOTHING)
    return verdict_on(
        tuple(element(target.spot, _message(target)) for target in phone.modest),
        judged=phone.roomy + phone.modest_found,
        complete=targets.complete,
        nothing=NOTHING,
        found=phone.modest_found,
    )


def _message(target: Target) -> str:
    name = f"{quoted(target.text)} is " if target.text else "It is "
    return f"{name}{target.width} by {target.height} pixels"
