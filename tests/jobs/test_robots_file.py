"""A robots.txt is fetched through the guard or not at all, and never for ever."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from crawler.browser.guard import Guard
from crawler.jobs.robots_file import Fetched, fetch_robots
from crawler.jobs.single import Pauses
from crawler.records import EndState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[int]]]:
    """A server that answers each connection so. Gives its port, and a list that grows with each."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[int] = []

    def serve() -> None:
        while True:
            try:
                connection, address = listener.accept()
            except OSError:
                return
            seen.append(address[1])
            with connection:
                try:
                    answer(connection)
                except OSError:
                    continue

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def saying(text: str) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(text.encode())

    return answer


def fetch(url: str, *, loopback: bool = True, seconds: float = 10.0) -> Fetched:
    async def through_guard() -> Fetched:
        async with Guard(loopback, 1_000_000) as guard:
            return await asyncio.to_thread(fetch_robots, url, guard.url, "test", seconds=seconds)

    return asyncio.run(through_guard())


def test_the_rules_are_read_also_past_a_redirect() -> None:
    rules = "HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\nCrawl-delay: 7\n"
    with serving(saying(rules)) as (port, _):
        moved = f"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:{port}/rules\r\n\r\n"
        with serving(saying(moved)) as (first, _):
            robots = fetch(f"http://127.0.0.1:{first}/robots.txt").robots
    refusal = robots.refusal(f"http://127.0.0.1:{first}/private")
    assert refusal is not None
    assert refusal.state is EndState.DISALLOWED
    assert robots.delay == 7.0


@pytest.mark.parametrize("scheme", ["ftp", "file", "gopher"])
def test_a_redirect_to_what_is_not_the_web_is_not_followed(scheme: str) -> None:
    with serving(saying("220 hello\r\n")) as (port, seen):
        moved = f"HTTP/1.1 302 Moved\r\nLocation: {scheme}://127.0.0.1:{port}/x\r\n\r\n"
        with serving(saying(moved)) as (first, _):
            robots = fetch(f"http://127.0.0.1:{first}/robots.txt").robots
    assert seen == []
    refusal = robots.refusal(f"http://127.0.0.1:{first}/")
    assert refusal is not None
    assert "not a web address" in refusal.reason


def test_the_environment_opens_no_way_past_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setenv("NO_PROXY", "*")
    with serving(saying("HTTP/1.1 200 OK\r\n\r\n")) as (port, seen):
        fetch(f"http://127.0.0.1:{port}/robots.txt", loopback=False)
        fetch(f"https://127.0.0.1:{port}/robots.txt", loopback=False)
    assert seen == []


@pytest.mark.parametrize("start", ["HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX: ", ""])
def test_one_that_drips_is_given_up(start: str) -> None:
    closed = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(start.encode())
        while not closed.wait(0.02):
            connection.sendall(b"#")

    with serving(drip) as (port, _):
        robots = fetch(f"http://127.0.0.1:{port}/robots.txt", seconds=0.5).robots
        closed.set()
    refusal = robots.refusal(f"http://127.0.0.1:{port}/")
    assert refusal is not None
    assert refusal.state is EndState.UNREACHABLE
    assert "no answer in time" in refusal.reason


def test_one_that_redirects_for_ever_is_given_up() -> None:
    with serving(saying("HTTP/1.1 302 Moved\r\nLocation: /robots.txt\r\n\r\n")) as (port, seen):
        robots = fetch(f"http://127.0.0.1:{port}/robots.txt").robots
    assert len(seen) == 6
    refusal = robots.refusal(f"http://127.0.0.1:{port}/")
    assert refusal is not None
    assert "too often" in refusal.reason


def test_pages_of_one_host_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("crawler.jobs.single.asyncio.sleep", sleep)
    pauses = Pauses()

    async def two_hosts() -> None:
        await pauses.wait("https://a.example/1", 600.0)
        pauses.ended("https://a.example/1")
        await pauses.wait("https://b.example/", 600.0)
        await pauses.wait("https://a.example/2", 600.0)

    asyncio.run(two_hosts())
    (only,) = slept
    assert 500 < only <= 600
