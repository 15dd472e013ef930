from __future__ import annotations

import asyncio
import gzip
import os
import signal
from typing import TYPE_CHECKING, Any

import msgspec
import psutil
import pytest
import pytest_asyncio

from crawler.browser.lantern import Lantern, LanternFailed
from crawler.browser.node import find_node
from crawler.config import Config
from crawler.errors import LighthouseFailed, MissingPackages
from tests.browser.recording import packed, record_load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.browser.odd_server import Asked, OddServer
    from tests.browser.recording import Load

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONFIG = Config()
LIGHT = """<!doctype html><html lang=en><meta name=viewport content="width=device-width">
<title>Light</title><h1>A light page</h1><p>With a few words, and nothing else.</p>"""
# The work is fixed, its time is not: a tenth of a second or more of any processor.
HEAVY = """<!doctype html><html lang=en><meta name=viewport content="width=device-width">
<title>Heavy</title><h1>A heavy page</h1><script>
let sum = 0;
function work() { for (let i = 0; i < 8e7; i++) sum += Math.sqrt(i); document.title = sum; }
setTimeout(work, 150);
</script>"""
SHIFTING = """<!doctype html><html lang=en><meta name=viewport content="width=device-width">
<title>Shifting</title><div id=late></div><h1>A page that jumps</h1><p>Some words.</p><script>
setTimeout(() => { document.getElementById('late').style.height = '300px'; }, 200);
</script>"""
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='500'>{}</svg>"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lantern() -> AsyncIterator[Lantern]:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        yield lantern


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def light(browser: Browser, odd: OddServer) -> Load:
    return await record_load(browser, odd.page("/light", LIGHT))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def heavy(browser: Browser, odd: OddServer) -> Load:
    return await record_load(browser, odd.page("/heavy", HEAVY), until="sum > 0")


async def test_a_light_page_is_quick_and_still(lantern: Lantern, light: Load) -> None:
    metrics = (await lantern.simulate(light.trace, light.network.entries)).metrics
    # Two round trips of 150 ms to connect and one to answer, before anything can be painted.
    assert 450 <= metrics.fcp_ms < 1_500
    assert metrics.fcp_ms <= metrics.lcp_ms < 2_000
    assert metrics.fcp_ms <= metrics.speed_index_ms < 3_000
    assert metrics.tbt_ms == 0
    assert metrics.cls == 0
    assert metrics.cpu_share is not None
    assert 0 < metrics.cpu_share <= 1


async def test_script_that_keeps_the_processor_busy_blocks(lantern: Lantern, heavy: Load) -> None:
    metrics = (await lantern.simulate(heavy.trace, heavy.network.entries)).metrics
    assert metrics.tbt_ms > 100


async def test_a_late_shift_counts(lantern: Lantern, browser: Browser, odd: OddServer) -> None:
    load = await record_load(browser, odd.page("/shifting", SHIFTING), until="late.style.height")
    metrics = (await lantern.simulate(load.trace, load.network.entries)).metrics
    assert 0.05 < metrics.cls < 1
    # As Chromium says of shifts on a slow day, because the phone's size was set before the load.
    events = load.events
    for event in events:
        if event["name"] == "LayoutShift":
            event["args"]["data"]["had_recent_input"] = True
            event["ts"] += 600_000
    touched = (await lantern.simulate(packed(events), load.network.entries)).metrics
    assert touched.cls == metrics.cls


async def test_a_heavy_picture_is_the_largest_paint_and_bytes_cost_time(
    lantern: Lantern, browser: Browser, odd: OddServer
) -> None:
    painted = {}
    for size in (1_000, 400_000):
        path = f"/picture-{size}.svg"
        body = PICTURE.format(f"<!--{'x' * size}--><rect width='400' height='500'/>")
        odd.page(path, body, kind="image/svg+xml")
        page = f"{LIGHT}<img src={path} width=400 height=500 fetchpriority=high>"
        load = await record_load(browser, odd.page(f"/pictured-{size}", page))
        painted[size] = (await lantern.simulate(load.trace, load.network.entries)).metrics
    # 400 kB at 1.6 Mbps are two seconds.
    assert painted[400_000].lcp_ms > painted[1_000].lcp_ms + 1_500
    assert painted[400_000].fcp_ms == pytest.approx(painted[1_000].fcp_ms, abs=200)


async def test_a_redirect_costs_its_round_trips(
    lantern: Lantern, browser: Browser, odd: OddServer, light: Load
) -> None:
    def move(asked: Asked) -> None:
        asked.reply(302, b"", "text/plain", {"Location": "/light"})

    load = await record_load(browser, odd.answer("/moved", move))
    moved = (await lantern.simulate(load.trace, load.network.entries)).metrics
    direct = (await lantern.simulate(light.trace, light.network.entries)).metrics
    assert moved.fcp_ms > direct.fcp_ms + 100


