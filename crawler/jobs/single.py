"""Auditing single pages by hand, without a crawl and without a database."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crawler.browser.pool import Lane
from crawler.jobs.robots_file import fetch_robots
from crawler.records import PageFacts, PageRole, PageVisit, PanelPage
from crawler.scoring.page import judged
from crawler.scoring.repeats import flagged, is_vain, together
from crawler.spiders.rules import Robots, robots_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence

    from crawler.config import Config
    from crawler.records import Finding, PageResult
    from crawler.spiders.rules import Refusal

REASON = "Named on the command line"
ASKED = "several runs were asked for"


async def audit_pages(
    config: Config,
    urls: Sequence[str],
    *,
    desktop: bool = True,
    obey_robots: bool = True,
    observe: Callable[[str, str], None] | None = None,
    keep: Callable[[str, bytes], object] | None = None,
    only: Collection[str] | None = None,
    runs: int = 1,
) -> AsyncIterator[PageResult]:
    """Visit each address once, in turn, and yield what it came to. `observe(url, step)` is called
    as each step ends, `keep(digest, picture)` for each picture (WebP) that a finding names. With
    `only`, nothing but these steps is run. robots.txt is obeyed unless told otherwise: a page that
    it keeps from us ends in the state disallowed. Pages of one host are kept as far apart as a
    crawl keeps them. With `runs` each page is loaded so often in all, up to the first repeat that
    cannot count, and of each speed metric the median counts. Raises what entering a `Lane` raises.
    """
    async with Lane(config) as lane:
        known: dict[str, Robots] = {}
        pauses = Pauses()
        for url in urls:
            refusal = await _refusal(lane, config, url, known) if obey_robots else None
            if refusal is None:

                def tell(step: str, url: str = url) -> None:
                    if observe is not None:
                        observe(url, step)

                rules = known.get(robots_url(url))
                delay = max(config.crawl_delay, rules.delay if rules else 0.0)
                await pauses.wait(url, delay)
                visit = await lane.visit(
                    url, desktop=desktop, observe=tell, walk=lambda _: True, only=only
                )
                pauses.ended(url)
                facts = flagged(visit.facts)
                if runs > 1 and facts.metrics is not None:
                    begun, again = time.monotonic(), []
                    for _ in range(runs - 1):
                        await pauses.wait(url, delay)
                        again.append((await lane.measure(url, tell)).facts)
                        pauses.ended(url)
                        if is_vain(again[-1], facts):
                            break
                    facts = together(facts, again, ASKED, time.monotonic() - begun)
                visit = replace(visit, facts=facts)
            else:
                visit = PageVisit(
                    facts=PageFacts(
                        url=url,
                        final_url=url,
                        state=refusal.state,
                        reason=refusal.reason,
                        visited_at=datetime.now(UTC),
                        versions=lane.versions,
                    )
                )
            page = PanelPage(url=url, role=PageRole.OTHER, reason=REASON)
            result = judged(page, visit.facts)
            if keep is not None:
                for digest in _named(result.findings):
                    keep(digest, visit.artifacts[digest])
            yield result


def _named(findings: Sequence[Finding]) -> list[str]:
    """The digests of the pictures that prove what was found."""
    elements = (element for finding in findings for element in finding.elements)
    return sorted({digest for element in elements for digest in element.pictures})


async def _refusal(
    lane: Lane, config: Config, url: str, known: dict[str, Robots]
) -> Refusal | None:
    address = robots_url(url)
    if address not in known:
        known[address], last = await asyncio.to_thread(
            fetch_robots, address, lane.guard_url, config.user_agent
        )
        if (fault := lane.fault(last)) is not None:
            known[address] = Robots.unanswered(address, f"could not be fetched ({fault.reason})")
    return known[address].refusal(url)


class Pauses:
    """Keeps the loads of one host apart, as a crawl does."""

    def __init__(self) -> None:
        self._ended: dict[str, float] = {}

    async def wait(self, url: str, seconds: float) -> None:
        """Wait until so many seconds after the host's last load."""
        ended = self._ended.get(robots_url(url))
        if ended is not None:
            await asyncio.sleep(max(0.0, ended + seconds - time.monotonic()))

    def ended(self, url: str) -> None:
        self._ended[robots_url(url)] = time.monotonic()
