"""Text that zooming does not enlarge, since its size is a share of the window's (WCAG failure
F94)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noticed import TOO_LARGE, quoted
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Outcome, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="window-sized-text",
    pillar=Pillar.ACCESSIBILITY,
    impact=Impact.SERIOUS,
    title_pass="Text grows when the page is zoomed",
    title_fail="Text does not grow when the page is zoomed",
    who="People with low vision who enlarge pages in their browser.",
    why="Zooming makes the window smaller for the page. Text that is sized by the window shrinks "
    "by as much, so it looks the same however far one zooms.",
    fix="Size text in rem. Where it is to follow the window as well, add both, such as "
    "calc(1rem + 1vw).",
    limit="It judges sizes that are given in shares of the window and nothing else, where the "
    "style sheet can be read.",
    needs=(Evidence.RESIZING,),
    wcag=("1.4.4",),
)
def window_sized_text(facts: PageFacts) -> Verdict:
    resizing = needed(facts.resizing)
    if resizing.fixed:
        return Verdict(
            outcome=Outcome.FAIL,
            elements=tuple(
                Element(
                    selector=each.place.selector,
                    html=each.place.html,
                    message=f"{quoted(each.text)} is {each.size:.0f} px high at 100% zoom, and "
                    "looks no larger at 200%",
                    viewport=Viewport.DESKTOP,
                )
                for each in resizing.fixed
            ),
            passing=max(0, resizing.texts - len(resizing.fixed)),
        )
    if not resizing.complete:
        return Verdict(outcome=Outcome.REVIEW, title=TOO_LARGE, undecided=1)
    if not resizing.texts:
        return Verdict(outcome=Outcome.NOT_APPLICABLE)
    return Verdict(outcome=Outcome.PASS, passing=resizing.texts)
