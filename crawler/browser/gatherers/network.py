"""What a page asked of the network: the log that Lantern replays, and the facts kept for ever."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from crawler.browser.gatherers.devtools_log import log_entry
from crawler.records import Network, Resource

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

HEAVIEST = 20
MAX_REQUESTS = 5_000
LONGEST_URL = 2_000
NETWORK_SCHEMES = ("http:", "https:")


class Request:
    """One request, or one hop of a redirect, as it stands so far. `kind` is DevTools' word."""

    def __init__(self, url: str, kind: str, frame: str) -> None:
        self.url = url
        self.kind = kind
        self.frame = frame
        self.status = 0
        self.head = 0  # bytes
        self.body = 0  # bytes on the wire, as far as the browser has said
        self.unpacked = 0  # bytes that the page has got; known sooner
        self.total = 0  # bytes at the end; of some error pages only the body
        self.packed = False  # compressed, or a copy from the disk cache
        self.timing: dict[str, float] | None = None
        self.sent = True
        self.finished = False
        self.preload = False  # asked for by <link rel=preload>

    def answered(self, response: dict[str, Any]) -> None:
        self.status = int(response["status"])
        self.timing = response.get("timing")
        self.head = int(response["encodedDataLength"])
        headers = {name.lower() for name in response["headers"]}
        self.packed = "content-encoding" in headers or bool(response.get("fromDiskCache"))

    @property
    def bytes(self) -> int:
        """Bytes on the wire; of an unfinished or failed request, those that had arrived."""
        body = self.body
        if not (self.finished or self.packed):
            body = max(body, self.unpacked)
        return max(self.head + body, self.total)

    @property
    def server_ms(self) -> float | None:
        """From the end of sending the request to the start of the response's headers."""
        timing = self.timing or {}
        sent, answered = timing.get("sendEnd", -1.0), timing.get("receiveHeadersStart", -1.0)
        return answered - sent if 0 <= sent <= answered else None


