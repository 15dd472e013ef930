from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import zlib
from typing import TYPE_CHECKING

import msgspec
import psutil
import pytest

from crawler.browser import tree
from crawler.browser.pool import Lane
from crawler.errors import BrowserFailed, MissingPackages, NoBrowser
from crawler.records import EndState, Viewport
from tests.browser.conftest import QUICK
from tests.browser.odd_server import OddServer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.odd_server import Asked

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = "<!doctype html><html lang=en><title>Bins</title><h1>Bins</h1><p>Every Tuesday."


async def test_a_browser_killed_in_the_middle_costs_one_page(lane: Lane, odd: OddServer) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hang(_asked: Asked) -> None:
        loop.call_soon_threadsafe(asked.set)
        odd.released.wait(10)

    pid = lane.browser_pid
    assert pid is not None
    visit = asyncio.create_task(lane.visit(odd.answer("/killed", hang)))
    await asyncio.wait_for(asked.wait(), 10)
    for process in (*psutil.Process(pid).children(recursive=True), psutil.Process(pid)):
        with contextlib.suppress(ProcessLookupError):  # it went with its parent
            os.kill(process.pid, signal.SIGKILL)
    facts = (await asyncio.wait_for(visit, 10)).facts
    assert facts.state == EndState.FAILED
    assert facts.reason == "the browser ended during the visit"
    again = (await lane.visit(odd.page("/next", GOOD))).facts
    assert again.state == EndState.AUDITED
    assert lane.browser_pid != pid


async def test_a_renderer_that_crashes_costs_one_page(lane: Lane, odd: OddServer) -> None:
    def crash(step: str) -> None:
        if step == "markup":
            pid = lane.browser_pid
            assert pid is not None
            for process in psutil.Process(pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    if "--type=renderer" in process.cmdline():
                        process.kill()

    facts = (await lane.visit(odd.page("/crash", GOOD), observe=crash)).facts
    assert (facts.state, facts.reason) == (EndState.FAILED, "the page's process crashed")
    assert (await lane.visit(odd.page("/after-crash", GOOD))).facts.state == EndState.AUDITED


async def test_a_browser_is_replaced_after_its_share_of_pages(odd: OddServer) -> None:
    url = odd.page("/worn", GOOD)
    async with Lane(msgspec.structs.replace(QUICK, recycle_after_pages=2)) as lane:
        pids = []
        for _ in range(3):
            assert (await lane.visit(url, desktop=False)).facts.state == EndState.AUDITED
            pids.append(lane.browser_pid)
    assert pids[0] == pids[1] != pids[2]


async def test_a_page_that_takes_too_much_memory_is_stopped(odd: OddServer) -> None:
    greedy = """<script>const all = []; setInterval(() => {
      for (let i = 0; i < 8; i++) all.push(new Uint8Array(8e6).fill(1)) }, 20)</script>"""
    url = odd.page("/greedy", GOOD + greedy + '<img src="/hang.png" alt="">')

    def hang(_asked: Asked) -> None:
        odd.released.wait(10)

    odd.answer("/hang.png", hang)
    async with Lane(msgspec.structs.replace(QUICK, browser_memory=600_000_000)) as lane:
        facts = (await lane.visit(url)).facts
        assert facts.state == EndState.FAILED
        assert facts.reason == "the page took more than 600 MB of memory"
        assert (await lane.visit(odd.page("/modest", GOOD))).facts.state == EndState.AUDITED


async def test_a_compressed_bomb_costs_one_page(odd: OddServer) -> None:
    """300 KB that unpack to 100 MB of elements."""
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(bomb.compress(b"<p>x</p>" * 125_000) for _ in range(100)) + bomb.flush()
    assert len(packed) < 500_000
    url = odd.page("/bomb", packed, headers={"Content-Encoding": "gzip"})
    # On a busy machine it takes a while to grow.
    config = msgspec.structs.replace(QUICK, browser_memory=600_000_000, load_timeout=15.0)
    async with Lane(config) as lane:
        facts = (await lane.visit(url)).facts
        assert facts.state == EndState.FAILED
        assert facts.reason == "the page took more than 600 MB of memory"
        assert (await lane.visit(odd.page("/after-bomb", GOOD))).facts.state == EndState.AUDITED


async def test_frames_of_other_sites_are_in_the_log(odd: OddServer) -> None:
    """A browser that gives each site a process of its own would leave them out: a full Chromium
    does, unless told not to."""
    with OddServer("127.0.0.2") as other:
        other.page("/frame", "<img src='/in-frame.png' alt=''>Elsewhere")
        other.page("/in-frame.png", b"x" * 5000, kind="image/png")
        frame = f"<iframe title=x src='{other.url('/frame')}'></iframe>"
        async with Lane(QUICK) as lane:
            facts = (await lane.visit(odd.page("/framing", GOOD + frame))).facts
    assert facts.state == EndState.AUDITED
    assert facts.network is not None
    addresses = {resource.url for resource in facts.network.resources}
    assert {other.url("/frame"), other.url("/in-frame.png")} <= addresses


async def test_a_page_that_fetches_too_much_is_cut_off(odd: OddServer) -> None:
    odd.page("/part", b"x" * 900_000, kind="application/octet-stream")
    script = """<script>(async () => { for (let i = 0; i < 1000; i++)
      try { await (await fetch('/part?' + i)).blob() } catch {} })()</script>"""
    config = msgspec.structs.replace(
        QUICK, response_bytes=1_000_000, page_bytes=20_000_000, quiet_timeout=3.0
    )
    async with Lane(config) as lane:
        facts = (await lane.visit(odd.page("/fetches", GOOD + script))).facts
        assert facts.state == EndState.PARTIAL
        assert facts.reason == "the page fetched more than 20 MB"
        # Half a load would pass for a quick one.
        assert (facts.metrics, facts.measurement) == (None, None)
        assert (facts.network, facts.loading) == (None, None)
        assert facts.axe_at(Viewport.MOBILE) is not None
        # What it went on to ask for, up to a thousand times, was refused; the next page is served.
        assert odd.hits["/part"] < 500
        assert (await lane.visit(odd.page("/spare", GOOD))).facts.state == EndState.AUDITED


async def test_nothing_is_left_running(odd: OddServer) -> None:
    async with Lane(QUICK) as lane:
        await lane.visit(odd.page("/last", GOOD), desktop=False)
        pid = lane.browser_pid
        assert pid is not None
        before = psutil.Process(pid)
        family = [before, *before.children(recursive=True)]
        assert tree.memory(before) > 10_000_000
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []


async def test_what_is_missing_is_said_on_entering(tmp_path: Path) -> None:
    with pytest.raises(NoBrowser):
        await Lane(msgspec.structs.replace(QUICK, chromium=tmp_path / "none")).__aenter__()
    with pytest.raises(MissingPackages):
        await Lane(msgspec.structs.replace(QUICK, node_modules=tmp_path)).__aenter__()
    broken = tmp_path / "broken"
    broken.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Chromium 1.2.3.4 && exit\nexit 1\n')
    broken.chmod(0o755)
    with pytest.raises(BrowserFailed, match="broken"):
        await Lane(msgspec.structs.replace(QUICK, chromium=broken)).__aenter__()
