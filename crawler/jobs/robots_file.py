"""Fetching a robots.txt without Scrapy: only through the guard, and bounded in bytes and in time.

Not urllib's opener: it connects to ftp addresses itself, and goes past a proxy wherever the
environment's no_proxy says so.
"""

from __future__ import annotations

import socket
import ssl
import string
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from typing_extensions import override

from crawler.spiders.rules import LARGEST_FILE, Robots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import SplitResult

SECONDS = 15.0  # for the whole of it, redirects too
REDIRECTS = 5  # as the RFC asks at least
MOVED = frozenset({301, 302, 303, 307, 308})


class Fetched(NamedTuple):
    """The rules, and the address that was asked last."""

    robots: Robots
    last: str


def fetch_robots(address: str, proxy: str, user_agent: str, *, seconds: float = SECONDS) -> Fetched:
    """Fetch a robots.txt through the guard at `proxy`, in at most so many seconds. For a thread:
    it blocks. Nothing that a site does raises."""
    end = time.monotonic() + seconds
    asked = address
    try:
        for _ in range(REDIRECTS + 1):
            status, location, body = _ask(asked, proxy, user_agent, end)
            if status not in MOVED or not location:
                return Fetched(Robots.answered(address, status, body), asked)
            asked = quote(urljoin(asked, location), safe=string.punctuation)
        problem = "it redirects too often"
    except (OSError, ValueError, HTTPException) as error:
        problem = _problem(error)
    return Fetched(Robots.unanswered(address, f"could not be fetched ({problem})"), asked)


def _ask(url: str, proxy: str, user_agent: str, end: float) -> tuple[int, str, bytes]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it redirects to what is not a web address")
    connection = _connect(parts, proxy, end)
    target = parts.path or "/"
    if parts.query:
        target += f"?{parts.query}"
    host = _host(parts)
    if parts.scheme == "http":
        target = f"http://{host}{target}"
    headers = {"Host": host, "User-Agent": user_agent, "Accept-Encoding": "identity"}
    with _until(end, connection) as late:
        try:
            connection.request("GET", target, headers={**headers, "Connection": "close"})
            answer = connection.getresponse()
            moved = answer.status in MOVED
            body = b"" if moved else answer.read(LARGEST_FILE)
        except (OSError, ValueError, HTTPException):
            if late.is_set():
                raise TimeoutError from None
            raise
        if late.is_set():  # the answer was cut, which may look like its end
            raise TimeoutError
        return answer.status, answer.getheader("Location", ""), body


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").encode("idna").decode()
    name = f"[{name}]" if ":" in name else name
    return f"{name}:{parts.port}" if parts.port else name


class _Plain(HTTPConnection):
    """Keeps hold of its socket, which an answer takes over otherwise."""

    held: socket.socket | None = None

    @override
    def connect(self) -> None:
        super().connect()
        self.held = self.sock


class _Secure(HTTPSConnection):
    held: socket.socket | None = None

    @override
    def connect(self) -> None:
        super().connect()
        self.held = self.sock


def _connect(parts: SplitResult, proxy: str, end: float) -> _Plain | _Secure:
    guard = urlsplit(proxy)
    left = max(end - time.monotonic(), 0.01)
    if parts.scheme == "http":
        return _Plain(guard.hostname or "", guard.port, timeout=left)
    # As Scrapy in a crawl: a bad certificate does not excuse us from a site's rules.
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = _Secure(guard.hostname or "", guard.port, timeout=left, context=context)
    host = (parts.hostname or "").encode("idna").decode()
    connection.set_tunnel(host, parts.port or 443)
    return connection


@contextmanager
def _until(end: float, connection: _Plain | _Secure) -> Iterator[threading.Event]:
    """Cut the connection at the end: a socket's own timeout begins anew with every byte."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        if connection.held is not None:
            try:
                # Not the TLS layer's own shutdown, which the reading thread is inside of.
                socket.socket.shutdown(connection.held, socket.SHUT_RDWR)
            except OSError:
                return

    timer = threading.Timer(max(end - time.monotonic(), 0.0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        connection.close()


def _problem(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return "it does not answer to https"
    if isinstance(error, HTTPException):
        return "its answer is not http"
    return str(error)[:200]
