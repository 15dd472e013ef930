"""The filtering proxy through which every request of a page, and of the crawl, leaves us.

A page is a stranger's program that runs inside our network: it may ask for a router's settings or
a cloud's credentials, by redirect, image, WebSocket or WebRTC. The guard looks names up itself and
connects to the very address that it judged, so that a name cannot point elsewhere a moment later.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from crawler.browser.addresses import allowed, parse
from crawler.browser.relay import HEADER, Client, Fault, Refused

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["HEADER", "Fault", "Guard", "Refused"]

HOST = "127.0.0.1"
# On the public internet. Councils' forms live on all four; a page that wants others is scanning.
WEB_PORTS = frozenset({80, 443, 8080, 8443})
LOOK_UP_SECONDS = 10.0
CONNECT_SECONDS = 10.0
IDLE_SECONDS = 60.0
SWEEP_SECONDS = 5.0
ADDRESSES_TRIED = 3
FAULTS_KEPT = 1000


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
        self.closed = False
        self._faults: OrderedDict[tuple[str, int], Fault] = OrderedDict()
        self._server: asyncio.Server | None = None
        self._sweeper: asyncio.Task[None] | None = None

    def hang_up(self) -> None:
        """Close every connection at once, and refuse new ones until `open_again`."""
        self.closed = True
        for client in list(self.clients):
            client.abort()

    def open_again(self) -> None:
        """Serve new connections after `hang_up`."""
        self.closed = False

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
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:  # perhaps the fault is ours
                reason = f"the name {host} cannot be looked up at present"
                raise Refused("unresolved", reason, 502) from None
            raise Refused("unresolved", f"there is no address for the name {host}", 502) from None
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
