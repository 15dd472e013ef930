"""Whether the page moves sideways on a phone, though it can be read in a window of 320 px.

Lighthouse 9 had the rule content-width for it. What is too wide at 320 px already is judged by
`reflow`, a page that is not laid out for phones by `viewport`, and what may be wide by
`wide-images`: here is what only a phone shows, and, as advice, emptiness that a page moves into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.beyond import GRACE, protruding
from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import too_large
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts

SIZES = {
    Viewport.SMALL: "a phone 360 pixels wide",
    Viewport.MOBILE: "a phone 412 pixels wide",
    Viewport.LANDSCAPE: "a phone on its side",
}


@audit(
    id="wider-than-screen",
    pillar=Pillar.MOBILE,
    impact=Impact.MODERATE,
    title_pass="On a phone nothing reaches past the edge of the screen",
    title_fail="On a phone the page is wider than the screen",
    why="The page slips sideways under the finger, and what is beyond the edge is easily missed.",
    fix="Let the named elements shrink or wrap on touch screens too: look for widths that are set "
    "only for phones, or by script.",
    needs=(Evidence.FIT, Evidence.LAYOUT_NARROW),
    who="Everyone with a phone.",
    limit="Three sizes of screen are looked at: 360 and 412 pixels wide, and 823 on its side.",
)
def wider_than_screen(facts: PageFacts) -> Verdict:
    fit = needed(facts.fit)
    phone = fit.at(Viewport.MOBILE)
    if phone is None or phone.layout_width > _PHONE:
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE,
            title="The page is not laid out for phones, which is judged by itself",
        )
    if any(
        not element.exempt for element in needed(facts.layout_at(Viewport.NARROW)).wide_elements
    ):
        return Verdict(
            outcome=Outcome.NOT_APPLICABLE,
            title="The page is too wide at 320 pixels already, which is judged by itself",
        )
    named: dict[str, Element] = {}
    where = []
    for size, words in SIZES.items():
        screen = fit.at(size)
        elements = protruding(screen) if screen else ()
        where += [words] if elements else []
        for element in elements:
            named.setdefault(element.selector, element)
    if named:
        return Verdict(
            outcome=Outcome.FAIL,
            title=f"On {where[0]} the page is wider than the screen",
            elements=tuple(named.values()),
        )
    seen = [screen for size in SIZES if (screen := fit.at(size)) is not None]
    if not fit.complete or len(seen) < len(SIZES):
        return too_large()
    for screen in seen:
        if screen.locked or screen.content_width <= screen.layout_width + GRACE:
            continue
        if not screen.wide:
            moves = screen.content_width - screen.layout_width
            title = f"Check by hand: on {SIZES[Viewport(screen.viewport)]} the page moves sideways"
            return Verdict(outcome=Outcome.REVIEW, title=f"{title} ({moves} pixels)", undecided=1)
        if all(each.why == "empty" for each in screen.wide):
            return Verdict(
                outcome=Outcome.FAIL,
                advice=True,
                impact=Impact.MINOR,
                title="On a phone the page moves sideways, where there is nothing to read",
                elements=protruding(screen, kinds=("empty",)),
            )
    if any(screen.wide for screen in seen):
        title = "On a phone nothing reaches past the edge of the screen but what may"
        return Verdict(outcome=Outcome.PASS, title=title, passing=len(seen))
    return Verdict(outcome=Outcome.PASS, passing=len(seen))


_PHONE = 412
