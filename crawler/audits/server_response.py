"""How long the server takes for the document itself. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, found, place, told
from crawler.audits.metric import in_words
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import Part, Saving
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts

LONG_REDIRECTS_MS = 100


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
    "it; Google calls a first byte after 1,800 milliseconds poor. That redirects are one from 100 "
    "milliseconds on is our own measure.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def server_response(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.SERVER)
    taken = loading.server_ms
    if taken is None:
        return clear(loading, judged=0, nothing="The server's time was not reported")
    redirects = loading.redirect_ms if loading.redirect_ms >= LONG_REDIRECTS_MS else 0
    slow = bool(loading.server_saves.ms)
    if not (slow or redirects):
        return clear(loading, title=f"The server answered within {in_words(max(50, taken))}")
    elements = [place(facts.final_url, f"First answer after {in_words(taken)}")]
    title = f"The server took {in_words(taken)} to answer"
    if redirects:
        elements.append(place(facts.url, f"Redirects took {in_words(redirects)} before that"))
        if not slow:
            title = f"Redirects took {in_words(redirects)} before the page was answered"
    return found(title, elements, 1, Saving(0, loading.server_saves.ms + redirects))
