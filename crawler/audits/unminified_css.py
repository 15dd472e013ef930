"""Whether style sheets carry what only their authors read. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, judge_minified, told
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import Part
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="unminified-css",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Style sheets are minified",
    title_fail="Style sheets are not minified",
    why="Phones fetch and read comments and white space that only designers need.",
    fix="Let the build step or the content system minify style sheets, and ask suppliers for the "
    "minified files of theirs.",
    limit="Lighthouse's estimate, of files where 5% and 2 kB would be saved. What stands in the "
    "page itself is not judged, nor files whose text the browser has let go of.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def unminified_css(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.UNMINIFIED)
    return judge_minified(loading, loading.unminified_styles, "stylesheet", "style sheet")
