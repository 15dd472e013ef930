"""How much of the text is large enough to read on the phone, as the phone shows it.

The line is Lighthouse 9's (its audit font-size): 60% of the text at 12 pixels or more. Where that
asked for the size in the style sheet, this takes what is on the screen, after all that enlarges or
shrinks it: zoom, transforms, the scale of a drawing, and the miniature in which phones show a page
without a usable viewport.

Such a page is told so here too, and so is one that the phone shrinks because something in it is
wider than the screen; but the audits of the viewport and of what is too wide take the points for
it: one fault costs once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.audits.viewport import fits_phone
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import Layout, Markup, PageFacts

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
    fix="Set text at 16 pixels (1rem) and small print at no less than 12. Where the size follows "
    "the window (vw), give it a smallest with max() or clamp().",
    needs=(Evidence.LAYOUT_MOBILE, Evidence.MARKUP),
    who="People with low vision, and everyone with a phone.",
    limit="Text in pictures and in frames is not measured, nor how thin or faint the letters are. "
    "On a page that the phone shrinks it cannot tell how much of the text is small of itself.",
)
def legible_text(facts: PageFacts) -> Verdict:
    phone = needed(facts.layout_at(Viewport.MOBILE))
    if phone.text_characters == 0:
        return Verdict(outcome=Outcome.NOT_APPLICABLE, title="There is no text to read")
    small = facts.layout_at(Viewport.SMALL)
    both = [phone] if small is None or small.text_characters == 0 else [phone, small]
    # A phone of the usual width speaks first.
    worst = next((layout for layout in both if _share(layout) < ENOUGH), None)
    if worst is None:
        return Verdict(outcome=Outcome.PASS)
    share = _share(worst)
    on = "a phone" if worst is phone else f"a phone {worst.viewport_width} pixels wide"
    title = f"Only {int(100 * share)}% of the text is {SMALLEST} pixels or larger"
    fix = None
    if _in_miniature(worst, needed(facts.markup)):
        title += ", as the page has no usable viewport"
        fix = "Mend the viewport first, as the finding on it says."
    elif _shrunk(worst):
        title += ", as the page is wider than the phone"
        fix = "Make the page fit the screen first, as the findings on what is too wide say."
    else:
        title += f" on {on}"
    return Verdict(
        outcome=Outcome.FAIL,
        impact=Impact.SERIOUS if share < TOO_LITTLE else Impact.MODERATE,
        title=title,
        advice=fix is not None,
        fix=fix,
        elements=tuple(
            Element(
                selector=node.selector,
                html=node.html,
                message=node.summary,
                viewport=worst.viewport,
            )
            for node in worst.small_text
        ),
    )


def _in_miniature(layout: Layout, markup: Markup) -> bool:
    """Whether the phone laid the page out wider than it is, for want of a usable viewport."""
    if layout.layout_width is None:  # facts from before it was measured
        return not fits_phone(markup)
    return layout.layout_width > layout.viewport_width + 1


def _shrunk(layout: Layout) -> bool:
    """Whether the phone shows the page smaller than it laid it out, to get all of it in."""
    return layout.scale is not None and layout.scale < 1


def _share(layout: Layout) -> float:
    return layout.legible_characters / layout.text_characters
