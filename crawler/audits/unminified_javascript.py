"""Whether scripts carry what only their authors read. Advice."""

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
    id="unminified-javascript",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Scripts are minified",
    title_fail="Scripts are not minified",
    why="Phones fetch and read comments, white space and long names that only programmers need.",
    fix="Let the build step or the content system minify scripts, and ask suppliers for the "
    "minified files of theirs.",
    limit="Lighthouse's estimate, of files where 10% and 2 KB would be saved. What stands in the "
    "page itself is not judged, nor files whose text the browser has let go of.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def unminified_javascript(facts: PageFacts) -> Verdict:
    loading = needed(facts.loading)
    files = loading.unminified_scripts
    judged = requests_of(loading, "script")
    otherwise = clear(loading, judged=judged, nothing="The page fetches no scripts")
    if judged and loading.unread and loading.complete:
        otherwise = unread(loading)
    title = f"{many(files.count, 'script')} could be {size(files.saves.bytes)} smaller if minified"
    return judge_files(files, title, _message, otherwise)


def _message(file: File) -> str:
    return f"Not minified; about {size(file.bytes)} could be saved"
