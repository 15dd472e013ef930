"""Which files hold up the first paint. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, judge_files, many, told
from crawler.audits.metric import in_words
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import Part, Saving
from crawler.records import Impact, Pillar
from crawler.words import size

if TYPE_CHECKING:
    from crawler.facts.loading import File
    from crawler.records import PageFacts


@audit(
    id="render-blocking",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="No file holds up the first paint",
    title_fail="Files hold up the first paint",
    why="Until these files are there the screen stays empty, even where the text has long arrived.",
    fix="Load scripts with defer, put the few styles that the top of the page needs into the page, "
    "and load the rest of the style sheets without holding up the paint.",
    limit="Lighthouse's estimate: it takes it that the page can be shown without these files.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def render_blocking(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.BLOCKING)
    files = loading.blocking
    if files.count and not files.saves.ms:
        return clear(loading, title="Files that come before the first paint cost next to nothing")
    title = (
        f"{many(files.count, 'file')} {'holds' if files.count == 1 else 'hold'} up the first paint"
    )
    time_only = replace(files, saves=Saving(0, files.saves.ms))
    return judge_files(time_only, title, _message, clear(loading))


def _message(file: File) -> str:
    held = f"takes {in_words(file.ms)}" if file.ms else "takes little time"
    return f"{size(file.bytes)}, which {held} on the simulated phone"
