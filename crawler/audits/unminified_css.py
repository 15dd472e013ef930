"""Whether style sheets carry what only their authors read. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.loaded import WHO, clear, judge_files, many, requests_of, size, unread
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.facts.loading import File
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
    limit="Lighthouse's estimate, of files where 5% and 2 KB would be saved. What stands in the "
    "page itself is not judged, nor files whose text the browser has let go of.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def unminified_css(facts: PageFacts) -> Verdict:
    loading = needed(facts.loading)
    files = loading.unminified_styles
    judged = requests_of(loading, "stylesheet")
    otherwise = clear(loading, judged=judged, nothing="The page fetches no style sheets")
    if judged and loading.unread and loading.complete:
        otherwise = unread(loading)
    title = (
        f"{many(files.count, 'style sheet')} could be {size(files.saves.bytes)} smaller if minified"
    )
    return judge_files(files, title, _message, otherwise)


def _message(file: File) -> str:
    return f"Not minified; about {size(file.bytes)} could be saved"
