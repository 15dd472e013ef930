"""Whether the page can be read at 320 px without scrolling sideways, as WCAG 1.4.10 asks.

It is measured in a narrow desktop window (1280 px at 400%), where a viewport meta element has no
say, so a wrong viewport is not counted here a second time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.records import Layout, PageFacts, WideElement

TOLERANCE = 1.0
"""CSS pixels: browsers round widths, and one pixel hides nothing."""


@audit(
    id="reflow",
    pillar=Pillar.MOBILE,
    impact=Impact.SERIOUS,
    title_pass="The page can be read at 320 pixels without scrolling sideways",
    title_fail="The page is too wide for a small screen",
    why="People with low vision enlarge pages to 400%. Content that is too wide then makes them "
    "scroll sideways for each line, or is cut off.",
    fix="Let the named elements shrink or wrap: use max-width: 100% instead of a fixed width, let "
    "long words and addresses break, and let wide tables scroll inside their own box.",
    needs=(Evidence.LAYOUT_NARROW,),
    wcag=("1.4.10",),
    who="People with low vision, who enlarge pages, and people with small phones.",
    limit="It cannot tell whether a wide table, map or picture needs its width. What appears only "
    "after a press is not measured. A few pixels too many count as a failure too: the "
    "page then moves sideways.",
)
def reflow(facts: PageFacts) -> Verdict:
    layout = needed(facts.layout_at(Viewport.NARROW))
    overflow = layout.content_width - layout.viewport_width
    wide = [element for element in layout.wide_elements if not element.exempt]
    if overflow <= TOLERANCE and not wide:
        return Verdict(outcome=Outcome.PASS)
    if layout.wide_elements and not wide:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="At 320 pixels only a table, map or picture makes the page scroll sideways",
            fix="WCAG lets tables, maps and pictures be wide where their meaning needs it. Judge "
            "whether these do, and let each scroll inside its own box, so that the text round it "
            "need not.",
            elements=_elements(layout.wide_elements, layout),
        )
    if overflow <= TOLERANCE:
        title = "At 320 pixels some content is cut off at the right edge"
    else:
        title = f"At 320 pixels the page is {overflow:.0f} pixels too wide"
    return Verdict(outcome=Outcome.FAIL, title=title, elements=_elements(wide, layout))


def _elements(wide: Iterable[WideElement], layout: Layout) -> tuple[Element, ...]:
    return tuple(
        Element(
            selector=element.selector,
            html=element.html,
            message=f"Reaches {element.right - layout.viewport_width:.0f} px past the right edge",
            viewport=Viewport.NARROW,
        )
        for element in wide
    )
