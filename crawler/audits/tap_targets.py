"""Whether a finger on one target hits its neighbour as well.

The measure is Lighthouse 9's (its audit tap-targets, dropped in version 12): of a target that is
smaller than 48 by 48 pixels on the screen, a finger is a square of 48 pixels on its middle; it is
too close to a neighbour where the finger's part on that is a quarter or more of its part on the
target itself. Links within sentences are left out, and neighbours that lead to the same place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted, verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.targets import Target
    from crawler.records import PageFacts

NOTHING = "There is nothing to tap outside sentences"


@audit(
    id="tap-targets",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="A finger hits one link or button at a time",
    title_fail="Some links or buttons are so close that a finger hits two",
    why="A fingertip covers about 48 pixels of a phone's screen. Where two targets are under it, "
    "people open the wrong page.",
    fix="Make targets 48 by 48 pixels with padding, or leave 8 pixels and more between them. Begin "
    "with buttons, form fields and the main menu.",
    needs=(Evidence.TARGETS,),
    advice=True,
    who="Everyone with a phone, and most of all people with tremor or large fingers.",
    limit="It takes all fingers for the same size. What is in frames is not measured.",
)
def tap_targets(facts: PageFacts) -> Verdict:
    targets = needed(facts.targets)
    phone = targets.at(Viewport.MOBILE)
    if phone is None:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title=NOTHING)
    pictures = () if phone.small else phone.pictures  # they show those instead
    return verdict_on(
        tuple(_element(target, pictures) for target in phone.cramped),
        judged=phone.judged,
        complete=targets.complete,
        nothing=NOTHING,
        found=phone.cramped_found,
        title=_miniature(phone.scale) if phone.cramped and phone.scale < 1 else None,
    )


def _miniature(scale: float) -> str:
    return (
        f"The page is shown in miniature ({round(100 * scale)}%), and a finger hits several links "
        "or buttons"
    )


def _element(target: Target, pictures: tuple[str, ...]) -> Element:
    name = f"{quoted(target.text)}: " if target.text else ""
    near = quoted(target.near)
    covers = f"{near} too, {target.hit}% as much as it covers of this one"
    if target.hit > 100:
        covers = f"more of {near} than of this one"
    return Element(
        selector=target.spot.selector,
        html=target.spot.html,
        message=f"{name}{target.width} by {target.height} pixels. A finger on its middle "
        f"covers {covers}",
        viewport=Viewport.MOBILE,
        pictures=pictures,
    )
