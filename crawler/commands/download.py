"""Fetching one file from an address that a person gave, through the guard: so neither the address
nor a redirect leads to what is not on the public web."""

from __future__ import annotations

import asyncio
import string
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote, urljoin, urlsplit

from crawler.browser.guard import Guard
from crawler.errors import DownloadFailed

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from crawler.config import Config

LARGEST = 100_000_000
SECONDS = 300.0  # for all of it, redirects too
STALL_SECONDS = 30.0
REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
CHUNK = 1 << 16
NO_ADDRESS = "it leads to what is not a web address"


def download(url: str, config: Config, into: BinaryIO, *, largest: int = LARGEST) -> None:
    """Write what is at `url` to the file `into`: at most `largest` bytes, in at most five minutes.

    This machine's own addresses are refused unless the settings allow loopback. Raises
    `DownloadFailed`.
    """
    asyncio.run(_download(url, config, into, largest))


async def _download(url: str, config: Config, into: BinaryIO, largest: int) -> None:
    # A little more than we take, so that it is we who say that a file is too large.
    async with Guard(config.allow_loopback, largest + 10 * CHUNK) as guard:
        asked = [url]

        def fetch() -> None:
            for _ in range(REDIRECTS + 1):
                moved = _ask(asked[-1], guard, config.user_agent, into, largest)
                if moved is None:
                    return
                asked.append(moved)
            raise ValueError("it redirects too often")

        working = asyncio.create_task(asyncio.to_thread(fetch))
        try:
            async with asyncio.timeout(SECONDS):
                await asyncio.shield(working)
        except (OSError, ValueError, HTTPException) as error:
            guard.hang_up()  # which ends a thread that is still at it
            await asyncio.gather(working, return_exceptions=True)
            fault = guard.fault(asked[-1])
            detail = fault.reason if fault else _problem(error)
            raise DownloadFailed(url=asked[-1], detail=detail.rstrip(".")) from None


def _ask(url: str, guard: Guard, agent: str, into: BinaryIO, largest: int) -> str | None:
    """Ask once. Returns the address that the answer sends us on to, or None when `into` has it."""
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:  # of a port, of a host's name, of brackets: in words for programmers
        name, port = "", None
    if not name or parts.scheme not in ("http", "https") or port == 0:
        raise ValueError(NO_ADDRESS)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    name = f"[{name}]" if ":" in name else name
    host = f"{name}:{port}" if port else name
    connection: HTTPConnection
    if parts.scheme == "http":
        connection = HTTPConnection("127.0.0.1", guard.port, timeout=STALL_SECONDS)
        target = f"http://{host}{target}"
    else:
        connection = HTTPSConnection("127.0.0.1", guard.port, timeout=STALL_SECONDS)
        connection.set_tunnel(name, port or 443)
    with closing(connection):
        headers = {"Host": host, "User-Agent": agent, "Accept-Encoding": "identity"}
        connection.request("GET", quote(target, safe=string.punctuation), headers=headers)
        with connection.getresponse() as answer:
            if answer.status in MOVED and (location := answer.getheader("Location")):
                return _onward(url, location)
            if answer.status != 200:
                raise ValueError(f"it answers {answer.status} {answer.reason}".rstrip())
            _keep(answer, into, largest)
    return None


def _onward(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise ValueError(NO_ADDRESS) from None


def _keep(answer: HTTPResponse, into: BinaryIO, largest: int) -> None:
    declared = answer.length
    if declared is not None and declared > largest:
        raise ValueError(_too_large(largest))
    kept = 0
    while chunk := answer.read1(CHUNK):
        kept += len(chunk)
        if kept > largest:
            raise ValueError(_too_large(largest))
        into.write(chunk)
    if declared is not None and kept < declared:
        raise ValueError("the answer was cut off")


def _too_large(largest: int) -> str:
    return f"it is larger than {largest / 1e6:g} MB"


def _problem(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, HTTPException):
        return "its answer is not http"
    return str(error)[:200] or type(error).__name__
