"""Measuring this machine before the work begins, in a browser like those that will do it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

from crawler.browser.find import chromium_version, find_chromium
from crawler.browser.machine import Machine, measure_once
from crawler.browser.pool import FLAGS, LAUNCH_SECONDS, sandboxed

if TYPE_CHECKING:
    from crawler.config import Config


class Worker(NamedTuple):
    """What measuring gave, and the version of Chromium that it was measured with."""

    machine: Machine
    chromium: str


async def measure_worker(config: Config) -> Worker:
    """Measure this machine with the browser of these settings, once in a process. Raises
    `NoBrowser`; a browser that does not start is trouble of the machine's."""
    path = find_chromium(config)
    version = await asyncio.to_thread(chromium_version, path)
    try:
        async with asyncio.timeout(2 * LAUNCH_SECONDS), async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=path,
                args=list(FLAGS),
                chromium_sandbox=sandboxed(),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=LAUNCH_SECONDS * 1000,
            )
            try:
                machine = await measure_once(browser, path)
            finally:
                await browser.close()
    except (TimeoutError, PlaywrightError) as error:
        detail = str(error).strip().splitlines()
        reason = f"its browser did not start ({detail[0] if detail else 'it took too long'})"
        machine = Machine(trouble=reason)
    return Worker(machine, version)
