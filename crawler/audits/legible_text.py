"""How much of the text is large enough to read on the phone, as the phone shows it.

A page without a usable viewport is shown in miniature, and so are its letters. The audit viewport
takes points for that, so here it is not applicable: one fault costs once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.viewport import fits_phone
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts

SMALLEST = 12
"""CSS pixels: the gatherer counts text of this size or more as legible."""

ENOUGH = 0.6
"""The share of legible text that Lighthouse 9 asked for in its rule font-size."""

TOO_LITTLE = 0.3


@audit(
    id="legible-text",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    title_pass="The text is large enough to read on a phone",
    title_fail="Much of the text is too small to read on a phone",
    why="Residents must pinch and scroll to read small text, and many give up.",
    fix="Set text at 16 pixels (1rem) and small print at no less than 12.",
    needs=(Evidence.LAYOUT_MOBILE, Evidence.MARKUP),
    who="People with low vision, and everyone with a phone.",
    limit="Text in pictures is not measured, nor how thin or faint the letters are.",
)
def legible_text(facts: PageFacts) -> Verdict:
    if not fits_phone(needed(facts.markup)):
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE,
            title="The text is small because of the viewport, which is judged by itself",
        )
    layout = needed(facts.layout_at(Viewport.MOBILE))
    if layout.text_characters == 0:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="There is no text to read")
    share = layout.legible_characters / layout.text_characters
    if share >= ENOUGH:
        return Verdict(outcome=Outcome.PASS)
    return Verdict(
        outcome=Outcome.FAIL,
        impact=Impact.SERIOUS if share < TOO_LITTLE else Impact.MODERATE,
        title=f"Only {int(100 * share)}% of the text is {SMALLEST} pixels or larger on a phone",
        elements=tuple(
            Element(
                selector=node.selector,
                html=node.html,
                message=node.summary,
                viewport=Viewport.MOBILE,
            )
            for node in layout.small_text
        ),
    )
