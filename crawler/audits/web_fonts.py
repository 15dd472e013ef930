"""Whether web fonts hide the text, and how many there are. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, found, many, place, told
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import NONE_SAVED, Part, Saving
from crawler.records import Impact, Pillar
from crawler.words import size

if TYPE_CHECKING:
    from crawler.records import PageFacts

MANY, HEAVY = 6, 300_000


@audit(
    id="web-fonts",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Web fonts are few and do not hide the text",
    title_fail="Web fonts hide the text or are many",
    why="Text in a font that has not arrived yet is invisible, for up to three seconds.",
    fix="Add font-display: swap to each @font-face, use WOFF2 files of only the letters needed, "
    "and few weights. The fonts that phones have already cost nothing.",
    limit="That more than six fonts or 300 kB of them are many is our own measure. Which letters "
    "a page needs is not judged.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def web_fonts(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.FONTS)
    fonts = loading.fonts
    if not fonts:
        return clear(loading, judged=0, nothing="The page fetches no web fonts")
    weight = loading.font_bytes
    share = f"{many(loading.font_count, 'web font')} of {size(weight)}"
    hiding = [font for font in fonts if font.hides]
    if hiding:
        latest = max(font.ms for font in hiding)
        elements = (
            place(font.url, f"Text is invisible until it is there; {size(font.bytes)}")
            for font in hiding
        )
        count = loading.hiding_count
        title = f"{share}: text stays invisible until {many(count, 'font')} arrived"
        return found(title, elements, count, Saving(0, latest))
    if loading.font_count > MANY or weight > HEAVY:
        elements = (place(font.url, size(font.bytes)) for font in fonts)
        return found(f"The page fetches {share}", elements, loading.font_count, NONE_SAVED)
    return clear(loading, judged=loading.font_count, title=f"The page fetches {share}")
