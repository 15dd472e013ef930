"""Whether the page has so many elements that laying it out takes long. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, found, many, told
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import NONE_SAVED, Part
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="dom-size",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The page is small enough to lay out quickly",
    title_fail="Very many elements make the page slow to lay out",
    why="Each change of a page with very many elements makes a phone work through all of them.",
    fix="Divide long pages, let menus hold only their first level, and put long lists behind a "
    "search or several pages.",
    limit="By Lighthouse's measure: laying out more than 100 objects or styling more than 300 "
    "elements that takes 40 milliseconds at once on our reference machine, without its slowdown.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def dom_size(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.UPDATES)
    if not loading.large_updates:
        return clear(loading)
    title = f"{many(loading.elements, 'element')} make the page slow to lay out"
    return found(title, (), 1, NONE_SAVED)
