"""The filtering proxy through which every request of a page, and of the crawl, leaves us.

A page is a stranger's program that runs inside our network: it may ask for a router's settings or
a cloud's credentials, by redirect, image, WebSocket or WebRTC. The guard looks names up itself and
connects to the very address that it judged, so that a name cannot point elsewhere a moment later.

Requests are parsed, answers are passed on as they come. One client connection serves one request
at a time (browsers do not pipeline through a proxy), so the next request marks the answer's end.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import socket
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple, Self, cast
from urllib.parse import urlsplit

from typing_extensions import override

from crawler.browser.addresses import allowed, parse

if TYPE_CHECKING:
    from types import TracebackType

HOST = "127.0.0.1"
# On the public internet. Councils' forms live on all four; a page that wants others is scanning.
WEB_PORTS = frozenset({80, 443, 8080, 8443})
HEAD_BYTES = 128 * 1024
LOOK_UP_SECONDS = 10.0
CONNECT_SECONDS = 10.0
IDLE_SECONDS = 60.0
SWEEP_SECONDS = 5.0
ADDRESSES_TRIED = 3
CONNECTIONS = 512
FAULTS_KEPT = 1000
HEADER = "X-Usability-Guard"


class Fault(NamedTuple):
    """Why the guard did not (or no longer) serve a host. `kind` is refused, unresolved,
    unconnected, too-large or busy; `reason` is a sentence without its full stop."""

    kind: str
    reason: str
    status: int


class Guard:
    """A filtering HTTP proxy on this machine, for as long as it is entered.

    `response_bytes` bounds each answer to a plain request. What a tunnel (https, WebSocket) carries
    cannot be told apart into answers: it is bounded by `tunnel_bytes`. Names are looked up here,
    and only addresses of the public internet are connected to, plus this machine's own with
    `allow_loopback`, which also opens every port of it; public addresses only on `WEB_PORTS`.
    """

    def __init__(
        self,
        allow_loopback: bool,
        response_bytes: int,
        tunnel_bytes: int | None = None,
        *,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self.allow_loopback = allow_loopback
        self.response_bytes = response_bytes
        self.tunnel_bytes = tunnel_bytes if tunnel_bytes is not None else response_bytes
        self.port = 0
        self.received = 0
        self.refused = 0
        self.idle = idle
        self.clients: set[Client] = set()
        self._faults: OrderedDict[tuple[str, int], Fault] = OrderedDict()
        self._server: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None

    def hang_up(self) -> None:
        """Close every connection at once; new ones are served."""
        for client in list(self.clients):
            client.abort()

    @property
    def url(self) -> str:
        """The proxy's address, as browsers and Scrapy take it."""
        return f"http://{HOST}:{self.port}"

    def fault(self, url: str) -> Fault | None:
        """The last trouble with the host and port of `url`; None once it has been reached."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme in ("https", "wss") else 80)
        except ValueError:
            return None
        return self._faults.get(((parts.hostname or "").rstrip("."), port))

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Client(self), HOST, 0, backlog=256)
        self.port = self._server.sockets[0].getsockname()[1]
        self._sweeper = loop.create_task(self._sweep())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._sweeper is not None:
            self._sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeper
        if self._server is not None:
            self._server.close()
        self.hang_up()
        await asyncio.sleep(0)  # so that the transports are closed, not only closing

    async def connect(self, host: str, port: int, peer: asyncio.Protocol) -> asyncio.Transport:
        """Connect `peer` to `host`. Raises `Refused`, which holds the fault, for all that can be
        wrong."""
        key = (host, port)
        try:
            transport = await self._connect(host, port, peer)
        except Refused as refused:
            self.refused += refused.fault.kind == "refused"
            self.note(key, refused.fault)
            raise
        self._faults.pop(key, None)
        return transport

    def note(self, key: tuple[str, int], fault: Fault) -> None:
        """Remember the last fault of a host, for the visit to explain."""
        self._faults[key] = fault
        self._faults.move_to_end(key)
        if len(self._faults) > FAULTS_KEPT:
            self._faults.popitem(last=False)

    async def _connect(self, host: str, port: int, peer: asyncio.Protocol) -> asyncio.Transport:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except TimeoutError:
            raise Refused("unresolved", f"the name {host} was not found in time", 504) from None
        except (OSError, UnicodeError):
            raise Refused("unresolved", f"there is no address for the name {host}", 502) from None
        good = [entry for entry in found if self._may(str(entry[4][0]), port)]
        if not good:
            raise Refused("refused", f"{host}:{port} is not on the public web", 403)
        problem = "it does not answer"
        for family, kind, protocol, _, address in good[:ADDRESSES_TRIED]:
            sock = socket.socket(family, kind, protocol)
            sock.setblocking(False)
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await loop.sock_connect(sock, address)
                    transport, _ = await loop.create_connection(lambda: peer, sock=sock)
            except TimeoutError:
                problem = "it does not answer"
                sock.close()
            except OSError as error:
                problem = os.strerror(error.errno).lower() if error.errno else "it failed"
                sock.close()
            except BaseException:
                sock.close()
                raise
            else:
                return transport
        raise Refused("unconnected", f"no connection to {host}:{port} ({problem})", 502)

    def _may(self, text: str, port: int) -> bool:
        address = parse(text)
        if not allowed(address, allow_loopback=self.allow_loopback):
            return False
        # Public for sure when it is allowed even without loopback.
        if allowed(address, allow_loopback=False):
            return port in WEB_PORTS
        return port != self.port  # a proxy that asks itself would do so for ever

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(min(SWEEP_SECONDS, self.idle / 2))
            late = time.monotonic() - self.idle
            for client in list(self.clients):
                if client.active < late:
                    client.abort()


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
        try:
            await self.guard.connect(request.host, request.port, origin)
        except Refused as refused:
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
