"""Whether the page can be read at 320 px without scrolling sideways, as WCAG 1.4.10 asks.

It is measured in a narrow desktop window (1280 px at 400%), where a viewport meta element has no
say, so a wrong viewport is not counted here a second time.

What must be scrolled sideways counts, not that the page can be: where nothing but emptiness lies
beyond the edge, nobody needs to scroll there, and `wider-than-screen` advises on it. What the
criterion leaves out by name (pictures, maps, films, data tables, interfaces with toolbars) and
preformatted text, whose lines may mean something, are for a person; but the cells of a data table
are not left out, nor a paragraph that scrolls with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.beyond import GRACE, told
from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import quoted, too_large
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.facts.fit import CutText
    from crawler.records import Layout, PageFacts, WideElement

TOLERANCE = GRACE
"""CSS pixels."""

JUDGE = (
    "Let pictures and frames shrink (max-width: 100%). WCAG lets tables, maps and pictures be wide "
    "where their meaning needs it: judge whether these do, and let each scroll inside its own box, "
    "so that the text round it need not."
)


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
    needs=(Evidence.LAYOUT_NARROW, Evidence.FIT),
    wcag=("1.4.10",),
    who="People with low vision, who enlarge pages, and people with small phones.",
    limit="It cannot tell whether a wide table, map or picture needs its width. What appears only "
    "after a press is not measured. Pages whose lines run from top to bottom are left to a "
    "person.",
)
def reflow(facts: PageFacts) -> Verdict:
    """The looks of findability come without `fit`, and are judged by the layout alone."""
    layout = needed(facts.layout_at(Viewport.NARROW))
    fit = facts.fit
    screen = fit.at(Viewport.NARROW) if fit else None
    pictures = screen.pictures if screen else ()
    cut = fit.cut if fit else ()
    overflow = layout.content_width - layout.viewport_width
    wide = [element for element in layout.wide_elements if not element.exempt]
    sure = (
        *_wide(wide, layout, pictures),
        *_cut((each for each in cut if each.sure), pictures),
    )
    spared = (
        *_wide((each for each in layout.wide_elements if each.exempt), layout, pictures),
        *_cut((each for each in cut if not each.sure), pictures),
    )
    if layout.vertical and (sure or spared or overflow > TOLERANCE):
        return Verdict(
            outcome=Outcome.REVIEW,
            title="Check by hand: the lines run from top to bottom, so the height counts",
            fix="See whether the page can be read in a window 256 pixels high, scrolling only "
            "sideways.",
            undecided=1,
        )
    if sure:
        return Verdict(
            outcome=Outcome.FAIL, title=_title(wide, overflow), elements=sure, undecided=len(spared)
        )
    kinds = {each.why for each in layout.wide_elements}
    complete = layout.complete and (fit is None or fit.complete)
    if complete and not cut and kinds == {"empty"}:
        return Verdict(
            outcome=Outcome.PASS,
            title="At 320 pixels the page moves sideways, but there is nothing to read there",
        )
    if spared:
        return _doubt(kinds, spared, bool(cut))
    if overflow > TOLERANCE:
        return Verdict(
            outcome=Outcome.REVIEW,
            title=f"Check by hand: at 320 pixels the page moves {overflow:.0f} pixels sideways",
            undecided=1,
        )
    if not complete:
        return too_large()
    return Verdict(outcome=Outcome.PASS)


def _title(wide: list[WideElement], overflow: float) -> str:
    if wide and all(each.why in ("lines", "cell") for each in wide):
        return "At 320 pixels some text must be scrolled sideways, line by line"
    if overflow <= TOLERANCE or all(each.why == "cut" for each in wide):
        return "At 320 pixels some content is cut off"
    return f"At 320 pixels the page is {overflow:.0f} pixels too wide"


def _doubt(kinds: set[str], spared: tuple[Element, ...], cut: bool) -> Verdict:
    if not cut and not kinds & {"parked", "moving", "slides", "ornament", "empty"}:
        return Verdict(
            outcome=Outcome.REVIEW,
            title="At 320 pixels only a table, map or picture makes the page scroll sideways",
            fix=JUDGE,
            elements=spared,
        )
    title = "Check by hand: at 320 pixels something is cut off or beside the screen"
    return Verdict(outcome=Outcome.REVIEW, title=title, elements=spared)


def _wide(
    wide: Iterable[WideElement], layout: Layout, pictures: tuple[str, ...]
) -> tuple[Element, ...]:
    return tuple(
        Element(
            selector=element.selector,
            html=element.html,
            message=told(element.why, element.left, element.right, layout.viewport_width),
            viewport=Viewport.NARROW,
            pictures=pictures,
        )
        for element in wide
    )


def _cut(cut: Iterable[CutText], pictures: tuple[str, ...]) -> tuple[Element, ...]:
    return tuple(
        Element(
            selector=each.spot.selector,
            html=each.spot.html,
            message=_cut_off(each),
            viewport=Viewport.NARROW,
            pictures=pictures,
        )
        for each in cut
    )


def _cut_off(cut: CutText) -> str:
    if cut.side == "below":
        return f"Its box is too low: {cut.lost} px of {quoted(cut.text)} are cut off below"
    by = "box round it cuts" if cut.side == "right" else "left edge cuts"
    return f"The {by} off {cut.lost} px of {quoted(cut.text)}"
