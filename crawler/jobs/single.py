"""Auditing single pages by hand, without a crawl and without a database."""

from __future__ import annotations

import asyncio
import ssl
import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.audits.registry import judge
from crawler.browser.pool import Lane
from crawler.records import PageFacts, PageResult, PageRole, PanelPage
from crawler.scoring.page import score_page
from crawler.spiders.rules import LARGEST_FILE, Robots, robots_url

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from crawler.config import Config
    from crawler.spiders.rules import Refusal

ROBOTS_SECONDS = 15.0
REASON = "Named on the command line"


async def audit_pages(
    config: Config,
    urls: Sequence[str],
    *,
    desktop: bool = True,
    obey_robots: bool = True,
    observe: Callable[[str, str], None] | None = None,
) -> AsyncIterator[PageResult]:
    """Visit each address once, in turn, and yield what it came to. `observe(url, step)` is called
    as each step ends. robots.txt is obeyed unless told otherwise: a page that it keeps from us ends
    in the state disallowed. Raises what entering a `Lane` raises."""
    async with Lane(config) as lane:
        known: dict[str, Robots] = {}
        for url in urls:
            refusal = await _refusal(lane, config, url, known) if obey_robots else None
            if refusal is None:

                def tell(step: str, url: str = url) -> None:
                    if observe is not None:
                        observe(url, step)

                facts = (await lane.visit(url, desktop=desktop, observe=tell)).facts
            else:
                facts = PageFacts(
                    url=url,
                    final_url=url,
                    state=refusal.state,
                    reason=refusal.reason,
                    visited_at=datetime.now(UTC),
                    versions=lane.versions,
                )
            findings = judge(facts)
            yield PageResult(
                page=PanelPage(url=url, role=PageRole.OTHER, reason=REASON),
                facts=facts,
                findings=findings,
                score=score_page(facts, findings),
            )


async def _refusal(
    lane: Lane, config: Config, url: str, known: dict[str, Robots]
) -> Refusal | None:
    address = robots_url(url)
    if address not in known:
        known[address] = await asyncio.to_thread(_fetch, address, lane.guard_url, config.user_agent)
        if (fault := lane.fault(address)) is not None:
            known[address] = Robots.unanswered(address, f"could not be fetched ({fault.reason})")
    return known[address].refusal(url)


def _fetch(address: str, proxy: str, user_agent: str) -> Robots:
    """Fetch a robots.txt through the guard, in a thread, without Scrapy."""
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"http": proxy, "https": proxy})
    )
    request = urllib.request.Request(address, headers={"User-Agent": user_agent})  # noqa: S310 -- http(s) only, by the command's check
    try:
        with opener.open(request, timeout=ROBOTS_SECONDS) as answer:
            return Robots.answered(address, answer.status, answer.read(LARGEST_FILE))
    except urllib.error.HTTPError as error:
        with error:
            return Robots.answered(address, error.code, b"")
    except (OSError, ValueError) as error:
        return Robots.unanswered(address, f"could not be fetched ({_problem(error)})")


def _problem(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {reason.verify_message}"
    if isinstance(reason, ssl.SSLError):
        return "it does not answer to https"
    return str(reason)[:200]
