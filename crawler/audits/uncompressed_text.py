"""Whether text travels compressed. Advice."""

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
    id="uncompressed-text",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Text travels compressed",
    title_fail="Text travels uncompressed",
    why="Compressed text takes a third of the bytes or less. Every server and browser can do it.",
    fix="Switch on Brotli or gzip in the web server, its proxy or the content delivery network, "
    "for HTML, style sheets, scripts, JSON and SVG.",
    limit="What would be saved is Lighthouse's estimate by the type of the file.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def uncompressed_text(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.UNCOMPRESSED)
    files = loading.uncompressed
    title = f"{many(files.count, 'file')} of text could be {size(files.saves.bytes)} smaller"
    return judge_files(files, title, _message, clear(loading))


def _message(file: File) -> str:
    return f"Not compressed; about {size(file.bytes)} could be saved"
