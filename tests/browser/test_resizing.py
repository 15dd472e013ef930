"""Growing and turning a page leaves it as it was, and a page too large for it is not passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from crawler.browser.examinations import Ground
from crawler.browser.gatherers.network import NetworkLog
from crawler.browser.gatherers.resizing import gather_resizing
from crawler.browser.gatherers.style import gather_style
from crawler.browser.sizes import resize
from crawler.browser.world import World
from crawler.facts.resizing import Change
from crawler.records import Viewport
from tests.browser.conftest import QUICK
from tests.browser.recording import opened_page

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page

    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = """<!doctype html><html lang="en"><head><title>x</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
p { transition: all 20s; font: 16px/1.2 Arial; width: 300px }
#small { width: 190px; height: 20px; overflow: hidden } #wide { width: 90% }
@media (orientation: landscape) { #wide { color: navy } }
</style></head><body>
<form><input name="style"><input name="adoptedStyleSheets"></form>
<img name="adoptedStyleSheets" alt=""><p id="small">Put your bins out by seven</p>
<p id="wide">Bins go out by seven in the morning, and in again.</p>
<script>
  window.seen = [];
  new MutationObserver((records) => seen.push(...records.map((each) => each.type)))
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  for (const kind of ["scroll", "focusin", "click"]) {
    addEventListener(kind, () => seen.push(kind), true);
  }
</script></body></html>"""
STATE = """() => JSON.stringify([innerWidth, innerHeight, devicePixelRatio, scrollY, seen,
  [...document.querySelectorAll("p")].map((each) => {
    const { fontSize, lineHeight, letterSpacing, wordSpacing, marginBottom, transitionDuration } =
      getComputedStyle(each);
    return [fontSize, lineHeight, letterSpacing, wordSpacing, marginBottom, transitionDuration,
      each.getBoundingClientRect().height];
  })])"""


def ground(page: Page, session: CDPSession) -> Ground:
    return Ground(
        page,
        session,
        World(session),
        NetworkLog(session),
        lambda _picture: "",
        QUICK,
        Viewport.DESKTOP,
    )


async def test_the_page_is_put_back_and_never_knew(browser: Browser, odd: OddServer) -> None:
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/grows", PAGE))
        await resize(session, Viewport.DESKTOP)
        before: Any = await page.evaluate(STATE)
        first = await gather_resizing(ground(page, session))
        second = await gather_resizing(ground(page, session))
        assert await page.evaluate(STATE) == before
    assert {loss.change for loss in first.losses} >= {Change.LETTERS, Change.SPACING}
    assert {loss.place.selector for loss in first.losses} == {"#small"}
    assert first.complete
    assert first.grown
    # before and with more space, and with larger letters
    assert {change: len(taken) for change, taken in first.pictures.items()} == {
        Change.SPACING: 2,
        Change.LETTERS: 1,
    }
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


async def test_a_page_too_large_says_so(browser: Browser, odd: OddServer) -> None:
    many = "<p>Bins go <b>out</b> by seven</p>" * 10_000
    async with opened_page(browser) as (page, session):
        await page.goto(odd.page("/many", f"<!doctype html><title>x</title>{many}"))
        await resize(session, Viewport.DESKTOP)
        resizing = await gather_resizing(ground(page, session))
        style = await gather_style(ground(page, session))
    assert not resizing.complete
    assert not style.complete
