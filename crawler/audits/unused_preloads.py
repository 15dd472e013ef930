"""Whether what is fetched ahead is used. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.loaded import WHO, clear, judge_files, many, place
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Outcome, Pillar
from crawler.words import size

if TYPE_CHECKING:
    from crawler.facts.loading import File
    from crawler.records import PageFacts


@audit(
    id="unused-preloads",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="What is fetched ahead is used",
    title_fail="Files are fetched ahead and never used",
    why="A preload goes before everything else. One that nothing uses delays what the page needs.",
    fix="Remove the preload, or make it the same as the use: the same address, type "
    "and crossorigin.",
    limit="The browser's own word, three seconds after the load. What a page uses only after that, "
    "or on wider screens, counts as unused.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def unused_preloads(facts: PageFacts) -> Verdict:
    loading = needed(facts.loading)
    preloads = loading.preloads
    if preloads.unused.count:
        title = f"{many(preloads.unused.count, 'file')} fetched ahead and never used"
        return judge_files(preloads.unused, title, _message, clear(loading))
    if preloads.unsure and loading.complete:
        elements = (
            place(file.url, "Fetched ahead; its use was not seen") for file in preloads.unsure
        )
        return Verdict(outcome=Outcome.REVIEW, elements=tuple(elements))
    return clear(loading, judged=preloads.count, nothing="The page has no files fetched ahead")


def _message(file: File) -> str:
    return f"Fetched ahead and not used: {size(file.bytes)}"
