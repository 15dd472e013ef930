from __future__ import annotations

import gzip
import os
import signal
from typing import TYPE_CHECKING, Any

import msgspec
import psutil
import pytest
import pytest_asyncio

from crawler.audits.registry import judge
from crawler.browser.gatherers.bodies import read_bodies
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.lantern import PHONE_SLOWDOWN, Lantern, LanternFailed
from crawler.browser.node import find_node
from crawler.config import Config
from crawler.facts.loading import Part
from crawler.records import EndState, Outcome
from tests.browser.loading_pages import loading_pages
from tests.browser.recording import opened_page, packed, record_load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from crawler.browser.pool import Lane
    from crawler.facts.loading import Loading
    from crawler.records import Finding, PageFacts
    from tests.browser.odd_server import OddServer
    from tests.browser.recording import Load

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONFIG = Config()
STEPS = {"trace", "loading"}
OURS = (
    *("cache-lifetimes", "dom-size", "http-version", "image-formats", "long-tasks"),
    *("oversized-images", "render-blocking", "server-response", "third-parties"),
    *("uncompressed-text", "unminified-css", "unminified-javascript", "unused-preloads"),
    "web-fonts",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lantern() -> AsyncIterator[Lantern]:
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        yield lantern


SMALL = """<!doctype html><html lang=en><meta name=viewport content="width=device-width">
<title>Small</title><h1>A page of small files</h1><script src="{third}/small.js"></script>{many}"""


@pytest.fixture(scope="module")
def small_page(odd: OddServer) -> str:
    """A page of many small files, one of them a third party's."""
    odd.page("/small.js", "window.counted = 1;", kind="text/javascript")
    for at in range(8):
        dot = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='{at + 9}'></svg>"
        odd.page(f"/small-{at}.svg", dot, kind="image/svg+xml")
    many = "".join(f"<img src=/small-{at}.svg alt=''>" for at in range(8))
    return odd.page("/small", SMALL.format(third=f"http://localhost:{odd.port}", many=many))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def small(browser: Browser, small_page: str) -> Load:
    return await record_load(browser, small_page)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visited(lane: Lane, odd: OddServer) -> dict[str, PageFacts]:
    pages = loading_pages(odd)
    visits = {
        name: (await lane.visit(url, only=STEPS)).facts
        for name, url in (("faulty", pages.faulty), ("sound", pages.sound))
    }
    for facts in visits.values():
        assert (facts.state, facts.errors) == (EndState.AUDITED, {})
    return visits


def loading_of(facts: PageFacts) -> Loading:
    assert facts.loading is not None
    assert facts.loading.complete
    return facts.loading


def outcomes(facts: PageFacts) -> dict[str, Outcome]:
    return {finding.audit: finding.outcome for finding in judged(facts)}


def judged(facts: PageFacts) -> list[Finding]:
    return [finding for finding in judge(facts) if finding.audit in OURS]


async def test_each_fault_is_found(visited: dict[str, PageFacts]) -> None:
    found = outcomes(visited["faulty"])
    assert {audit for audit, outcome in found.items() if outcome is Outcome.FAIL} == set(OURS) - {
        "dom-size",  # the page is small
        "http-version",  # Lighthouse lets a server on the same machine be
        "third-parties",  # whose part is short
    }


async def test_its_sound_twin_has_none(visited: dict[str, PageFacts]) -> None:
    found = outcomes(visited["sound"])
    assert set(found.values()) == {Outcome.PASS, Outcome.NOT_APPLICABLE}
    assert found["third-parties"] is Outcome.NOT_APPLICABLE
    assert found["unused-preloads"] is Outcome.PASS


async def test_bytes_go_by_type_and_party(visited: dict[str, PageFacts]) -> None:
    faulty = loading_of(visited["faulty"])
    assert [(share.type, share.requests) for share in faulty.types] == [
        *(("document", 1), ("font", 2), ("image", 9), ("script", 2), ("stylesheet", 1))
    ]
    (party,) = faulty.third_parties
    assert (party.domain, party.requests) == ("localhost", 1)
    assert party.thread_ms >= 100
    assert party.bytes == faulty.third_bytes < 1_000
    network = visited["faulty"].network
    assert network is not None
    assert abs(faulty.bytes - network.transfer_bytes) < 500, "rounded to 100, by type"


async def test_elements_are_found_again(visited: dict[str, PageFacts]) -> None:
    faulty = loading_of(visited["faulty"])
    assert faulty.largest is not None
    assert faulty.largest.spot is not None
    assert faulty.largest.spot.selector == "#drawing"
    assert faulty.largest.lazy
    (large,) = faulty.oversized.worst
    assert large.spot is not None
    assert (large.spot.selector, large.size, large.shown) == ("#hall", (1600, 1200), (350, 263))
    assert {shift.spot.selector for shift in faulty.shifts if shift.spot} == {"body", "#first"}
    metrics = visited["faulty"].metrics
    assert metrics is not None
    paint = faulty.largest
    phases = paint.first_byte_ms + paint.wait_ms + paint.load_ms + paint.draw_ms
    assert abs(phases - metrics.lcp_ms) <= 200


async def test_savings_are_coarse(visited: dict[str, PageFacts]) -> None:
    savings = [finding.saves for finding in judged(visited["faulty"]) if finding.saves is not None]
    assert len(savings) > 6
    assert all(each.ms % 50 == 0 and each.bytes % 100 == 0 for each in savings)


async def test_the_facts_are_small(visited: dict[str, PageFacts]) -> None:
    for name, most in (("faulty", 5_000), ("sound", 900)):
        assert len(msgspec.json.encode(visited[name].loading)) < most


async def test_an_old_protocol_and_a_known_third_party(
    lantern: Lantern, small: Load, odd: OddServer
) -> None:
    """The same load, had it come from the network: names in place of this machine's address."""
    renamed = {
        f"127.0.0.1:{odd.port}": "www.northam.example",
        f"localhost:{odd.port}": "www.google-analytics.com",
    }

    def elsewhere(text: str) -> str:
        for here, there in renamed.items():
            text = text.replace(here, there)
        return text

    trace = gzip.compress(elsewhere(gzip.decompress(small.trace).decode()).encode(), 1)
    log = msgspec.json.decode(elsewhere(msgspec.json.encode(small.network.entries).decode()))
    insights = await lantern.explain(await lantern.simulate(trace, log, keep=True), {})
    assert insights.untold == ()
    assert insights.protocols.hosts == (("www.northam.example", 9),)
    assert insights.protocols.requests == 9
    assert insights.entities["www.google-analytics.com"] == "Google Analytics"


BOMB = """<!doctype html><html lang=en><meta name=viewport content="width=device-width">
<title>Bomb</title>{preloads}<h1>A page of links</h1>{pictures}<script src={long}></script>"""


async def test_a_page_that_asks_for_very_much(lane: Lane, odd: OddServer) -> None:
    """Preloads, pictures and endless addresses: what is kept stays small."""
    odd.page("/p", "x" * 3_000, kind="text/plain")
    preloads = "".join(f"<link rel=preload as=fetch crossorigin href=/p?{n}>" for n in range(30))
    pictures = "".join(f"<img src='/p?{n}-{'y' * 3_000}' alt=''>" for n in range(30))
    page = BOMB.format(preloads=preloads, pictures=pictures, long=f"/p?{'z' * 50_000}")
    facts = (await lane.visit(odd.page("/bomb", page), only=STEPS)).facts
    loading = loading_of(facts)
    told = loading.preloads
    assert 20 < told.count <= 30  # those that came in time
    if not told.unsure:  # else it was still loading
        assert told.unused.count == told.count
    assert len(told.unused.worst or told.unsure) == 20
    assert len(msgspec.json.encode(loading)) < 40_000
    assert loading.uncompressed.count > len(loading.uncompressed.worst) == 20


async def test_texts_that_are_too_large_are_left_alone(browser: Browser, odd: OddServer) -> None:
    odd.page("/vast.js", "let a = 1;" + " " * 1_500_000, kind="text/javascript")
    odd.page("/some.js", "let b = 1;" + " " * 3_000, kind="text/javascript")
    odd.page("/tiny.js", "let c = 1;", kind="text/javascript")
    scripts = "".join(f"<script src=/{name}.js></script>" for name in ("vast", "some", "tiny"))
    url = odd.page("/texts", f"<!doctype html><title>Texts</title>{scripts}")
    async with opened_page(browser) as (page, session):
        network = NetworkLog(session)
        await network.start()
        await page.goto(url)
        bodies = await read_bodies(session, network)
    assert list(bodies.texts) == [odd.url("/some.js")]
    assert bodies.unread == 1


async def test_insights_that_never_end_leave_the_metrics(small: Load) -> None:
    log = small.network.entries
    async with Lantern(find_node(CONFIG), CONFIG.node_modules) as lantern:
        simulation = await lantern.simulate(small.trace, log, keep=True)
        first = lantern.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        lantern.timeout = 0.3
        with pytest.raises(LanternFailed, match=r"took longer than 0\.3 s"):
            await lantern.explain(simulation, {})
        assert not psutil.pid_exists(first)
        lantern.timeout = 30
        assert (await lantern.simulate(small.trace, log)).metrics == simulation.metrics
        with pytest.raises(LanternFailed, match="not there any more"):
            await lantern.explain(simulation, {})


async def test_one_that_throws_is_left_out_alone(
    lantern: Lantern, small: Load, odd: OddServer
) -> None:
    """It throws at a text that is none. The others, and the metrics, are as they were."""
    texts: Any = {f"http://localhost:{odd.port}/small.js": None}
    whole = await lantern.simulate(small.trace, small.network.entries, keep=True)
    told = await lantern.explain(whole, {})
    again = await lantern.simulate(small.trace, small.network.entries, keep=True)
    assert again.metrics == whole.metrics
    lacking = await lantern.explain(again, texts)
    assert lacking == msgspec.structs.replace(told, untold=(Part.UNMINIFIED,))


async def test_a_trace_that_cannot_be_read_is_not_explained(lantern: Lantern, small: Load) -> None:
    broken = {**update(small, elements=1), "name": "ResourceSendRequest", "args": {}}
    odd = packed([*small.events, broken])
    simulation = await lantern.simulate(odd, small.network.entries, keep=True)
    with pytest.raises(LanternFailed, match="cannot explain this load"):
        await lantern.explain(simulation, {})


async def test_a_large_update_is_timed_as_on_the_reference_machine(
    lantern: Lantern, small: Load
) -> None:
    trace = packed([*small.events, update(small, elements=400)])
    for factor, styles in ((1, 0), (2, 1)):
        simulation = await lantern.simulate(
            trace, small.network.entries, slowdown=factor * PHONE_SLOWDOWN, keep=True
        )
        assert (await lantern.explain(simulation, {})).updates.styles == styles


def update(load: Load, elements: int) -> dict[str, Any]:
    """Styling so many elements after the load's last task, in 30 ms."""
    began = next(event for event in load.events if event["name"] == "navigationStart")
    last = max(
        (
            event
            for event in load.events
            if event["name"] == "RunTask" and "dur" in event and event["tid"] == began["tid"]
        ),
        key=lambda event: float(event["ts"]),
    )
    times = {"ts": last["ts"] + last["dur"] + 1, "dur": 30_000, "tdur": 30_000}
    args = {"elementCount": elements}
    return {**last, **times, "name": "UpdateLayoutTree", "args": args}


async def test_a_page_without_insights_is_audited_all_the_same(lane: Lane, small_page: str) -> None:
    def end_simulator(step: str) -> None:
        if step == "lantern":  # whose insights are asked for next
            for process in psutil.Process().children():
                if any(part.endswith("main.mjs") for part in process.cmdline()):
                    process.kill()

    facts = (await lane.visit(small_page, only=STEPS, observe=end_simulator)).facts
    assert facts.state is EndState.AUDITED
    assert set(facts.errors) == {"insights"}
    assert facts.metrics is not None
    loading = loading_of(facts)
    assert loading.untold == tuple(Part)
    assert [share.type for share in loading.types] == ["document", "image", "script"]
    unchecked = {audit for audit, outcome in outcomes(facts).items() if outcome is Outcome.ERROR}
    assert unchecked == set(OURS) - {"unused-preloads"}


async def test_the_websites_own_files_are_no_third_partys(lane: Lane, small_page: str) -> None:
    """As where a supplier's page shows the council's logo."""
    loading = loading_of((await lane.visit(small_page, only=STEPS, website="localhost")).facts)
    assert (loading.third_parties, loading.third_bytes) == ((), 0)
    assert loading.untold == ()