def delayed(events: list[dict[str, Any]], factor: float) -> list[dict[str, Any]]:
    """The same load on a machine busy with something else: the longest task on the wall clock is
    `factor` times as long, its CPU time is what it was, and all that followed comes later."""
    longest = max(
        (event for event in events if event["name"] == "RunTask" and "tdur" in event),
        key=lambda event: float(event["tdur"]),
    )
    end = longest["ts"] + longest["dur"]
    extra = round(longest["dur"] * (factor - 1))
    later = [
        event | {"ts": event["ts"] + extra} if event.get("ts", 0) >= end else event
        for event in events
    ]
    stretched = longest | {"dur": longest["dur"] + extra}
    return [stretched if event is longest else event for event in later]


async def test_a_busy_machine_does_not_make_a_page_slower(lantern: Lantern, heavy: Load) -> None:
    log = heavy.network.entries
    events = heavy.events
    quiet = (await lantern.simulate(packed(events), log)).metrics
    busy = (await lantern.simulate(packed(delayed(events, 5)), log)).metrics
    assert busy.tbt_ms == quiet.tbt_ms
    assert busy.lcp_ms == quiet.lcp_ms
    assert quiet.cpu_share is not None
    assert busy.cpu_share is not None
    assert busy.cpu_share < quiet.cpu_share / 2

    def by_wall_time(event: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in event.items() if name != "tdur"}

    walled = packed([by_wall_time(event) for event in delayed(events, 5)])
    slow = (await lantern.simulate(walled, log)).metrics
    assert slow.tbt_ms > busy.tbt_ms * 2, "or the test above proves nothing"
    assert slow.cpu_share is None


async def test_what_the_blank_page_before_did_is_no_part_of_a_load(
    lantern: Lantern, light: Load
) -> None:
    log, events = light.network.entries, light.events
    began = next(
        event
        for event in events
        if event["name"] == "navigationStart" and event["args"]["data"]["documentLoaderURL"]
    )
    same = {key: began[key] for key in ("pid", "tid")} | {"ph": "X", "cat": "devtools.timeline"}
    # It starts before the page has answered, however short that was.
    task = {"name": "RunTask", "ts": began["ts"] + 1, "dur": 40_000, "tdur": 40_000, "args": {}}
    data = {"beginData": {"frame": began["args"]["frame"]}}
    layout = {"name": "Layout", "ts": began["ts"] + 2, "dur": 5, "args": data}
    paint = {"name": "Paint", "ts": began["ts"] + 9, "dur": 5, "args": {"data": {}}}
    before = [same | each for each in (task, layout, paint)]
    with_blank = packed(sorted([*events, *before], key=lambda event: float(event.get("ts", 0))))
    alone = (await lantern.simulate(light.trace, log)).metrics
    assert (await lantern.simulate(with_blank, log)).metrics == alone


async def test_the_same_load_gives_the_same_figures(lantern: Lantern, heavy: Load) -> None:
    answers = [
        (await lantern.simulate(heavy.trace, heavy.network.entries)).metrics for _ in range(3)
    ]
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    ("trace", "problem"),
    [
        (b"", "unexpected end of file"),
        (b"not gzip", "incorrect header check"),
        (gzip.compress(b"not json"), "not valid JSON"),
        (gzip.compress(b"{}"), "the trace holds no events"),
        (gzip.compress(b'{"traceEvents": []}'), "the trace holds no start"),
        (gzip.compress(b'{"traceEvents": [1, null]}'), "has no figures"),
    ],
    ids=["empty", "no gzip", "no JSON", "no events", "nothing", "no objects"],
)
async def test_a_broken_trace_fails_alone(
    lantern: Lantern, light: Load, trace: bytes, problem: str
) -> None:
    pid = lantern.pid
    with pytest.raises(LanternFailed, match=problem):
        await lantern.simulate(trace, light.network.entries)
    await lantern.simulate(light.trace, light.network.entries)
    assert lantern.pid == pid


async def test_a_broken_log_fails_alone(lantern: Lantern, light: Load) -> None:
    logs: list[list[dict[str, Any]]] = [[], [{}], light.network.entries[:1]]
    for log in logs:
        with pytest.raises(LanternFailed):
            await lantern.simulate(light.trace, log)
    await lantern.simulate(light.trace, light.network.entries)


async def test_a_page_that_paints_nothing_has_no_figures(
    lantern: Lantern, browser: Browser, odd: OddServer
) -> None:
    load = await record_load(browser, odd.page("/blank", "<!doctype html><title>Blank</title>"))
    with pytest.raises(LanternFailed, match="the page painted nothing"):
        await lantern.simulate(load.trace, load.network.entries)


