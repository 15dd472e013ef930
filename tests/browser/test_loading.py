from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import msgspec
import pytest
import pytest_asyncio

from crawler.audits.registry import judge
from crawler.browser.gatherers.bodies import read_bodies
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.lantern import Lantern
from crawler.browser.node import find_node
from crawler.config import Config
from crawler.records import EndState, Outcome
from tests.browser.loading_pages import loading_pages
from tests.browser.recording import opened_page, record_load

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from crawler.browser.pool import Lane
    from crawler.facts.loading import Loading
    from crawler.records import Finding, PageFacts
    from tests.browser.odd_server import OddServer

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
    lantern: Lantern, browser: Browser, odd: OddServer
) -> None:
    """The same load, had it come from the network: names in place of this machine's address."""
    load = await record_load(browser, loading_pages(odd).faulty)
    renamed = {
        f"127.0.0.1:{odd.port}": "www.northam.example",
        f"localhost:{odd.port}": "www.google-analytics.com",
    }

    def elsewhere(text: str) -> str:
        for here, there in renamed.items():
            text = text.replace(here, there)
        return text

    trace = gzip.compress(elsewhere(gzip.decompress(load.trace).decode()).encode(), 1)
    log = msgspec.json.decode(elsewhere(msgspec.json.encode(load.network.entries).decode()))
    insights = (await lantern.simulate(trace, log, loading=True)).insights
    assert insights is not None
    assert insights.protocols.hosts == (("www.northam.example", 14),)
    assert insights.entities["www.google-analytics.com"] == "Google Analytics"


BOMB = """<!doctype html><html lang=en><meta name=viewport content="width=device-width">
<title>Bomb</title>{preloads}<h1>A page of links</h1>{pictures}<script src={long}></script>"""


async def test_a_page_that_asks_for_very_much(lane: Lane, odd: OddServer) -> None:
    """Preloads, pictures and endless addresses: what is kept stays small."""
    odd.page("/p", "x" * 3_000, kind="text/plain")
    preloads = "".join(f"<link rel=preload as=fetch crossorigin href=/p?{n}>" for n in range(120))
    pictures = "".join(f"<img src='/p?{n}-{'y' * 3_000}' alt=''>" for n in range(120))
    page = BOMB.format(preloads=preloads, pictures=pictures, long=f"/p?{'z' * 50_000}")
    facts = (await lane.visit(odd.page("/bomb", page), only=STEPS)).facts
    loading = loading_of(facts)
    assert 20 < loading.preloads.count <= 120  # those that came in time
    assert len(loading.preloads.unused or loading.preloads.unsure) == 20  # where it loads late
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


async def test_a_load_without_insights_keeps_its_metrics(
    lantern: Lantern, browser: Browser, odd: OddServer
) -> None:
    load = await record_load(
        browser,
        odd.page("/plain", BOMB.format(**dict.fromkeys(("preloads", "pictures", "long"), ""))),
    )
    asked = await lantern.simulate(load.trace, load.network.entries, loading=True)
    plain = await lantern.simulate(load.trace, load.network.entries)
    assert (plain.insights, plain.trouble) == (None, "")
    assert asked.insights is not None
    assert asked.metrics == plain.metrics
