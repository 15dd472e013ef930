"""The two ends of a guarded connection: a browser's, and ours to the site.

Requests are parsed, answers are passed on as they come. One client connection serves one request
at a time (browsers do not pipeline through a proxy), so the next request marks the answer's end.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlsplit

from typing_extensions import override

if TYPE_CHECKING:
    from crawler.browser.guard import Guard

HEAD_BYTES = 128 * 1024
CONNECTIONS = 512
LONGEST_HOST = 253  # characters, RFC 1035
HEADER = "X-Usability-Guard"
# No other host on the web answers, or is found not to be there, much sooner. Were ours quicker, a
# script of another host would hold nothing up, and it would be a matter of chance whether the page
# is drawn before its other scripts run: its layout shifts then come and go.
REFUSAL_SECONDS = 0.1


class Fault(NamedTuple):
    """Why the guard did not (or no longer) serve a host. `kind` is refused, unresolved,
    unconnected, too-large or busy; `reason` is a sentence without its full stop."""

    kind: str
    reason: str
    status: int


class Refused(Exception):
    """The guard did not connect; `fault` says why."""

    def __init__(self, kind: str, reason: str, status: int) -> None:
        super().__init__(reason)
        self.fault = Fault(kind, reason, status)


class Client(asyncio.Protocol):
    """One connection from a browser (or Scrapy) to us."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        self.active = time.monotonic()
        self.transport: asyncio.Transport | None = None
        self._origin: Origin | None = None
        self._buffer = bytearray()
        self._body = 0  # bytes of the request's body still to pass on
        self._opaque = False  # a tunnel, or a body of unknown length: no more heads to read
        self._connecting: asyncio.Task[None] | None = None

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        if self.guard.closed:
            self.transport.abort()
            return
        if len(self.guard.clients) >= CONNECTIONS:
            self.answer(Fault("busy", "too many connections", 503))
            return
        self.guard.clients.add(self)

    @override
    def connection_lost(self, error: Exception | None) -> None:
        self.guard.clients.discard(self)
        if self._connecting is not None:
            self._connecting.cancel()
        self._drop_origin()

    @override
    def data_received(self, data: bytes) -> None:
        self.active = time.monotonic()
        if self._connecting is None and self._origin is not None:
            if self._opaque:
                self._origin.write(data)
                return
            if self._body >= len(data):
                self._body -= len(data)
                self._origin.write(data)
                return
        self._buffer += data
        if self._connecting is not None:
            if len(self._buffer) > HEAD_BYTES and self.transport is not None:
                self.transport.pause_reading()
            return
        self._read()

    @override
    def eof_received(self) -> bool:
        # A browser that has sent all may still be reading.
        return self._origin is not None and self._origin.finish()

    @override
    def pause_writing(self) -> None:
        if self._origin is not None:
            self._origin.pause()

    @override
    def resume_writing(self) -> None:
        if self._origin is not None:
            self._origin.resume()

    def _read(self) -> None:
        """Pass on what is left of a body, then take the next request's head."""
        if self._body and self._origin is not None:
            part = bytes(self._buffer[: self._body])
            del self._buffer[: len(part)]
            self._body -= len(part)
            self._origin.write(part)
        if self._body or not self._buffer:
            return
        end = self._buffer.find(b"\r\n\r\n")
        if (end if end >= 0 else len(self._buffer)) > HEAD_BYTES:
            self.answer(Fault("refused", "the request's headers are too long", 431))
            return
        if end < 0:
            return
        head = bytes(self._buffer[: end + 4])
        del self._buffer[: end + 4]
        try:
            request = read_request(head)
        except ValueError as error:
            self.answer(Fault("refused", str(error), 400))
            return
        self._opaque = request.opaque
        self._body = request.body
        origin = self._origin
        if origin is not None and origin.usable(request.host, request.port):
            origin.expect(request)
            self._flush(request)
            return
        self._drop_origin()
        self._connecting = asyncio.get_running_loop().create_task(self._connect(request))

    async def _connect(self, request: Request) -> None:
        origin = Origin(self, request)
        began = time.monotonic()
        try:
            await self.guard.connect(request.host, request.port, origin)
        except Refused as refused:
            await asyncio.sleep(began + REFUSAL_SECONDS - time.monotonic())
            self.answer(refused.fault)
            return
        finally:
            self._connecting = None
        if self.transport is None or self.transport.is_closing():
            origin.close()
            return
        self._origin = origin
        self.active = time.monotonic()
        if request.tunnel:
            self.transport.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self._flush(request)

    def _flush(self, request: Request) -> None:
        if self._origin is None or self.transport is None:
            return
        if request.head:
            self._origin.write(request.head)
        if self._opaque:
            self._origin.write(bytes(self._buffer))
            self._buffer.clear()
        elif self._buffer:
            self._read()
        self.transport.resume_reading()

    def forward(self, data: bytes) -> None:
        """Pass on a part of an answer."""
        if self.transport is not None:
            self.active = time.monotonic()
            self.transport.write(data)

    def origin_closed(self) -> None:
        """The site hung up: what it sent is passed on, then so do we."""
        self._origin = None
        if self.transport is not None:
            self.transport.close()

    def answer(self, fault: Fault) -> None:
        """Our own answer in place of a site's, and the end of the connection."""
        if self.transport is None:
            return
        body = f"{fault.reason}.\n".encode(errors="replace")
        head = (
            f"HTTP/1.1 {fault.status} Guard\r\n{HEADER}: {fault.kind}\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def abort(self) -> None:
        """Hang up at once, on both sides."""
        if self._connecting is not None:
            self._connecting.cancel()
        self._drop_origin()
        if self.transport is not None:
            self.transport.abort()

    def _drop_origin(self) -> None:
        origin, self._origin = self._origin, None
        if origin is not None:
            origin.close()


class Origin(asyncio.Protocol):
    """Our connection to a site, on behalf of one client connection."""

    def __init__(self, client: Client, request: Request) -> None:
        self._client: Client | None = client  # None once nobody listens any more
        self._key = (request.host, request.port)
        self._transport: asyncio.Transport | None = None
        self._left = 0
        self._tunnel = request.tunnel
        self.expect(request)

    def expect(self, request: Request) -> None:
        """An answer to `request` comes next: give it its own allowance of bytes."""
        if self._client is not None:
            guard = self._client.guard
            self._left = guard.tunnel_bytes if request.tunnel else guard.response_bytes

    def usable(self, host: str, port: int) -> bool:
        open_ = self._transport is not None and not self._transport.is_closing()
        return open_ and not self._tunnel and self._key == (host, port)

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        if self._client is None:
            return
        self._left -= len(data)
        self._client.guard.received += len(data)
        if self._left < 0:
            fault = Fault("too-large", f"{self._key[0]} sent more than we accept", 502)
            self._client.guard.note(self._key, fault)
            self._client.abort()  # not closed: a browser must see that the answer is not whole
            return
        self._client.forward(data)

    @override
    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._client is not None:
            self._client.origin_closed()

    @override
    def pause_writing(self) -> None:
        if self._client is not None and self._client.transport is not None:
            self._client.transport.pause_reading()

    @override
    def resume_writing(self) -> None:
        if self._client is not None and self._client.transport is not None:
            self._client.transport.resume_reading()

    def write(self, data: bytes) -> None:
        if self._transport is not None and data:
            self._transport.write(data)

    def finish(self) -> bool:
        """Tell the site that the client has sent all; whether it may still answer."""
        if self._transport is None or not self._transport.can_write_eof():
            return False
        self._transport.write_eof()
        return True

    def pause(self) -> None:
        if self._transport is not None:
            self._transport.pause_reading()

    def resume(self) -> None:
        if self._transport is not None:
            self._transport.resume_reading()

    def close(self) -> None:
        self._client = None
        if self._transport is not None:
            self._transport.abort()


class Request(NamedTuple):
    """A request's head, ready to be sent on. `body` is its length in bytes; `opaque` when all that
    follows belongs to it."""

    host: str
    port: int
    head: bytes
    body: int
    tunnel: bool
    opaque: bool


def read_request(head: bytes) -> Request:
    """Take a proxied request's head apart. Raises ValueError, with a sentence, if it is not one."""
    line, *fields = head[:-4].decode("latin-1").split("\r\n")
    method, _, rest = line.partition(" ")
    target, _, version = rest.rpartition(" ")
    if not method.isalpha() or not version.startswith("HTTP/1."):
        raise ValueError("this is not an HTTP/1 request")
    tunnel = method == "CONNECT"
    parts = urlsplit(f"//{target}" if tunnel else target)
    host = (parts.hostname or "").rstrip(".")
    if not host or (not tunnel and parts.scheme != "http"):
        raise ValueError("this proxy serves CONNECT and http:// requests")
    if len(host) > LONGEST_HOST:  # faults name it
        raise ValueError("the host's name is too long")
    port = parts.port or (443 if tunnel else 80)
    if tunnel:
        return Request(host, port, b"", 0, tunnel=True, opaque=True)
    kept = []
    body = 0
    opaque = False
    for field in fields:
        name, _, value = field.partition(":")
        match name.strip().lower():
            case "proxy-connection" | "proxy-authorization":
                continue
            case "content-length":
                body = int(value)
            case "transfer-encoding" | "upgrade":
                opaque = True
        kept.append(field)
    if body < 0 or body > 2**40:
        raise ValueError("the request's length makes no sense")
    # As the client wrote it: taking an address apart and putting it together may change it.
    path = re.sub(r"^[^:]*://[^/?#]*", "", target)
    path = path if path.startswith("/") else f"/{path}"
    text = "\r\n".join([f"{method} {path} {version}", *kept]) + "\r\n\r\n"
    return Request(host, port, text.encode("latin-1"), body, tunnel=False, opaque=opaque)
