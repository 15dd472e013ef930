"""A page tries every way out that a browser has; only the guard stands between it and a private
machine. The same page in an unguarded browser shows that each way is real."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import async_playwright

from crawler.browser import guard, pool
from crawler.browser.find import find_chromium
from crawler.browser.pool import Lane
from crawler.config import Config
from tests.browser.odd_server import OddServer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.asyncio

# The "public" page is on 127.0.0.1, the "private" machine on 127.0.0.2.
WAYS = {
    "fetch", "beacon", "image", "frame", "script", "style", "font", "video", "redirected",
    "events", "socket", "worker", "prefetch", "form", "refresh", "popup",
}  # fmt: skip
# Without it Chromium's WebRTC leaves out loopback, our stand-in for a private network.
WEBRTC_TO_LOOPBACK = "--allow-loopback-in-peer-connection"
PAGE = """<!doctype html><html lang="en"><title>Ways out</title><h1>Ways out</h1>
<link rel="preconnect" href="PRIVATE"><link rel="dns-prefetch" href="PRIVATE">
<link rel="prefetch" href="PRIVATE/prefetch"><link rel="stylesheet" href="PRIVATE/style">
<style>@font-face { font-family: x; src: url(PRIVATE/font) } h1 { font-family: x }</style>
<img src="PRIVATE/image" alt=""><img src="/redirect" alt=""><video src="PRIVATE/video"></video>
<iframe title="a" src="PRIVATE/frame"></iframe><iframe title="b" name="b"></iframe>
<iframe title="c" srcdoc='<meta http-equiv="refresh" content="0;url=PRIVATE/refresh">'></iframe>
<form method="post" action="PRIVATE/form" target="b"></form><script src="PRIVATE/script"></script>
<script>
fetch('PRIVATE/fetch', {mode: 'no-cors'}).catch(() => 0);
navigator.sendBeacon('PRIVATE/beacon', 'x');
new EventSource('PRIVATE/events'); new WebSocket('ws://HOST/socket');
new Worker(URL.createObjectURL(new Blob(["fetch('PRIVATE/worker', {mode: 'no-cors'})"])));
document.forms[0].submit(); open('PRIVATE/popup');
const call = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.2:UDP'}]});
call.createDataChannel('x'); call.createOffer().then((offer) => call.setLocalDescription(offer));
</script>"""


@pytest.fixture
def private() -> Iterator[OddServer]:
    with OddServer("127.0.0.2") as server:
        yield server


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.2", 0))
        listener.setblocking(False)
        yield listener


def page(odd: OddServer, private: OddServer, listener: socket.socket) -> str:
    text = PAGE.replace("PRIVATE", private.origin).replace("HOST", f"127.0.0.2:{private.port}")
    odd.page("/redirect", "", status=302, headers={"Location": private.url("/redirected")})
    return odd.page("/ways", text.replace("UDP", str(listener.getsockname()[1])))


def datagrams(listener: socket.socket) -> int:
    count = 0
    while True:
        try:
            listener.recv(2048)
        except BlockingIOError:
            return count
        count += 1


async def test_each_way_is_real(
    odd: OddServer, private: OddServer, listener: socket.socket
) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(Config()), args=[WEBRTC_TO_LOOPBACK]
        )
        tab = await browser.new_page()
        await tab.goto(page(odd, private, listener), wait_until="commit")
        for _ in range(100):
            if len(private.hits) == len(WAYS):
                break
            await asyncio.sleep(0.1)
        await browser.close()
    assert {path.strip("/") for path in private.hits} == WAYS
    assert datagrams(listener) > 0


async def test_the_guard_closes_every_way(
    odd: OddServer,
    private: OddServer,
    listener: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def only_the_page(address: object, *, allow_loopback: bool) -> bool:
        assert not allow_loopback
        return address == IPv4Address("127.0.0.1")

    monkeypatch.setattr(guard, "allowed", only_the_page)
    monkeypatch.setattr(pool, "FLAGS", (*pool.FLAGS, WEBRTC_TO_LOOPBACK))
    # As for the public internet, so that the port must be one of the web's, or here this one.
    monkeypatch.setattr(guard, "WEB_PORTS", frozenset({odd.port}))
    odd.hits.clear()
    config = Config(quiet_timeout=2.0, page_timeout=30.0)
    async with Lane(config) as lane:
        facts = (await lane.visit(page(odd, private, listener))).facts
        assert odd.hits["/ways"] == 1
        assert odd.hits["/redirect"] == 1
        assert facts.status == 200
    assert private.hits == {}
    assert private.connections == 0
    assert datagrams(listener) == 0
