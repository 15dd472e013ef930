"""Whether servers speak HTTP/2 or newer. Advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.audits.evidence import Evidence
from crawler.audits.loaded import WHO, clear, found, many, place, told
from crawler.audits.registry import Verdict, audit
from crawler.facts.loading import Part
from crawler.records import Impact, Pillar

if TYPE_CHECKING:
    from crawler.records import PageFacts


@audit(
    id="http-version",
    pillar=Pillar.SPEED,
    impact=Impact.MODERATE,
    title_pass="Files arrive by HTTP/2 or newer, where it matters",
    title_fail="Many files arrive by the old HTTP/1.1",
    why="HTTP/1.1 fetches few files at a time. Newer versions fetch all over one connection.",
    fix="Switch on HTTP/2 or HTTP/3 in the web server, its proxy or the content delivery network.",
    limit="Of hosts with six files and more, as Lighthouse has it. A proxy in our own way could "
    "make it look older than it is.",
    who=WHO,
    needs=(Evidence.LOADING,),
    advice=True,
)
def http_version(facts: PageFacts) -> Verdict:
    loading = told(facts, Part.PROTOCOLS)
    hosts = loading.old_http
    if not hosts:
        return clear(loading)
    elements = (
        place(host.host, f"{many(host.requests, 'file')} by HTTP/1.1 or older") for host in hosts
    )
    return found(
        f"{many(loading.old_http_requests, 'file')} arrived by HTTP/1.1 or older",
        elements,
        len(hosts),
        loading.old_http_saves,
    )
