"""The texts of scripts and style sheets, as the browser holds them after the load.

They are asked for once the page is quiet and its trace is over, so that the renderer need not keep
bodies aside while it loads.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from crawler.browser.gatherers.network import NetworkLog

KINDS = ("Script", "Stylesheet")
SMALLEST = 2_048
"""Bytes. Lighthouse lets a file be that would not save as many (unminified-javascript.js)."""
LARGEST = 1_200_000
MOST_FILES = 30
MOST_CHARACTERS = 3_000_000
SECONDS = 2.0


class Bodies(NamedTuple):
    """`texts` by address; `unread` counts those that are large enough and are not among them."""

    texts: dict[str, str]
    unread: int


async def read_bodies(session: CDPSession, network: NetworkLog) -> Bodies:
    """Read what is worth judging, the heaviest first: at most 30 files, 3 million characters and
    2 seconds."""
    wanted = {
        request.url: request
        for request in network.sent
        if request.kind in KINDS and request.finished and request.status == 200
        if max(request.bytes, request.unpacked) >= SMALLEST
    }
    ranked = sorted(wanted.values(), key=lambda request: (-request.bytes, request.url))
    texts: dict[str, str] = {}
    left = MOST_CHARACTERS
    try:
        async with asyncio.timeout(SECONDS):
            for request in ranked[:MOST_FILES]:
                if request.unpacked > min(LARGEST, left):
                    continue
                text = await _text(session, request.frame or network.main_frame, request.url)
                if text is not None and len(text) <= left:
                    texts[request.url] = text
                    left -= len(text)
    except TimeoutError:
        pass
    return Bodies(texts, len(wanted) - len(texts))


async def _text(session: CDPSession, frame: str, url: str) -> str | None:
    try:
        answer = await session.send("Page.getResourceContent", {"frameId": frame, "url": url})
    except PlaywrightError as error:
        if "closed" in error.message:
            raise
        return None
    return None if answer["base64Encoded"] else str(answer["content"])
