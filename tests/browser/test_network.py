from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from crawler.browser.gatherers.devtools_log import log_entry
from crawler.browser.gatherers.network import NetworkLog
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.odd_server import Answer, Asked, OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'><!--" + b"x" * 4_000 + b"--></svg>"
PAGE, IMAGE, SCRIPT = "text/html; charset=utf-8", "image/svg+xml", "text/javascript"


async def logged(browser: Browser, url: str, *, requests: int = 5_000) -> NetworkLog:
    async with opened_page(browser) as (page, session):
        network = NetworkLog(session, max_requests=requests)
        await network.start()
        await page.goto(url, wait_until="domcontentloaded")
        await network.wait_quiet(0.2, 3)
        network.stop()
        return network


def never(asked: Asked) -> None:
    asked.server.odd.released.wait(20)


def redirect(to: str, seconds: float = 0.0) -> Answer:
    def answer(asked: Asked) -> None:
        time.sleep(seconds)
        asked.reply(302, b"moved", "text/plain", {"Location": to})

    return answer


async def test_requests_and_bytes_are_counted_once_each(browser: Browser, odd: OddServer) -> None:
    odd.page("/a.svg", PICTURE, kind=IMAGE)
    odd.page("/a.js", "document.title = 'x'", kind=SCRIPT)
    url = odd.page(
        "/counted",
        "<!doctype html><script src=/a.js></script><img src=/a.svg><img src=/a.svg>"
        "<img src=/missing.svg><img src='data:image/png;base64,iVBORw0KGgo='>",
    )
    network = (await logged(browser, url)).facts()
    paths = {resource.url.removeprefix(odd.origin): resource for resource in network.resources}
    assert set(paths) == {"/counted", "/a.js", "/a.svg", "/missing.svg"}
    assert network.requests == 4
    assert paths["/a.svg"].type == "image"
    assert paths["/a.js"].type == "script"
    assert paths["/counted"].type == "document"
    assert paths["/missing.svg"].status == 404
    assert paths["/missing.svg"].transfer_bytes > 100, "its headers too"
    assert len(PICTURE) < paths["/a.svg"].transfer_bytes < len(PICTURE) + 400
    assert network.transfer_bytes == sum(each.transfer_bytes for each in network.resources)
    assert network.resources[0].url.endswith("/a.svg")


async def test_each_hop_of_a_redirect_is_a_request(browser: Browser, odd: OddServer) -> None:
    odd.page("/end", "<!doctype html><h1>End</h1>")
    odd.answer("/middle", redirect("/end"))
    url = odd.answer("/begin", redirect("/middle"))
    log = await logged(browser, url)
    network = log.facts()
    assert network.requests == 3
    assert [resource.status for resource in sorted(network.resources, key=lambda r: r.url)] == [
        302,
        200,
        302,
    ]
    assert all(resource.transfer_bytes > 50 for resource in network.resources)


async def test_ttfb_is_the_servers_time_for_the_final_document(
    browser: Browser, odd: OddServer
) -> None:
    at: dict[str, float] = {}

    def slow(asked: Asked) -> None:
        at["slow asked for"] = time.monotonic()
        time.sleep(0.3)
        asked.reply(200, b"<!doctype html><h1>Slow</h1>", PAGE, {})

    def sent_on(asked: Asked) -> None:
        time.sleep(0.3)
        at["sent on"] = time.monotonic()
        asked.reply(302, b"moved", "text/plain", {"Location": "/quick"})

    odd.answer("/slow", slow)
    ttfb = (await logged(browser, odd.answer("/to-slow", redirect("/slow", 0.3)))).facts().ttfb_ms
    assert ttfb is not None
    assert ttfb > 290
    odd.page("/quick", "<!doctype html><iframe src=/slow></iframe>")
    quick = (await logged(browser, odd.answer("/to-quick", sent_on))).facts()
    assert quick.ttfb_ms is not None
    # On a busy machine the page comes later, but always between these two.
    assert quick.ttfb_ms < (at["slow asked for"] - at["sent on"]) * 1000


async def test_a_page_that_sends_its_visitor_on(browser: Browser, odd: OddServer) -> None:
    odd.answer("/never.svg", never)
    odd.page("/second", "<!doctype html><title>Second</title>")
    url = odd.page("/first", "<img src=/never.svg><script>location = '/second'</script>")
    async with opened_page(browser) as (page, session):
        network = NetworkLog(session)
        await network.start()
        await page.goto(url, wait_until="commit")
        await page.wait_for_url(odd.url("/second"))
        assert await network.wait_quiet(0.1, 60), "the first page's image is not waited for"
        assert network.facts().ttfb_ms is not None
    committed = [
        entry["params"]["frame"]["url"]
        for entry in network.entries
        if entry["method"] == "Page.frameNavigated"
    ]
    assert committed == [odd.url("/first"), odd.url("/second")]


