"""Walking over a page twice gives the same facts, and pictures of what only the mouse shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = """<!doctype html><html lang="en"><head><title>Council - Eastmere</title><style>
.sub { display: none; position: absolute; background: #eee } li:hover > .sub { display: block }
#box { position: fixed; inset: 0; background: #fff } #box[hidden] { display: none }
</style></head><body><header><ul><li><a href="/council">Council</a>
<ul class="sub"><li><a href="/meetings">Meetings</a></li></ul></li></ul></header>
<main><h1>Council</h1><p>It meets on Tuesdays, in the hall in Mill Lane.</p>
<div class="card" id="card">Dates</div><p id="dates" hidden>1 December</p>
<button type="button" id="open">Ask</button>
<div id="box" role="dialog" aria-modal="true" aria-label="Ask" hidden>
<button type="button" id="shut">Close</button></div></main>
<script>
card.onclick = () => { dates.hidden = !dates.hidden; };
document.getElementById("open").onclick = () => { box.hidden = false; };
shut.onclick = () => { box.hidden = true; };
document.onkeydown = (event) => { if (event.key === "/") dates.hidden = !dates.hidden; };
</script></body></html>"""


async def test_the_same_page_gives_the_same_facts(lane: Lane, odd: OddServer) -> None:
    url = odd.page("/council", PAGE)
    walkers = {"pointer", "widgets"}
    first, second = [await lane.visit(url, walk=lambda _: True, only=walkers) for _ in range(2)]
    one, other = first.facts, second.facts
    assert one.errors == other.errors == {}
    assert (one.pointer, one.widgets) == (other.pointer, other.widgets)
    assert one.pointer is not None
    assert one.widgets is not None
    assert [each.effect for each in one.pointer.mouse_only] == ["shows"]
    (menu,) = one.pointer.revealed
    assert len(set(menu.pictures)) == 2
    assert set(menu.pictures) <= first.artifacts.keys()
    assert len(one.widgets.dialogs) == 1
    assert [each.key for each in one.widgets.shortcuts] == ["/"]