async def test_a_trace_that_unpacks_to_too_much_is_refused(light: Load) -> None:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules, largest_trace=10_000) as small:
        pid = small.pid
        with pytest.raises(LanternFailed, match="the trace is larger than 10000 bytes"):
            await small.simulate(gzip.compress(bytes(50_000_000)), light.network.entries)
        assert small.pid == pid


async def test_a_killed_process_is_started_again(light: Load) -> None:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        first = lantern.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        while psutil.pid_exists(first):  # noqa: ASYNC110 -- a process that ends sets no event
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.1)
        await lantern.simulate(light.trace, light.network.entries)
        assert lantern.pid != first


async def test_a_process_killed_in_the_middle_fails_that_call_only(
    light: Load, heavy: Load
) -> None:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        assert lantern.pid is not None
        os.kill(lantern.pid, signal.SIGSTOP)  # so that it cannot be done before it dies
        call = asyncio.create_task(lantern.simulate(heavy.trace, heavy.network.entries))
        await asyncio.sleep(0.1)
        os.kill(lantern.pid, signal.SIGKILL)
        with pytest.raises(LanternFailed, match=r"process ended \(code -9\)"):
            await call
        await lantern.simulate(light.trace, light.network.entries)


async def test_a_late_answer_costs_the_process_not_the_next_call(light: Load) -> None:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        lantern.timeout = 0.3
        first = lantern.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(LanternFailed, match=r"took longer than 0\.3 s"):
            await lantern.simulate(light.trace, light.network.entries)
        assert not psutil.pid_exists(first)
        lantern.timeout = 30
        await lantern.simulate(light.trace, light.network.entries)


async def test_a_call_given_up_does_not_answer_the_next_one(light: Load, heavy: Load) -> None:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        expected = (await lantern.simulate(light.trace, light.network.entries)).metrics
        call = asyncio.create_task(lantern.simulate(heavy.trace, heavy.network.entries))
        await asyncio.sleep(0)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert (await lantern.simulate(light.trace, light.network.entries)).metrics == expected


async def test_callers_wait_their_turn(lantern: Lantern, light: Load, heavy: Load) -> None:
    loads = [light, heavy, light, heavy]
    simulations = await asyncio.gather(
        *(lantern.simulate(load.trace, load.network.entries) for load in loads)
    )
    answers = [simulation.metrics for simulation in simulations]
    assert answers[0] == answers[2]
    assert answers[1] == answers[3]
    assert answers[0] != answers[1]


async def test_memory_comes_back_by_a_new_process(light: Load) -> None:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules, recycle_after=2) as lantern:
        pids = []
        for _ in range(5):
            await lantern.simulate(light.trace, light.network.entries)
            pids.append(lantern.pid)
    assert pids[0] == pids[1] != pids[2]
    assert pids[2] == pids[3] != pids[4]


async def test_leaving_ends_the_process() -> None:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        pid = lantern.pid
        assert lantern.version == installed_version(CONFIG.node_modules)
    assert pid is not None
    assert not psutil.pid_exists(pid)


def installed_version(node_modules: Path) -> str:
    manifest = msgspec.json.decode((node_modules / "lighthouse" / "package.json").read_bytes())
    return str(manifest["version"])


async def test_without_lighthouse_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingPackages, match=r"lighthouse is not in .*make setup"):
        async with Lantern(find_node(CONFIG), tmp_path):
            raise AssertionError


async def test_a_damaged_lighthouse_is_named(tmp_path: Path) -> None:
    (tmp_path / "lighthouse").mkdir()
    (tmp_path / "lighthouse" / "package.json").write_text('{"version": "13.5.0"}')
    with pytest.raises(LighthouseFailed, match=r"Cannot find module .*lighthouse-logger"):
        async with Lantern(find_node(CONFIG), tmp_path):
            raise AssertionError


async def test_a_node_that_does_not_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(LighthouseFailed, match="cannot be run: No such file"):
        async with Lantern(tmp_path / "node", CONFIG.node_modules):
            raise AssertionError


async def test_a_node_that_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    silent = tmp_path / "node"
    silent.write_text("#!/bin/sh\nexec sleep 3600\n")
    silent.chmod(0o755)
    # The test's own limit only ends it when the node's does not, which sleeps for an hour.
    async with asyncio.timeout(300):
        with pytest.raises(LighthouseFailed, match=r"longer than 0\.5 s"):
            async with Lantern(silent, CONFIG.node_modules, timeout=0.5):
                raise AssertionError
