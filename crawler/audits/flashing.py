"""Whether anything flashes more than three times in a second (WCAG 2.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import element
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

LARGEST = 341 * 256 // 4
"""Square CSS pixels that may flash: a quarter of a 10 degree field of vision, which is 341 by 256
pixels on a usual screen (WCAG 2.2, "general flash and red flash thresholds")."""


@audit(
    id="flashing",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.CRITICAL,
    title_pass="What flashes is slow or small enough to be safe",
    title_fail="Something flashes fast enough to cause a seizure",
    who="People with photosensitive epilepsy, and many with migraine.",
    why="Large areas that flash more than three times in a second can cause a seizure.",
    fix="Take it away, slow it down to three flashes a second at most, or make it much smaller and "
    "its contrast lower.",
    limit="Flashes within videos, canvases and scripts are not measured, nor is saturated red. "
    "How strongly an animation of a style sheet flashes is not measured either.",
    needs=(Evidence.MOTION,),
    wcag=("2.3.1",),
)
def flashing(facts: PageFacts) -> Verdict:
    motion = needed(facts.motion)
    large = [each for each in motion.flashes if each.area >= LARGEST and each.per_second > 3]
    # How strongly an animation of a style sheet changes is not known; a picture's frames are.
    sure = [each for each in large if each.spot.html.startswith("<img")]
    named = sure or large
    elements = tuple(
        element(
            each.spot,
            f"It flashes {each.per_second:g} times a second over {each.area} square pixels",
        )
        for each in named
    )
    fine = len(motion.flashes) - len(large)
    if sure:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=elements,
            passing=fine,
            undecided=len(large) - len(sure),
        )
    if large:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="Something changes its look more than three times a second",
            elements=elements,
            passing=fine,
        )
    if not motion.complete:
        return Verdict(outcome=Outcome.REVIEW, title="There is more that may move than we look at")
    if motion.flashes:
        return Verdict(outcome=Outcome.PASS, passing=fine)
    return Verdict(outcome=Outcome.NOT_APPLICABLE, title="Nothing flashes")
