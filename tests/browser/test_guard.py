from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING

import pytest

from crawler.browser.guard import Guard
from crawler.browser.relay import REFUSAL_SECONDS, read_request
from tests.browser.odd_server import OddServer

if TYPE_CHECKING:
    from tests.browser.odd_server import Asked

pytestmark = pytest.mark.asyncio


async def ask(guard: Guard, request: str, body: bytes = b"") -> bytes:
    """Send a request's head, an empty line and the body; read until the guard hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", guard.port)
    writer.write(request.encode() + b"\r\n\r\n" + body)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def get(url: str, *fields: str) -> str:
    return "\r\n".join([f"GET {url} HTTP/1.1", "Host: x", "Connection: close", *fields])


async def test_passes_requests_on_as_a_site_expects_them(odd: OddServer) -> None:
    def echo(asked: Asked) -> None:
        text = f"{asked.path}|{asked.headers.get('Proxy-Connection')}|{asked.body.decode()}"
        asked.reply(200, text.encode(), "text/plain", {})

    odd.answer("/echo", echo)
    async with Guard(True, 10**6) as guard:
        url = odd.url("/echo?a=b//c")
        answer = await ask(guard, get(url, "Proxy-Connection: keep-alive"))
        assert answer.endswith(b"/echo?a=b//c|None|")
        post = get(url, "Content-Length: 5").replace("GET", "POST")
        assert (await ask(guard, post, b"hello")).endswith(b"|hello")


async def test_one_connection_serves_many_requests_to_many_sites(odd: OddServer) -> None:
    odd.page("/a", "first")
    with OddServer("127.0.0.2") as other:
        other.page("/b", "second")
        async with Guard(True, 10**6) as guard:
            reader, writer = await asyncio.open_connection("127.0.0.1", guard.port)
            before = odd.connections
            for url, body in (
                (odd.url("/a"), b"first"),
                (odd.url("/a"), b"first"),
                (other.url("/b"), b"second"),
                (odd.url("/a"), b"first"),
            ):
                writer.write(f"GET {url} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                head = await reader.readuntil(b"\r\n\r\n")
                assert b"200 OK" in head
                assert await reader.readexactly(len(body)) == body
            assert odd.connections == before + 2  # kept for the second, made again for the last
            writer.close()


async def test_a_tunnel_carries_bytes_both_ways(odd: OddServer) -> None:
    odd.page("/through", "carried")
    async with Guard(True, 10**6) as guard:
        reader, writer = await asyncio.open_connection("127.0.0.1", guard.port)
        writer.write(f"CONNECT 127.0.0.1:{odd.port} HTTP/1.1\r\n\r\n".encode())
        assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
        writer.write(b"GET /through HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await reader.read()).endswith(b"carried")
        writer.close()


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "localhost",
            "LOCALHOST.",
            "127.1",
            "0x7f000001",
            "2130706433",
            "0177.0.0.1",
        ),
        *("[::1]", "[::ffff:127.0.0.1]", "0", "0.0.0.0", "[::]"),
    ],
)
async def test_no_spelling_of_this_machine_gets_through(odd: OddServer, host: str) -> None:
    before = odd.connections
    async with Guard(False, 10**6) as guard:
        plain = await ask(guard, get(f"http://{host}:{odd.port}/"))
        tunnel = await ask(guard, f"CONNECT {host}:{odd.port} HTTP/1.1")
        assert guard.refused == 2
    for answer in (plain, tunnel):
        assert answer.startswith(b"HTTP/1.1 403 ")
        assert b"X-Usability-Guard: refused" in answer
    assert odd.connections == before


async def test_a_fault_is_remembered_and_forgotten(odd: OddServer) -> None:
    odd.page("/", "fine")
    async with Guard(True, 10**6) as guard:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            assert (await ask(guard, get(f"http://127.0.0.1:{port}/"))).startswith(b"HTTP/1.1 502")
        fault = guard.fault(f"http://127.0.0.1:{port}/elsewhere")
        assert fault is not None
        assert fault.kind == "unconnected"
        with OddServer() as late:  # the port is another, so look by its own
            guard.note(("127.0.0.1", late.port), fault)
            late.page("/", "here now")
            await ask(guard, get(late.url()))
            assert guard.fault(late.url()) is None


async def test_a_refusal_comes_no_sooner_than_an_answer_from_the_web(odd: OddServer) -> None:
    async with Guard(False, 10**6) as guard:
        began = time.monotonic()
        assert b"X-Usability-Guard: refused" in await ask(guard, get(odd.url("/")))
        assert time.monotonic() - began >= REFUSAL_SECONDS


async def test_public_addresses_are_reached_only_at_the_webs_ports() -> None:
    async with Guard(True, 10**6) as guard:
        answer = await ask(guard, "CONNECT 1.1.1.1:25 HTTP/1.1")
        assert answer.startswith(b"HTTP/1.1 403")


async def test_the_guard_does_not_ask_itself() -> None:
    async with Guard(True, 10**6) as guard:
        assert (await ask(guard, get(guard.url))).startswith(b"HTTP/1.1 403")


async def test_an_answer_past_the_limit_is_cut_off(odd: OddServer) -> None:
    odd.page("/large", b"x" * 3_000_000)
    odd.page("/small", b"x" * 900_000)
    async with Guard(True, 10**6, 2 * 10**6) as guard:
        assert len(await ask(guard, get(odd.url("/large")))) < 1_100_000
        fault = guard.fault(odd.url())
        assert fault is not None
        assert fault.kind == "too-large"
        reader, writer = await asyncio.open_connection("127.0.0.1", guard.port)
        for _ in range(3):  # each answer has its own allowance
            writer.write(f"GET {odd.url('/small')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            assert len(await reader.readexactly(900_000)) == 900_000
        writer.close()


async def test_an_idle_connection_is_closed(odd: OddServer) -> None:
    def hang(_asked: Asked) -> None:
        odd.released.wait(5)

    async with Guard(True, 10**6, idle=0.2) as guard:
        assert await ask(guard, get(odd.answer("/hang", hang))) == b""


@pytest.mark.parametrize(
    "request_",
    [
        *("", "GET / HTTP/1.1", "GET ftp://x/ HTTP/1.1", "GET file:///etc/passwd HTTP/1.1"),
        *("CONNECT  HTTP/1.1", "CONNECT x:99999 HTTP/1.1", "GET http://[::1/ HTTP/1.1"),
        *("G\x00T http://x/ HTTP/1.1", "GET http://x/ HTTP/2", "PRI * HTTP/2.0"),
        "GET http://x/ HTTP/1.1\r\nContent-Length: -4",
        "GET http://x/ HTTP/1.1\r\nContent-Length: many",
    ],
)
async def test_nonsense_is_answered_not_obeyed(request_: str) -> None:
    async with Guard(True, 10**6) as guard:
        assert (await ask(guard, request_)).startswith(b"HTTP/1.1 400")


async def test_headers_without_end_are_not_collected() -> None:
    async with Guard(True, 10**6) as guard:
        answer = await ask(guard, "GET http://x/ HTTP/1.1\r\nX: " + "x" * 200_000)
        assert answer.startswith(b"HTTP/1.1 431")


async def test_an_address_is_passed_on_as_it_was_written() -> None:
    head = b"GET http://Site.Example:8080?q=a%20b/..;x HTTP/1.1\r\nHost: Site.Example:8080\r\n\r\n"
    request = read_request(head)
    assert (request.host, request.port) == ("site.example", 8080)
    assert request.head.startswith(b"GET /?q=a%20b/..;x HTTP/1.1\r\n")


async def test_a_name_longer_than_names_can_be_is_refused() -> None:
    """Faults name the host, and end as the reason of a page."""
    name = "a." * 126 + "uk"
    with pytest.raises(ValueError, match="name is too long"):
        read_request(f"GET http://{name}/ HTTP/1.1\r\n\r\n".encode())
    assert read_request(b"GET http://northam.example/ HTTP/1.1\r\n\r\n").host == "northam.example"
