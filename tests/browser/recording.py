"""Page loads recorded as a visit records them, without the rest of a visit."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from playwright.async_api import async_playwright

from crawler.browser.find import find_chromium
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.gatherers.trace import TraceGatherer
from crawler.config import Config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, CDPSession, Page


class Load(Struct, frozen=True):
    """What one page load left behind. `trace` is compressed JSON."""

    trace: bytes
    network: NetworkLog

    @property
    def events(self) -> list[dict[str, Any]]:
        return list(json.loads(gzip.decompress(self.trace))["traceEvents"])


def packed(events: list[dict[str, Any]]) -> bytes:
    """Trace events as `TraceGatherer.stop` returns them."""
    return gzip.compress(json.dumps({"traceEvents": events}).encode(), compresslevel=1)


@asynccontextmanager
async def started_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(Config()), chromium_sandbox=os.geteuid() != 0
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened_page(browser: Browser) -> AsyncIterator[tuple[Page, CDPSession]]:
    """A fresh page as on the phone, and a session of its own."""
    context = await browser.new_context(
        viewport={"width": 412, "height": 823},
        device_scale_factor=1.75,
        is_mobile=True,
        has_touch=True,
        service_workers="block",
    )
    try:
        page = await context.new_page()
        yield page, await context.new_cdp_session(page)
    finally:
        await context.close()


async def record_load(browser: Browser, url: str, *, until: str | None = None) -> Load:
    """Load a page until it is quiet, or until an expression is true in it and then some."""
    async with opened_page(browser) as (page, session):
        network, trace = NetworkLog(session), TraceGatherer(session)
        await network.start()
        await trace.start()
        await page.goto(url)
        if until is not None:
            await page.wait_for_function(until)
        await network.wait_quiet(0.3, 5)
        await asyncio.sleep(0.1)
        recorded = await trace.stop()
        network.stop()
        return Load(recorded, network)