class NetworkLog:
    """Listens on the page's own session, from `start` to `stop`.

    `entries` is a devtools log as Lighthouse reads it, in order of arrival. After 5,000 requests
    (`overflowed`) further ones are ignored: such a page is hostile or broken, and neither the log
    nor the simulation may grow without end. `main_frame` is the id of the page's main frame.

    Frames of other sites are seen only while they share the page's process, as they do in headless
    shell, and in a full browser with --disable-site-isolation-trials.
    """

    def __init__(self, session: CDPSession, *, max_requests: int = MAX_REQUESTS) -> None:
        self.entries: list[dict[str, Any]] = []
        self.overflowed = False
        self.main_frame = ""
        self._session = session
        self._max_requests = max_requests
        self._logged: set[str] = set()  # ids of requests, also of data URLs
        self._hops = 0
        self._requests: list[Request] = []
        self._latest: dict[str, Request] = {}  # by id: a redirect's last hop
        self._in_flight: set[str] = set()
        self._document: Request | None = None
        self._changed = time.monotonic()
        self._handlers = {
            "Network.requestWillBeSent": self._on_request,
            "Network.requestServedFromCache": self._on_cached,
            "Network.responseReceived": self._on_response,
            "Network.dataReceived": self._on_data,
            "Network.loadingFinished": self._on_finished,
            "Network.loadingFailed": self._on_failed,
            "Network.resourceChangedPriority": self._on_priority,
            "Page.frameNavigated": self._on_navigated,
            "Page.frameDetached": self._on_detached,
        }

    async def start(self) -> None:
        """Enable the Network and Page domains and listen. Before the navigation, or it is lost."""
        tree = await self._session.send("Page.getFrameTree")
        self.main_frame = tree["frameTree"]["frame"]["id"]
        for method, handler in self._handlers.items():
            self._session.on(method, handler)
        await self._session.send("Page.enable")
        # Nobody asks the network for bodies, so it need not keep any. Texts that are read after the
        # load (bodies.py) come from what the renderer holds anyway.
        await self._session.send(
            "Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0}
        )

    def stop(self) -> None:
        """Stop listening. What was gathered stays."""
        for method, handler in self._handlers.items():
            self._session.remove_listener(method, handler)

    @property
    def sent(self) -> list[Request]:
        """What left the browser, in its order; see `facts`."""
        return [request for request in self._requests if request.sent]

    @property
    def document(self) -> str:
        """The address of the final document; "" before there is one."""
        return self._document.url if self._document is not None else ""

    @property
    def in_flight(self) -> int:
        """How many requests have neither finished nor failed. Data URLs do not count."""
        return len(self._in_flight)

    @property
    def quiet_for(self) -> float:
        """Seconds since the last request started or ended; 0 while any is under way."""
        return 0.0 if self._in_flight else time.monotonic() - self._changed

    async def wait_quiet(self, quiet: float, limit: float) -> bool:
        """Wait for `quiet` seconds with nothing under way; False after `limit` seconds."""
        end = time.monotonic() + limit
        while (quiet_for := self.quiet_for) < quiet:
            left = end - time.monotonic()
            if left <= 0:
                return False
            await asyncio.sleep(min(left, max(0.02, quiet - quiet_for if quiet_for else 0.02)))
        return True

    def facts(self) -> Network:
        """What the load cost so far.

        A request is anything http(s) that left the browser: each redirect hop and preflight
        counts; data URLs, copies from the memory cache and requests that the browser itself
        blocked do not. Failed and unfinished requests count, with the bytes that had arrived.

        `ttfb_ms` is the server's part of the final document: from the end of sending its request
        to the start of the response's headers, without name look-up, connection and redirects.
        """
        sent = self.sent
        finished = [request for request in sent if request.finished]
        finished.sort(key=lambda request: (-request.bytes, request.url))
        return Network(
            requests=len(sent),
            transfer_bytes=sum(request.bytes for request in sent),
            ttfb_ms=self._document.server_ms if self._document is not None else None,
            resources=tuple(
                Resource(
                    url=request.url[:LONGEST_URL],
                    type=request.kind.lower(),
                    status=request.status,
                    transfer_bytes=request.bytes,
                )
                for request in finished[:HEAVIEST]
            ),
        )

    def _log(self, method: str, event: dict[str, Any]) -> Request | None:
        """Keep an event of a request that is in the log; the request, unless of a data URL."""
        if event["requestId"] not in self._logged:
            return None
        self.entries.append(log_entry(method, event))
        return self._latest.get(event["requestId"])

    def _on_request(self, event: dict[str, Any]) -> None:
        identifier = event["requestId"]
        redirect = event.get("redirectResponse")
        if redirect is not None and (hop := self._latest.get(identifier)) is not None:
            hop.answered(redirect)
            hop.finished = True
        if self._hops >= self._max_requests:
            self.overflowed = True
            self._end(identifier)
            self._logged.discard(identifier)
            return
        self._hops += 1
        self._logged.add(identifier)
        url, kind = event["request"]["url"], event.get("type") or "Other"
        if url.startswith(NETWORK_SCHEMES):
            request = Request(url, kind, event.get("frameId", ""))
            request.preload = bool(event["request"].get("isLinkPreload"))
            self._requests.append(request)
            self._latest[identifier] = request
            if kind == "Document" and request.frame == self.main_frame:
                self._document = request
            self._in_flight.add(identifier)
            self._changed = time.monotonic()
        self._log("Network.requestWillBeSent", event)

    def _on_cached(self, event: dict[str, Any]) -> None:
        if (request := self._log("Network.requestServedFromCache", event)) is not None:
            request.sent = False

    def _on_response(self, event: dict[str, Any]) -> None:
        if (request := self._log("Network.responseReceived", event)) is not None:
            request.answered(event["response"])
            request.kind = event.get("type") or request.kind

    def _on_data(self, event: dict[str, Any]) -> None:
        if (request := self._latest.get(event["requestId"])) is not None:
            request.body += max(0, int(event["encodedDataLength"]))
            request.unpacked += int(event["dataLength"])

    def _on_finished(self, event: dict[str, Any]) -> None:
        if (request := self._log("Network.loadingFinished", event)) is not None:
            request.finished = True
            request.total = int(event["encodedDataLength"])
        self._end(event["requestId"])

    def _on_failed(self, event: dict[str, Any]) -> None:
        request = self._log("Network.loadingFailed", event)
        if request is not None and "blockedReason" in event and request.status == 0:
            request.sent = False
        self._end(event["requestId"])

    def _on_priority(self, event: dict[str, Any]) -> None:
        self._log("Network.resourceChangedPriority", event)

    def _on_navigated(self, event: dict[str, Any]) -> None:
        frame = event["frame"]
        if frame["id"] != self.main_frame:  # of the frames in it Lighthouse asks nothing
            return
        self.entries.append(log_entry("Page.frameNavigated", event))
        # Whatever the page before still waited for ended with it, sometimes without a word.
        for identifier in self._in_flight - {frame["loaderId"]}:
            self._end(identifier)

    def _on_detached(self, event: dict[str, Any]) -> None:
        # A frame that leaves, or moves to a process of its own, takes its requests along: no
        # further word of them comes here, and the page would never seem quiet.
        if event["frameId"] == self.main_frame:
            return
        for identifier in list(self._in_flight):
            if self._latest[identifier].frame == event["frameId"]:
                self._end(identifier)

    def _end(self, identifier: str) -> None:
        if identifier in self._in_flight:
            self._in_flight.discard(identifier)
            self._changed = time.monotonic()
