"""Whether browsers may keep what does not change. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, judge_files, many, told
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import Part
from crawler.records import Impact, Pillar
from crawler.words import size

if TYPE_CHECKING:
    from crawler.facts.loading import File
    from crawler.records import PageFacts


@audit(
    id="cache-lifetimes",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Browsers may keep files for long",
    title_fail="Browsers may not keep files for long",
    why="What the browser may not keep it fetches again on the next visit, and the resident waits "
    "and pays again.",
    fix="Send Cache-Control: max-age=31536000, immutable with pictures, fonts, scripts and style "
    "sheets, and give each file a new name when it changes.",
    limit="Lighthouse's estimate of what a second visit fetches again, from how old files are when "
    "browsers ask for them again. Files of third parties are theirs to change.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def cache_lifetimes(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.CACHED)
    files = loading.cached
    title = f"{many(files.count, 'file')} may be kept for less than a month"
    return judge_files(files, title, _message, clear(loading))


def _message(file: File) -> str:
    kept = _long(file.seconds)
    return f"May be kept {kept}; a second visit fetches about {size(file.bytes)} again"


def _long(seconds: int) -> str:
    if not seconds:
        return "for no stated time"
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return f"for {many(seconds // length, unit)}"
    return f"for {many(seconds, 'second')}"