async def test_failed_unfinished_and_blocked_requests(browser: Browser, odd: OddServer) -> None:
    def half(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Type", IMAGE)
        asked.send_header("Content-Length", "9000")
        asked.end_headers()
        asked.wfile.write(PICTURE)
        asked.wfile.flush()
        asked.server.odd.released.wait(20)

    def cut(asked: Asked) -> None:
        asked.close_connection = True

    odd.answer("/half.svg", half)
    odd.answer("/cut.svg", cut)
    url = odd.page(
        "/unlucky",
        "<!doctype html><img src=/half.svg><img src=/cut.svg><script src=/forbidden.js></script>",
        headers={"Content-Security-Policy": "script-src 'none'"},
    )
    log = await logged(browser, url)
    network = log.facts()
    assert log.in_flight == 1
    assert network.requests == 3, "the page, the image cut short, the one that never came"
    assert network.transfer_bytes > len(PICTURE)
    assert [resource.url for resource in network.resources] == [url]


async def test_quiet_is_waited_for_no_longer_than_asked(browser: Browser, odd: OddServer) -> None:
    odd.answer("/never.svg", never)
    url = odd.page("/waits", "<!doctype html><img src=/never.svg>")
    async with opened_page(browser) as (page, session):
        network = NetworkLog(session)
        await network.start()
        await page.goto(url, wait_until="domcontentloaded")
        assert not await network.wait_quiet(0.1, 0.4)
        assert network.in_flight == 1
        assert network.quiet_for == 0
        await page.evaluate("document.querySelector('img').remove(); window.stop()")
        assert await network.wait_quiet(0.1, 60)
        assert network.quiet_for >= 0.1


async def test_a_frame_that_is_removed_takes_its_requests_along(
    browser: Browser, odd: OddServer
) -> None:
    odd.answer("/never", never)
    url = odd.page("/framed", "<!doctype html><iframe src=/never></iframe>")
    async with opened_page(browser) as (page, session):
        network = NetworkLog(session)
        await network.start()
        await page.goto(url, wait_until="domcontentloaded")
        assert not await network.wait_quiet(0.1, 0.3)
        await page.evaluate("document.querySelector('iframe').remove()")
        assert await network.wait_quiet(0.1, 60)


async def test_a_flood_of_requests_stops_counting(browser: Browser, odd: OddServer) -> None:
    images = "".join(f"<img src='/flood.svg?{number}'>" for number in range(30))
    inline = "".join(f"<img src='data:image/png;base64,{number}'>" for number in range(1000, 1030))
    odd.page("/flood.svg", PICTURE, kind=IMAGE)
    log = await logged(browser, odd.page("/flood", images + inline), requests=12)
    assert log.overflowed
    assert log.in_flight == 0
    assert 1 < log.facts().requests <= 12
    sent = [entry for entry in log.entries if entry["method"] == "Network.requestWillBeSent"]
    assert len(sent) == 12
    of_requests = [entry["params"] for entry in log.entries if "frame" not in entry["params"]]
    assert {each["requestId"] for each in of_requests} == {
        entry["params"]["requestId"] for entry in sent
    }


async def test_only_the_twenty_heaviest_are_named(browser: Browser, odd: OddServer) -> None:
    for number in range(25):
        odd.page(f"/{number}.svg", PICTURE + b" " * number * 10, kind=IMAGE)
    images = "".join(f"<img src='/{number}.svg'>" for number in range(25))
    network = (await logged(browser, odd.page("/many", images))).facts()
    assert network.requests == 26
    assert len(network.resources) == 20
    assert network.resources[0].url.endswith("/24.svg")
    sizes = [resource.transfer_bytes for resource in network.resources]
    assert sizes == sorted(sizes, reverse=True)


async def test_nothing_is_heard_after_stop(browser: Browser, odd: OddServer) -> None:
    url = odd.page("/plain", "<!doctype html><h1>Hello</h1>")
    async with opened_page(browser) as (page, session):
        network = NetworkLog(session)
        await network.start()
        network.stop()
        await page.goto(url)
        await asyncio.sleep(0.1)
    assert network.entries == []
    assert network.facts().requests == 0
    assert network.facts().ttfb_ms is None


async def test_the_log_leaves_out_what_is_not_simulated() -> None:
    event = {
        "requestId": "1",
        "documentURL": "https://example.org/",
        "timestamp": 1.5,
        "type": "Image",
        "wallTime": 3,
        "request": {
            "url": "data:image/png;base64," + "A" * 100_000,
            "method": "GET",
            "headers": {"Cookie": "secret"},
            "postData": "secret",
        },
        "initiator": {
            "type": "script",
            "stack": {
                "callFrames": [{"url": "https://example.org/a.js", "lineNumber": 1}] * 50,
                "parent": {"callFrames": [{"url": "https://example.org/b.js"}, {"url": ""}]},
            },
        },
    }
    entry = log_entry("Network.requestWillBeSent", event)
    assert "secret" not in str(entry)
    assert len(str(entry)) < 1_000
    assert entry["params"]["initiator"]["stack"]["callFrames"] == [
        {"url": "https://example.org/a.js"},
        {"url": "https://example.org/b.js"},
    ]
