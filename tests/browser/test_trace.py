from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from crawler.browser.gatherers.trace import TraceFailed, TraceGatherer
from tests.browser.recording import opened_page, record_load, started_browser

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUSY = """<!doctype html><title>Busy</title><h1>Busy</h1><script>
const {port1, port2} = new MessageChannel();
port1.onmessage = () => {
  for (let i = 0; i < 100; i++) performance.mark('m' + i + 'x'.repeat(500));
  port2.postMessage(0);
};
port2.postMessage(0);
</script>"""


async def test_a_trace_holds_what_lantern_and_speed_index_read(
    browser: Browser, odd: OddServer
) -> None:
    load = await record_load(browser, odd.page("/plain", "<!doctype html><h1>Hello</h1>"))
    names = {event["name"] for event in load.events}
    assert names >= {
        "TracingStartedInBrowser",
        "FrameCommittedInBrowser",
        "navigationStart",
        "RunTask",
        "firstContentfulPaint",
        "largestContentfulPaint::Candidate",
        "Screenshot",
    }
    tasks = [event for event in load.events if event["name"] == "RunTask" and event["ph"] == "X"]
    timed = [event for event in tasks if "tdur" in event]
    assert len(timed) > len(tasks) / 2


async def test_one_trace_starts_once(browser: Browser) -> None:
    async with opened_page(browser) as (_, session):
        trace = TraceGatherer(session)
        await trace.start()
        with pytest.raises(TraceFailed, match="started twice"):
            await trace.start()
        assert trace.recording
        assert await trace.stop()
        assert not trace.recording


async def test_a_browser_traces_one_page_at_a_time(browser: Browser) -> None:
    async with opened_page(browser) as (_, first), opened_page(browser) as (_, second):
        trace, another = TraceGatherer(first), TraceGatherer(second)
        await trace.start()
        with pytest.raises(TraceFailed, match=r"starting the trace failed: .*already"):
            await another.start()
        assert another.recording, "this browser is not to be trusted with another trace"
        await trace.stop()
        later = TraceGatherer(second)
        await later.start()
        assert await later.stop()


async def test_nothing_to_stop(browser: Browser) -> None:
    async with opened_page(browser) as (_, session):
        trace = TraceGatherer(session)
        with pytest.raises(TraceFailed, match="no trace was started"):
            await trace.stop()
        await trace.discard()
        await trace.start()
        await trace.discard()
        assert not trace.recording
        await trace.start()
        assert await trace.stop()


async def test_a_page_that_records_too_much_has_no_trace(browser: Browser, odd: OddServer) -> None:
    url = odd.page("/busy", BUSY)
    async with opened_page(browser) as (page, session):
        trace = TraceGatherer(session, buffer_bytes=1_000_000)
        await trace.start()
        await page.goto(url)
        await asyncio.sleep(1)
        with pytest.raises(TraceFailed, match="did so much that the trace overflowed"):
            await trace.stop()
        assert not trace.recording
    assert (await record_load(browser, odd.page("/after", "<h1>After</h1>"))).events


async def test_a_trace_that_is_too_large_is_not_read(browser: Browser, odd: OddServer) -> None:
    url = odd.page("/plain", "<!doctype html><h1>Hello</h1>")
    async with opened_page(browser) as (page, session):
        trace = TraceGatherer(session, max_bytes=1_000)
        await trace.start()
        await page.goto(url)
        with pytest.raises(TraceFailed, match="larger than 1000 bytes"):
            await trace.stop()
        assert not trace.recording


async def test_a_page_that_closes_frees_its_browser(browser: Browser) -> None:
    async with opened_page(browser) as (page, session):
        trace = TraceGatherer(session)
        await trace.start()
        await page.close()
        with pytest.raises(TraceFailed):
            await trace.stop()
        assert not trace.recording
    async with opened_page(browser) as (_, session):
        trace = TraceGatherer(session)
        await trace.start()
        assert await trace.stop()


async def test_a_start_that_is_late_leaves_a_browser_that_may_be_recording() -> None:
    async with started_browser() as browser, opened_page(browser) as (_, session):
        trace = TraceGatherer(session, timeout=1e-9)
        with pytest.raises(TraceFailed, match="starting the trace took longer than 1e-09 s"):
            await trace.start()
        assert trace.recording


async def test_a_stop_that_is_given_up_leaves_one_too() -> None:
    async with started_browser() as browser, opened_page(browser) as (_, session):
        trace = TraceGatherer(session)
        await trace.start()
        stopping = asyncio.create_task(trace.stop())
        await asyncio.sleep(0)
        stopping.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stopping
        assert trace.recording


async def test_a_page_that_never_comes_to_rest_is_stopped_all_the_same(odd: OddServer) -> None:
    url = odd.page("/hung", "<h1>Hung</h1><script>setTimeout(() => {for (;;);}, 50)</script>")
    async with started_browser() as browser:
        async with opened_page(browser) as (page, session):
            trace = TraceGatherer(session)
            await trace.start()
            await page.goto(url)
            await asyncio.sleep(0.3)
            await trace.discard()
            assert not trace.recording
            await page.close()
        assert (await record_load(browser, odd.page("/after", "<h1>After</h1>"))).events
