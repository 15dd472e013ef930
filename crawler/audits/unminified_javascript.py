"""Whether scripts carry what only their authors read. Advice."""

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
    id="unminified-javascript",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Scripts are minified",
    title_fail="Scripts are not minified",
    why="Phones fetch and read comments, white space and long names that only programmers need.",
    fix="Let the build step or the content system minify scripts, and ask suppliers for the "
    "minified files of theirs.",
    limit="Lighthouse's estimate, of files where 10% and 2 kB would be saved. What stands in the "
    "page itself is not judged, nor files whose text the browser has let go of.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def unminified_javascript(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.UNMINIFIED)
    return judge_minified(loading, loading.unminified_scripts, "script", "script")
