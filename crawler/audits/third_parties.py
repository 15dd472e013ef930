"""What other organisations put into the page, and what it takes. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, found, many, of_first_load, place, told
from crawler.audits.metric import in_words
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import NONE_SAVED, Part
from crawler.records import Impact, Pillar
from crawler.words import size

if TYPE_CHECKING:
    from crawler.facts.loading import ThirdParty
    from crawler.records import PageFacts

MOST_MS = 250


@audit(
    id="third-parties",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Third parties hardly keep the page busy",
    title_fail="Third parties keep the page busy",
    why="Each third party adds a name to look up, a connection and scripts that nobody at the "
    "council has read. It may be slow on any day, and it learns who visits.",
    fix="Ask of each what residents have of it. Remove old analytics, chat and social media, and "
    "load what stays when it is asked for.",
    limit="Whose a file is goes by the registered domain. A council's own files at a hosting firm "
    "or on another of its domains count as a third party's. On a page that a supplier runs both "
    "the supplier's and the council's are its own.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def third_parties(facts: PageFacts) -> Verdict:
    """A fault from 250 ms on that they keep the page from reacting, where Lighthouse 12 drew the
    line (third-party-summary)."""
    loading = told(facts, Part.LONG)
    parties = loading.third_parties
    if not parties:
        return clear(loading, judged=0, nothing="All files are the site's own")
    parties_in_all = many(loading.third_count, "third party", "third parties")
    share = f"{size(loading.third_bytes)} from {parties_in_all}"
    beyond = loading.third_blocking_ms
    if beyond < MOST_MS:
        return clear(loading, judged=loading.third_count, title=f"The page takes {share}")
    elements = (place(party.domain, _message(party)) for party in parties)
    busy = f"{in_words(beyond)}{of_first_load(facts)}"
    title = f"The page takes {share}, which keep it busy for {busy}"
    return found(title, elements, loading.third_count, NONE_SAVED)


def _message(party: ThirdParty) -> str:
    parts = [f"{size(party.bytes)} in {many(party.requests, 'request')}"]
    if party.thread_ms:
        parts.append(f"{in_words(party.thread_ms)} of the phone's processor")
    name = f"{party.name}: " if party.name else ""
    return f"{name}{', '.join(parts)}"
