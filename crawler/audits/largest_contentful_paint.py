"""How long it takes until the main content is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.curves import LARGEST_CONTENTFUL_PAINT
from crawler.audits.evidence import Evidence, needed
from crawler.audits.metric import in_words, judge_metric
from crawler.audits.registry import Verdict, audit
from crawler.records import Element, Impact, Pillar, Viewport

if TYPE_CHECKING:
    from crawler.facts.loading import LargestPaint
    from crawler.records import PageFacts

SAME = 0.1
ROUNDED_MS = 200
"""By how much the parts, each rounded to 100 ms, may be off and be the published figure's."""


@audit(
    id="largest-contentful-paint",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The largest content appears quickly",
    title_fail="The largest content appears late",
    why="Until its largest text or picture is there, a page is of little use: residents wait, and "
    "pay for the data while they wait.",
    fix="Find the largest picture or block of text at the top of the page. Make the picture "
    "smaller, in a modern format and without lazy loading, and put nothing before it that it does "
    "not need: carousels, web fonts and consent scripts are the usual causes.",
    who="People with an older phone or a poor connection, and people who pay for their data.",
    needs=(Evidence.METRICS,),
)
def largest_contentful_paint(facts: PageFacts) -> Verdict:
    value = needed(facts.metrics).lcp_ms
    return judge_metric(
        LARGEST_CONTENTFUL_PAINT,
        value,
        f"The largest content appears after {in_words(value)}",
        elements=_largest(facts.loading.largest, value) if facts.loading is not None else (),
    )


def _largest(paint: LargestPaint | None, value: float) -> tuple[Element, ...]:
    """The element, and where its time goes, as Lighthouse divides it. Of a page that was loaded
    several times the parts are the first load's: they are told only where they make up the median
    of all loads."""
    if paint is None:
        return ()
    times = [("the first byte", paint.first_byte_ms)]
    if paint.url:
        times += [("the start of its load", paint.wait_ms), ("its load", paint.load_ms)]
    times.append(("drawing it", paint.draw_ms))
    said = []
    if abs(sum(taken for _, taken in times) - value) <= SAME * value + ROUNDED_MS:
        parts = ", ".join(f"{what} {in_words(taken)}" for what, taken in times)
        said.append(f"Time for {parts}")
    if paint.lazy:
        said.append('It is marked loading="lazy", so the browser fetches it late')
    elif paint.hidden_from_parser:
        said.append("The document does not name it, so the browser finds it late")
    message = ". ".join(said) or "This is the largest text or picture"
    return (
        Element(
            selector=paint.spot.selector if paint.spot is not None else paint.url or "the text",
            html=paint.spot.html if paint.spot is not None else "",
            message=message,
            viewport=Viewport.MOBILE,
        ),
    )
