"""The trace of a page load, as Lighthouse's simulator and Speed Index read it.

The session must be the *page's* own (`context.new_cdp_session(page)`): a trace that is started
from a browser-level session has neither screenshots nor the frame tree, and both are needed.
Recording is still one for the whole browser, so a browser traces one page at a time.
"""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any, TypeVar

from playwright.async_api import Error as PlaywrightError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from playwright.async_api import CDPSession

# What Lantern and Speed Index read, and no more: less to record, move and parse.
CATEGORIES = (
    "disabled-by-default-lighthouse",  # main-thread tasks, in some builds
    "disabled-by-default-devtools.timeline",  # main-thread tasks, frames
    "disabled-by-default-devtools.timeline.stack",  # which script caused what
    "devtools.timeline",
    "loading",  # paints, layout shifts
    "blink.user_timing",  # navigation start
    "disabled-by-default-devtools.screenshot",  # Speed Index
)
CHUNK = 8_000_000

Answer = TypeVar("Answer")


class TraceFailed(Exception):
    """No usable trace, and why, in a sentence."""


class TraceGatherer:
    """Records one page load. Start before the navigation, stop once the page is quiet.

    `timeout` is in seconds and bounds each of `start`, `stop` and `discard`. `buffer_bytes` bounds
    what Chromium records (a heavy page needs a tenth of the default, and to read out a full buffer
    takes some ten seconds), `max_bytes` the compressed trace.
    """

    def __init__(
        self,
        session: CDPSession,
        *,
        timeout: float = 20.0,
        max_bytes: int = 30_000_000,
        buffer_bytes: int = 40_000_000,
    ) -> None:
        self._session = session
        self._timeout = timeout
        self._max_bytes = max_bytes
        self._buffer_bytes = buffer_bytes
        self._recording = False
        self._complete: asyncio.Future[dict[str, Any]] | None = None

    @property
    def recording(self) -> bool:
        """True from `start` until the browser is known to have stopped. Where it stays true after a
        `TraceFailed`, the browser may be recording for ever: it is not fit for another trace."""
        return self._recording

    async def start(self) -> None:
        """Start recording. Raises `TraceFailed`, also when the browser is already recording."""
        if self._recording:
            raise TraceFailed("this trace was started twice")
        self._recording = True
        self._complete = asyncio.get_running_loop().create_future()
        self._session.on("Tracing.tracingComplete", self._on_complete)
        self._session.on("close", self._on_close)
        options = {
            "transferMode": "ReturnAsStream",
            "streamFormat": "json",
            "streamCompression": "gzip",
            "traceConfig": {
                "recordMode": "recordUntilFull",
                "traceBufferSizeInKb": self._buffer_bytes // 1024,
                "includedCategories": list(CATEGORIES),
                "excludedCategories": ["*"],
            },
        }
        started = False
        try:
            await self._within("starting the trace", self._session.send("Tracing.start", options))
            started = True
        finally:
            if not started:
                self._forget()

    async def stop(self) -> bytes:
        """Stop recording and return the trace: gzip-compressed JSON, `{"traceEvents": […]}`.

        Raises `TraceFailed` when nothing is being recorded, when the page recorded more than the
        limits allow (a trace with holes would give wrong numbers), or on a timeout.
        """
        event = await self._end()
        handle = event.get("stream")
        if handle is None:
            raise TraceFailed("the browser returned no trace")
        if event.get("dataLossOccurred"):
            await self._close(handle)
            raise TraceFailed("the page did so much that the trace overflowed")
        return await self._within("reading the trace", self._read(handle))

    async def discard(self) -> None:
        """Stop recording and throw the trace away. Does nothing when nothing is recorded."""
        if self._recording:
            await self._close((await self._end()).get("stream"))

    async def _end(self) -> dict[str, Any]:
        complete = self._complete
        if complete is None:
            raise TraceFailed("no trace was started")

        async def end() -> dict[str, Any]:
            await self._session.send("Tracing.end")
            return await complete

        try:
            event = await self._within("stopping the trace", end())
            self._recording = False
            return event
        finally:
            self._forget()

    async def _read(self, handle: str) -> bytes:
        parts = []
        size = 0
        while True:
            chunk = await self._session.send("IO.read", {"handle": handle, "size": CHUNK})
            data = chunk["data"]
            part = base64.b64decode(data) if chunk.get("base64Encoded") else data.encode()
            size += len(part)
            if size > self._max_bytes:
                await self._close(handle)
                raise TraceFailed(f"the trace is larger than {self._max_bytes} bytes compressed")
            parts.append(part)
            if chunk["eof"]:
                await self._close(handle)
                return b"".join(parts)

    async def _close(self, handle: str | None) -> None:
        if handle is not None:
            await self._within(
                "closing the trace", self._session.send("IO.close", {"handle": handle})
            )

    async def _within(self, step: str, awaitable: Awaitable[Answer]) -> Answer:
        try:
            async with asyncio.timeout(self._timeout):
                return await awaitable
        except TimeoutError:
            raise TraceFailed(f"{step} took longer than {self._timeout:g} s") from None
        except PlaywrightError as error:
            raise TraceFailed(f"{step} failed: {error.message.splitlines()[0]}") from error

    def _on_complete(self, event: dict[str, Any]) -> None:
        if self._complete is not None and not self._complete.done():
            self._complete.set_result(event)

    def _on_close(self, _session: object) -> None:
        self._recording = False  # Chromium stops with the session that started it
        if self._complete is not None and not self._complete.done():
            self._complete.set_exception(TraceFailed("the page closed while it was being traced"))

    def _forget(self) -> None:
        self._session.remove_listener("Tracing.tracingComplete", self._on_complete)
        self._session.remove_listener("close", self._on_close)
        complete, self._complete = self._complete, None
        if complete is not None and complete.done() and not complete.cancelled():
            complete.exception()  # so that asyncio does not report it as never retrieved
