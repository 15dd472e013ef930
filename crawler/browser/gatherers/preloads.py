"""Which of the files that a document had fetched ahead nothing used, by the browser's own word."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from crawler.facts.loading import (
    LONGEST_URL,
    NO_PRELOADS,
    File,
    Files,
    Preloads,
    Saving,
    hundreds,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.async_api import CDPSession

    from crawler.browser.gatherers.network import Request
    from crawler.browser.world import World

MOST = 20
# Chromium says three seconds after the load that a preload was not used.
VERDICT_MS = 3_300
# On a busy machine it says so late: silence is believed only then.
SILENCE_MS = 5_000
# What is due comes before idle time, unless the page is too busy for any.
IDLE = """() => new Promise((done) => requestIdleCallback(
  (deadline) => done(deadline.didTimeout ? "busy" : "idle"), {timeout: 1500}))"""
_UNUSED = ("The resource ", " was preloaded using link preload but not used")
HEARD_SECONDS = 0.1


async def gather_preloads(
    session: CDPSession, world: World, requests: Sequence[Request], since: float | None
) -> Preloads:
    """Ask of the files fetched ahead among `requests` which were used. `since` says for how many
    milliseconds the page has been loaded, None where it is not: where there are preloads, this
    waits until 3.3 seconds after the load, and until 5 seconds while nothing is said to be unused.
    """
    sizes = {
        request.url: request.bytes for request in requests if request.preload and request.finished
    }
    if not sizes:
        return NO_PRELOADS
    if since is None:
        return Preloads(count=len(sizes), unsure=_files(sizes))
    unused: dict[str, int] = {}
    for until in (VERDICT_MS, SILENCE_MS):
        if since < until:
            await asyncio.sleep((until - since) / 1000)
            since = until
        busy = await world.call(IDLE) == "busy"
        complaints = await _complaints(session)
        if unused := {url: size for url, size in sizes.items() if url in complaints}:
            break
    if not unused:
        return Preloads(count=len(sizes), unsure=_files(sizes) if busy else ())
    wasted = Saving(hundreds(sum(unused.values())), 0)
    return Preloads(
        count=len(sizes), unused=Files(count=len(unused), saves=wasted, worst=_files(unused))
    )


def _files(sizes: dict[str, int]) -> tuple[File, ...]:
    heaviest = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    return tuple(File(url=url[:LONGEST_URL], bytes=hundreds(size)) for url, size in heaviest)


async def _complaints(session: CDPSession) -> set[str]:
    """Addresses that the browser's log says were not used. A page cannot write to that log."""
    found: set[str] = set()

    def note(event: dict[str, Any]) -> None:
        text: str = event["entry"].get("text", "")
        url, complaint, _ = text.removeprefix(_UNUSED[0]).partition(_UNUSED[1])
        if complaint:
            found.add(url)

    session.on("Log.entryAdded", note)
    try:
        await session.send("Log.enable")  # which tells all that was said before
        await asyncio.sleep(HEARD_SECONDS)
        await session.send("Log.disable")
    finally:
        session.remove_listener("Log.entryAdded", note)
    return found
