"""What a page asked of the network: the log that Lantern replays, and the facts kept for ever.

One listener on the page's own CDP session sees every event once, keeps of it only what
Lighthouse reads (a log is sent to Node for each page), and counts requests and bytes.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from crawler.records import Network, Resource

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

HEAVIEST = 20
MAX_REQUESTS = 5_000
MAX_URL = 2_000
NETWORK_SCHEMES = ("http:", "https:")


class Request:
    """One request, or one hop of a redirect, as it stands so far."""

    __slots__ = (
        "ended",
        "failed",
        "received",
        "sent",
        "status",
        "timing",
        "transfer",
        "type",
        "url",
    )

    def __init__(self, url: str, kind: str) -> None:
        self.url = url
        self.type = kind
        self.status = 0
        self.received = 0  # body bytes as they arrive
        self.transfer: int | None = None  # all bytes, headers too, once known
        self.timing: dict[str, float] | None = None
        self.sent = True
        self.ended = False
        self.failed = False

    @property
    def bytes(self) -> int:
        """Bytes on the wire; of an unfinished or failed request, those that had arrived."""
        return max(self.transfer or 0, self.received)


class NetworkLog:
    """Listens from `start` to `stop`; read `entries` and `facts` at any time.

    `entries` is a devtools log as Lighthouse reads it: `{"method", "params"}` in order of
    arrival. After 5,000 requests (`overflowed`) further ones are ignored: such a page is hostile
    or broken, and neither the log nor the simulation may grow without end.
    """

    def __init__(self, session: CDPSession, *, max_requests: int = MAX_REQUESTS) -> None:
        self.entries: list[dict[str, Any]] = []
        self.overflowed = False
        self.main_frame = ""
        self._session = session
        self._max_requests = max_requests
        self._requests: list[Request] = []
        self._open: dict[str, Request] = {}  # by request id, the hop that is under way
        self._document: Request | None = None
        self._in_flight: set[str] = set()
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
        }

    async def start(self) -> None:
        """Enable the Network and Page domains and listen. Before the navigation, or it is lost."""
        tree = await self._session.send("Page.getFrameTree")
        self.main_frame = tree["frameTree"]["frame"]["id"]
        for method, handler in self._handlers.items():
            self._session.on(method, handler)
        await self._session.send("Page.enable")
        # The bodies are never asked for, so the renderer need not keep them.
        await self._session.send(
            "Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0}
        )

    def stop(self) -> None:
        """Stop listening. What was gathered stays."""
        for method, handler in self._handlers.items():
            self._session.remove_listener(method, handler)

    @property
    def in_flight(self) -> int:
        """How many requests have neither finished nor failed. Data URLs do not count."""
        return len(self._in_flight)

    @property
    def quiet_for(self) -> float:
        """Seconds since the last request started or ended; 0 while any is under way."""
        return 0.0 if self._in_flight else time.monotonic() - self._changed

    async def wait_quiet(self, quiet: float, timeout: float) -> bool:  # noqa: ASYNC109 -- an answer, not an error
        """Wait until nothing has been under way for `quiet` seconds; False after `timeout`."""
        end = time.monotonic() + timeout
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
        to the start of the response headers, without name look-up, connection and redirects.
        """
        sent = [request for request in self._requests if request.sent]
        finished = [request for request in sent if request.ended and not request.failed]
        finished.sort(key=lambda request: (-request.bytes, request.url))
        return Network(
            requests=len(sent),
            transfer_bytes=sum(request.bytes for request in sent),
            ttfb_ms=_server_time(self._document.timing if self._document else None),
            resources=tuple(
                Resource(
                    url=request.url[:MAX_URL],
                    type=request.type.lower(),
                    status=request.status,
                    transfer_bytes=request.bytes,
                )
                for request in finished[:HEAVIEST]
            ),
        )

    def _keep(self, method: str, params: dict[str, Any]) -> None:
        self.entries.append({"method": method, "params": params})

    def _on_request(self, event: dict[str, Any]) -> None:
        if len(self._requests) >= self._max_requests:
            self.overflowed = True
            return
        identifier = event["requestId"]
        redirect = event.get("redirectResponse")
        if redirect is not None and (before := self._open.get(identifier)) is not None:
            _answered(before, redirect)
            before.transfer = int(redirect["encodedDataLength"])
            before.ended = True
        url = event["request"]["url"]
        kind = event.get("type") or "Other"
        kept = _only(event, "requestId", "loaderId", "documentURL", "timestamp", "frameId")
        kept |= {
            "type": kind,
            "initiator": _initiator(event["initiator"]),
            "request": _only(event["request"], "url", "method", "initialPriority", "isLinkPreload"),
        }
        if redirect is not None:
            kept["redirectResponse"] = _response(redirect)
        self._keep("Network.requestWillBeSent", kept)
        if not url.startswith(NETWORK_SCHEMES):
            return
        request = Request(url, kind)
        self._requests.append(request)
        self._open[identifier] = request
        if kind == "Document" and event.get("frameId") == self.main_frame:
            self._document = request
        self._in_flight.add(identifier)
        self._changed = time.monotonic()

    def _on_cached(self, event: dict[str, Any]) -> None:
        if (request := self._open.get(event["requestId"])) is not None:
            request.sent = False
        self._keep("Network.requestServedFromCache", {"requestId": event["requestId"]})

    def _on_response(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if (request := self._open.get(event["requestId"])) is not None:
            _answered(request, response)
            request.type = event.get("type") or request.type
        kept = _only(event, "requestId", "timestamp", "type", "frameId")
        self._keep("Network.responseReceived", kept | {"response": _response(response)})

    def _on_data(self, event: dict[str, Any]) -> None:
        if (request := self._open.get(event["requestId"])) is not None:
            request.received += max(0, int(event["encodedDataLength"]))

    def _on_finished(self, event: dict[str, Any]) -> None:
        if (request := self._open.get(event["requestId"])) is not None:
            request.transfer = max(0, int(event["encodedDataLength"]))
        self._end(event["requestId"], failed=False)
        kept = _only(event, "requestId", "timestamp", "encodedDataLength")
        self._keep("Network.loadingFinished", kept)

    def _on_failed(self, event: dict[str, Any]) -> None:
        if (request := self._open.get(event["requestId"])) is not None:
            request.sent = request.sent and "blockedReason" not in event
        self._end(event["requestId"], failed=True)
        kept = _only(event, "requestId", "timestamp", "type", "errorText", "canceled")
        self._keep("Network.loadingFailed", kept)

    def _on_priority(self, event: dict[str, Any]) -> None:
        self._keep("Network.resourceChangedPriority", event)

    def _on_navigated(self, event: dict[str, Any]) -> None:
        frame = event["frame"]
        kept = _only(frame, "id", "parentId", "url", "loaderId")
        self._keep("Page.frameNavigated", {"frame": kept})

    def _end(self, identifier: str, *, failed: bool) -> None:
        if (request := self._open.get(identifier)) is not None:
            request.ended = True
            request.failed = failed
        if identifier in self._in_flight:
            self._in_flight.discard(identifier)
            self._changed = time.monotonic()


def _only(source: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: source[name] for name in names if name in source}


def _answered(request: Request, response: dict[str, Any]) -> None:
    request.status = int(response["status"])
    request.timing = response.get("timing")
    request.received = max(request.received, int(response.get("encodedDataLength") or 0))


def _response(response: dict[str, Any]) -> dict[str, Any]:
    """Of a response only what Lighthouse's NetworkRequest reads for a simulation."""
    kept = _only(
        response,
        "url",
        "status",
        "mimeType",
        "connectionReused",
        "connectionId",
        "fromDiskCache",
        "fromServiceWorker",
        "fromPrefetchCache",
        "encodedDataLength",
        "timing",
        "protocol",
    )
    return kept | {"headers": {}}


def _initiator(initiator: dict[str, Any]) -> dict[str, Any]:
    """Of who asked for it only the type and the addresses; a stack can be thousands of lines."""
    kept = _only(initiator, "type", "url")
    addresses: dict[str, None] = {}
    stack = initiator.get("stack")
    while stack:
        addresses |= dict.fromkeys(
            frame["url"] for frame in stack.get("callFrames", ()) if frame.get("url")
        )
        stack = stack.get("parent")
    if addresses:
        kept["stack"] = {"callFrames": [{"url": address} for address in addresses]}
    return kept


def _server_time(timing: dict[str, float] | None) -> float | None:
    if timing is None:
        return None
    sent, answered = timing.get("sendEnd", -1.0), timing.get("receiveHeadersStart", -1.0)
    if sent < 0 or answered < sent:
        return None
    return answered - sent
