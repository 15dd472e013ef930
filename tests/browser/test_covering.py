"""What covers the screen is measured in bounded time, and the page is left as it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.facts.covering import ZOOMED

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from crawler.facts.covering import Covering, Screen
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = """<!doctype html><html lang="en"><head><title>Bins</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body { margin: 0; font: 16px/1.5 sans-serif }</style></head><body>"""
LONG = "<main><h1>Bins</h1>" + "<p>Put it out by six. <a href=/a>When</a></p>" * 200 + "</main>"


async def covering(lane: Lane, odd: OddServer, body: str) -> Covering:
    visit = await lane.visit(odd.page("/covering", HEAD + body), only={"covering"})
    assert not visit.facts.errors
    assert visit.facts.covering is not None
    return visit.facts.covering


def at(found: Covering, size: str) -> Screen:
    return next(screen for screen in found.screens if screen.size == size)


async def test_shares_at_each_size(lane: Lane, odd: OddServer) -> None:
    """A bar of 100 pixels that does not change with the window."""
    bar = '<header style="position: sticky; top: 0; height: 100px; background: #fff">x</header>'
    found = await covering(lane, odd, bar + LONG)
    assert [screen.size for screen in found.screens] == [
        *("mobile", "small", "landscape", "narrow"),
        ZOOMED,
    ]
    assert at(found, "mobile").scrolled == pytest.approx(12, abs=1)
    assert at(found, "landscape").scrolled == pytest.approx(24, abs=2)
    assert at(found, ZOOMED).scrolled == pytest.approx(39, abs=4)
    assert (at(found, ZOOMED).width, at(found, ZOOMED).height) == (320, 256)
    (held,) = found.held
    assert held.at == ZOOMED
    assert len(found.pictures) == 1, "only of the size at which it is much"


async def test_the_page_is_left_as_it_was(lane: Lane, odd: OddServer) -> None:
    """It notes in itself what it met, which then shows in the banner that is read last."""
    watch = """<div id="ask" class="cookies" style="position: fixed; bottom: 0; left: 0; right: 0;
    background: #fff"><p>We use cookies.</p><button>Accept</button></div><script>
    let said = "untouched";
    for (const kind of ["focusin", "click"]) addEventListener(kind, () => { said = kind; });
    for (const kind of ["scroll", "focusin"]) addEventListener(kind, () => {
      document.getElementById("ask").setAttribute("data-met", said + " at " + scrollY);
    });
    </script>"""
    found = await covering(lane, odd, LONG + watch)
    assert found.banner is not None
    assert 'data-met="untouched at 0"' in found.banner.spot.html
    assert found.banner.hidden > 0


@pytest.mark.parametrize(
    "body",
    [
        '<div style="position: fixed; inset: 0; background: #eee">x</div>' * 10_000,
        "<p>x</p>" * 30_000,
        "<div>" * 400 + '<div style="position: fixed; top: 0; height: 40px">x</div>' + LONG,
        """<script>Document.prototype.elementFromPoint = Element.prototype.getBoundingClientRect =
        window.scrollTo = () => { throw new Error("no") };</script>"""
        + LONG,
    ],
    ids=["10,000 fixed", "30,000 elements", "deep", "hostile"],
)
async def test_odd_pages_take_bounded_time(lane: Lane, odd: OddServer, body: str) -> None:
    found = await covering(lane, odd, body)
    assert len(found.screens) >= 4
    assert len(found.held) <= 10


async def test_a_page_that_stands_in_a_fixed_box_is_no_cover(lane: Lane, odd: OddServer) -> None:
    shell = '<div style="position: fixed; inset: 0; overflow: auto; background: #fff">'
    found = await covering(lane, odd, f"{shell}{LONG}</div>")
    assert not found.held
    assert at(found, "mobile").scrolled == 0
