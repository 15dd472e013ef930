"""Pages through both: our own visit, then Selenium's."""

from __future__ import annotations

import asyncio
import hashlib
import time
from typing import TYPE_CHECKING

from crawler.browser.find import find_chromium
from crawler.browser.guard import Guard
from crawler.crosscheck.agreement import PageAgreement, agreement
from crawler.crosscheck.selenium_axe import BrowserName, NotJudged, driven, run_axe
from crawler.jobs.single import audit_pages
from crawler.records import Viewport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from crawler.config import Config
    from crawler.records import PageFacts

STEP = "axe_desktop"


def sample(urls: Iterable[str], count: int) -> tuple[str, ...]:
    """As many of the addresses as asked for, drawn by their digests: the same ones each time."""

    def drawn(url: str) -> str:
        return hashlib.sha256(url.encode()).hexdigest()

    return tuple(sorted(set(urls), key=drawn)[:count])


async def crosscheck(
    config: Config,
    urls: Sequence[str],
    *,
    browser: BrowserName,
    grid: str | None = None,
    observe: Callable[[str], None] = lambda _said: None,
) -> tuple[PageAgreement, ...]:
    """Audit each page ourselves and through Selenium, at desktop width, and compare.

    robots.txt and the pauses between two loads of a host are kept to. A browser here goes through
    our filtering proxy; one on a Selenium Grid cannot. `observe` hears what is being done. Raises
    what entering a `Lane` raises, `NoCrosscheck`, `NoDriver` and `DriverFailed`.
    """

    def tell(url: str, _step: str) -> None:
        observe(url)

    ours = [result.facts async for result in audit_pages(config, urls, only=(STEP,), observe=tell)]
    if not any(facts.axe_at(Viewport.DESKTOP) for facts in ours):
        return tuple(_not_compared(facts) for facts in ours)
    async with Guard(config.allow_loopback, config.response_bytes, config.page_bytes) as guard:
        proxy = None if grid is not None else guard.url
        return await asyncio.to_thread(_compare, config, ours, browser, grid, proxy, observe)


def _compare(
    config: Config,
    ours: Sequence[PageFacts],
    browser: BrowserName,
    grid: str | None,
    proxy: str | None,
    observe: Callable[[str], None],
) -> tuple[PageAgreement, ...]:
    chromium = browser is BrowserName.CHROMIUM and grid is None
    script = config.node_modules / "axe-core" / "axe.min.js"
    compared = []
    with driven(
        browser,
        binary=find_chromium(config) if chromium else None,
        grid=grid,
        proxy=proxy,
        user_agent=config.user_agent,
        timeout=config.load_timeout,
    ) as driver:
        for facts in ours:
            run = facts.axe_at(Viewport.DESKTOP)
            if run is None:
                compared.append(_not_compared(facts))
                continue
            observe(f"{facts.url} through Selenium")
            time.sleep(config.crawl_delay)
            known = {rule.id for rule in run.rules} | set(run.inapplicable)
            own = {node.selector for rule in run.rules for node in rule.violations}
            try:
                theirs = run_axe(driver, facts.final_url, script, known, own)
            except NotJudged as error:
                compared.append(PageAgreement(url=facts.url, problem=str(error)))
            else:
                compared.append(agreement(facts.url, run, theirs))
    return tuple(compared)


def _not_compared(facts: PageFacts) -> PageAgreement:
    why = facts.reason or facts.errors.get(STEP) or "axe-core could not judge it"
    return PageAgreement(url=facts.url, problem=f"{facts.state}: {why}")
