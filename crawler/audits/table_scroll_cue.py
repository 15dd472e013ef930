"""Whether one sees on a phone that a table, or another box, goes on sideways.

Advice: no standard asks for it. Phones show no scroll bar until one scrolls, so a table that ends
with a whole column looks complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.noted import verdict_on
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="table-scroll-cue",
    pillar=Pillar.MOBILE,
    impact=Impact.MINOR,
    title_pass="What scrolls sideways on a phone shows that it does",
    title_fail="Nothing shows that a table or box goes on sideways",
    why="On a phone there is no scroll bar to see. A table that ends with a whole column looks "
    "complete, so residents miss the columns after it.",
    fix="Let a part of the next column or card show at the edge, or add a shadow there, or say "
    "“Scroll sideways to see more” above the box.",
    needs=(Evidence.FIT,),
    advice=True,
    who="Everyone with a phone, and above all people who do not expect tables to move.",
    limit="It looks at a phone 360 pixels wide, where another may cut the content elsewhere. A cue "
    "that only a picture gives is not seen.",
)
def table_scroll_cue(facts: PageFacts) -> Verdict:
    fit = needed(facts.fit)
    bare = tuple(
        Element(
            selector=box.spot.selector,
            html=box.spot.html,
            message=f"Shows {box.shown} of {box.whole} px of "
            f"{'a table' if box.kind == 'table' else 'its content'}, and nothing says so",
            viewport=Viewport.SMALL,
            pictures=fit.box_pictures,
        )
        for box in fit.boxes
        if not box.cues
    )
    return verdict_on(
        bare,
        judged=fit.boxes_found,
        complete=fit.complete and fit.at(Viewport.SMALL) is not None,
        nothing="Nothing on the page scrolls sideways on a phone",
    )
