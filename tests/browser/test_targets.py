from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.browser.gatherers.targets import INSTALL, LIMITS
from crawler.browser.world import World
from crawler.facts.targets import TargetsAt
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from crawler.browser.pool import Lane
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = """<!doctype html><html lang="en"><head><title>x</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 0 } .s { position: absolute; width: 16px; height: 16px; overflow: hidden }
</style></head><body>"""


def small(name: str, left: int, top: int = 40, more: str = "") -> str:
    return f'<button id="{name}" class="s" style="left: {left}px; top: {top}px; {more}">x</button>'


# Each case is HTML; exactly the elements whose ids begin with `bad` are too small and too close.
CASES = {
    "circles that only touch": small("a", 40) + small("b", 64),
    "circles that meet": small("bad-a", 40) + small("bad-b", 63),
    "a large neighbour": small("bad-a", 40)
    + '<button style="position: absolute; left: 58px; top: 30px; width: 90px; height: 40px">y',
    "a large neighbour with room": small("a", 40)
    + '<button style="position: absolute; left: 61px; top: 30px; width: 90px; height: 40px">y',
    "one that takes no tap": small("a", 40) + small("b", 50, more="pointer-events: none"),
    "one that is off": small("a", 40) + small("b", 50).replace("<button", "<button disabled"),
    "one that waits unseen": small("a", 40) + small("b", 50, more="visibility: hidden"),
    "a large one mostly covered": """<style>#bad-a { position: absolute; left: 0; top: 0;
        width: 100px; height: 40px } #c { position: absolute; left: 15px; top: 0; width: 200px;
        height: 40px }</style><button id="bad-a">x</button><button id="c">y</button>""",
    "a thin line of a covered one": """<style>button { position: absolute; top: 0; height: 40px }
        #a { left: 0; width: 40px } #c { left: 2px; width: 200px }</style><button id="a">x</button>
        <button id="c">y</button>""",
    "a skewed one that holds the square": """<button style="width: 90px; height: 40px; margin: 9px;
        transform: skew(20deg); display: block">x</button>""",
    "cut off by its box": """<div style="position: absolute; left: 0; top: 0; width: 90px;
        height: 14px; overflow: hidden"><button id="bad-a" style="width: 80px; height: 40px">x
        </button></div><button style="position: absolute; top: 16px; left: 0; width: 90px;
        height: 40px">y</button>""",
    "far down the page": "<p style='height: 4000px'>x</p><div style='position: relative'>"
    + small("bad-a", 40, 0)
    + small("bad-b", 57, 0)
    + "</div>",
    "a link that wraps beside a button": """<div style="width: 230px; font: 18px/30px Arial">
        <button style="padding: 8px 30px">Reject all</button>
        <a href="/c">Read about our cookies</a></div>""",
    "only a listener": """<span class="s" id="bad-a" style="left: 40px; top: 9px; cursor: pointer"
        onclick="x()">x</span>"""
    + small("bad-b", 57, 9),
}


@pytest.mark.parametrize("body", CASES.values(), ids=CASES.keys())
async def test_what_is_too_small_and_too_close(browser: Browser, body: str) -> None:
    async with opened_page(browser) as (page, session):
        await page.set_content(HEAD + body)
        await page.evaluate("scrollTo(0, 7)")
        answer = await World(session).call(
            "(...given) => targets.gather(...given)",
            "mobile",
            LIMITS,
            True,
            install=INSTALL,
        )
        found = msgspec.convert(msgspec.json.decode(answer)["at"], TargetsAt)
        named = {target.spot.selector for target in found.small}
        assert named == {f"#bad-{name}" for name in "ab" if f'id="bad-{name}"' in body}
        assert await page.evaluate("scrollY") == (7 if "4000px" in body else 0)


async def test_a_page_of_links_alone_is_too_large(lane: Lane, odd: OddServer) -> None:
    links = "".join(f'<a href="/{number}">x</a>' for number in range(11_000))
    visit = await lane.visit(odd.page("/links", HEAD + links), only={"targets"})
    assert visit.facts.targets is not None
    assert not visit.facts.targets.complete


async def test_a_page_that_breaks_its_own_functions_is_measured(lane: Lane, odd: OddServer) -> None:
    hostile = """<form><input name="children"><input name="parentElement"></form><script>
    Element.prototype.getBoundingClientRect = () => { throw 1 };
    document.elementFromPoint = scrollTo = JSON.stringify = () => { throw 1 };</script>"""
    body = HEAD + hostile + small("a", 90, 90) + small("b", 100, 90)
    visit = await lane.visit(odd.page("/hostile", body), only={"targets"})
    assert visit.facts.targets is not None
    assert [at.small_found for at in visit.facts.targets.sizes] == [2, 2, 2]
    assert [bool(at.pictures) for at in visit.facts.targets.sizes] == [True, False, False]


async def test_a_page_without_time_for_all_is_not_measured(
    lane: Lane, odd: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIMITS, "milliseconds", -1)
    visit = await lane.visit(odd.page("/late", HEAD + small("a", 9)), only={"targets"})
    assert visit.facts.targets is None
    assert visit.facts.errors["targets"] == "there was no time to try all links and buttons"
