"""How long the server takes for the document itself. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence, needed
from crawler.audits.loaded import WHO, clear, found, place
from crawler.audits.metric import in_words
from crawler.audits.registry import Verdict, audit
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="server-response",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="The server answers quickly",
    title_fail="The server answers slowly",
    why="Nothing can begin before the page itself arrives: every other wait comes on top.",
    fix="Let the server or a content delivery network keep finished pages, and look for slow "
    "database queries and plug-ins. Link to final addresses, without redirects.",
    limit="As seen from where we measure, once. A fault beyond 600 milliseconds, as Lighthouse has "
    "it; Google calls a first byte after 1,800 milliseconds poor.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def server_response(facts: PageFacts) -> Verdict:
    loading = needed(facts.loading)
    taken = loading.server_ms
    if taken is None:
        return clear(loading, judged=0, nothing="The server's time was not reported")
    if not loading.server_saves.ms:
        return clear(loading, title=f"The server answered within {in_words(max(50, taken))}")
    elements = [place(facts.final_url, f"First answer after {in_words(taken)}")]
    if loading.redirect_ms:
        elements.append(
            place(facts.url, f"Redirects took {in_words(loading.redirect_ms)} before that")
        )
    return found(f"The server took {in_words(taken)} to answer", elements, 1, loading.server_saves)
