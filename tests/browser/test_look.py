"""A look is a visit without what only scores need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.records import EndState, Viewport

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = """<!doctype html><html lang="en"><head><title>Bins - Eastmere</title>
<meta name="viewport" content="width=device-width"></head><body><main><h1>Bins</h1>
<p>Bins are emptied every other Tuesday, except in the week after Christmas.</p>
<a href="/more">More</a></main></body></html>"""


async def test_a_look_reads_a_page_and_judges_nothing(lane: Lane, odd: OddServer) -> None:
    url = odd.page("/look", GOOD)
    visit = await lane.look(url, act=False)
    facts = visit.facts
    assert (facts.state, facts.reason, facts.errors) == (EndState.AUDITED, "", {})
    assert (facts.status, facts.final_url, odd.hits["/look"]) == (200, url, 1)
    assert facts.markup is not None
    assert [(link.text, link.region, link.heading) for link in facts.markup.links] == [
        ("More", "main", "Bins")
    ]
    assert facts.network is not None
    assert facts.network.ttfb_ms is not None
    assert (facts.axe, facts.layout, facts.metrics, visit.artifacts) == ((), (), None, {})
    assert (facts.first_step, facts.opened) == (None, None)
    assert facts.versions == lane.versions


async def test_acting_includes_the_narrow_width(lane: Lane, odd: OddServer) -> None:
    facts = (await lane.look(odd.page("/look/act", GOOD))).facts
    assert (facts.state, facts.errors) == (EndState.AUDITED, {})
    assert [layout.viewport for layout in facts.layout] == [Viewport.NARROW]


async def test_a_look_ends_in_the_same_states_as_a_visit(lane: Lane, odd: OddServer) -> None:
    soft = GOOD.replace("Bins -", "Page not found |")
    ends = {
        odd.page("/look/gone", GOOD, status=404): EndState.GONE,
        odd.page("/look/soft", soft): EndState.GONE,
        odd.page("/look/blocked", GOOD, status=403): EndState.BLOCKED,
        odd.page("/look/file", b"%PDF-1.4", kind="application/pdf"): EndState.GONE,
        odd.page("/look/busy", GOOD + "<script>for(;;){}</script>"): EndState.UNREACHABLE,
        "http://no-such-council.invalid/": EndState.UNREACHABLE,
        "javascript:1": EndState.FAILED,
    }
    for url, state in ends.items():
        assert (await lane.look(url)).facts.state == state
    assert (await lane.look(odd.page("/look/after", GOOD))).facts.state == EndState.AUDITED
