"""A walk with the Tab key ends on every page, does nothing to the website, and can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.browser import walk
from crawler.facts.keyboard import Trap

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from crawler.facts.keyboard import KeyboardWalk
    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = "<!doctype html><html lang=en><head><title>Bins - Eastmere</title></head><body>"
HARM = (
    HEAD
    + """<a href=#main onclick="location = '/hurt?skip'">Skip to main content</a>
<form id=form method=post action=/hurt><input id=a name=a><button id=send>Send</button></form>
<a id=link href=/hurt?link>Link</a> <a id=blank target=_blank href=/hurt?blank>Link</a>
<main id=main><button id=b>One</button> <button id=c>Two</button> <button id=d>Three</button>
<button id=e>Four</button> <a href=/hurt?plain>Plain</a> <img src=/seen.png alt=""></main><script>
a.onfocus = () => form.submit();
b.onfocus = () => { location = '/hurt?b'; };
c.onfocus = () => { window.open('/hurt?c'); };
d.onfocus = () => { fetch('/hurt?d', {method: 'POST'}); navigator.sendBeacon('/hurt?e', 'x'); };
e.onfocus = () => { link.click(); blank.click(); form.requestSubmit(send); };
onkeydown = () => { fetch('/more').catch(() => 0); };
</script>"""
)
MANY = HEAD + "".join(f"<p><a href=/{at}>Link {at}</a>" for at in range(5000))
ENDLESS = (
    HEAD
    + """<a href=/0>Nought</a><script>let at = 0; addEventListener("focusin", () => {
  document.body.insertAdjacentHTML("beforeend", `<a href=/${++at}>Link ${at}</a> `) })</script>"""
)
STOLEN = (
    HEAD
    + """<a href=/a>A</a> <input id=q aria-label=Search> <a href=/b>B</a> <a href=/c>C</a>
<script>setInterval(() => q.focus(), 5)</script>"""
)
ORDINARY = (
    HEAD
    + """<a href=#main>Skip to content</a><nav><a href=/1>1</a> <a href=/2>2</a></nav>
<main id=main tabindex=-1><h1>Bins</h1><label>Street <input></label><a href=/x style="outline: 0">X
</a><button style="position: absolute; left: -900px">Y</button><video controls></video>
<iframe title=Map srcdoc="<a href=/in>In</a>"></iframe></main><div id=host></div><script>
host.attachShadow({mode: "open"}).innerHTML = "<button>I</button><button>J</button>"</script>"""
)
NOWHERE = HEAD + "<a href=/a>A</a><script>onkeydown = (event) => event.preventDefault()</script>"
HOSTILE = (
    HEAD
    + """<form><input name=parentElement><input name=focus><input name=getAttribute></form>
<img name=querySelectorAll><img name=activeElement><svg><a href=/s><text y=20>S</text></a></svg>
<script>JSON.stringify = Element.prototype.focus = null;
addEventListener("focusin", (event) => { if (event.target.name === "focus") open("/"); });
addEventListener("focusin", () => document.querySelector("svg").replaceWith("gone"), {once: true});
document.addEventListener("focusout", () => document.open("text/html"), {once: true})</script>"""
)
SHADOW_TRAP = (
    HEAD
    + """<a href=/a>A</a><div id=host></div><a href=/b>B</a><script>
const root = host.attachShadow({mode: "open"}); root.innerHTML = "<button>I</button>";
root.firstChild.onkeydown = (event) => event.preventDefault()</script>"""
)


async def walked(lane: Lane, url: str) -> KeyboardWalk:
    visit = await lane.visit(url, only={"keyboard"}, walk=lambda _: True)
    assert visit.facts.errors == {}
    assert visit.facts.keyboard is not None
    return visit.facts.keyboard


async def test_the_website_hears_nothing(lane: Lane, odd: OddServer) -> None:
    odd.page("/hurt", HEAD + "You are elsewhere")
    odd.page("/seen.png", b"", kind="image/png")
    odd.page("/more", "more")
    found = await walked(lane, odd.page("/harm", HARM))
    assert odd.hits["/hurt"] == 0
    assert odd.hits["/more"] > 0
    assert [stop.caused for stop in found.stops] == [
        "", "form", "", "", "", "address", "window", "", "address", "",
    ]  # fmt: skip
    assert found.skip is not None


async def test_without_the_block_it_would(
    lane: Lane, odd: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_context: object) -> None:
        return

    monkeypatch.setattr(walk, "keep_harmless", nothing)
    odd.page("/hurt", HEAD + "You are elsewhere")
    before = odd.hits["/hurt"]
    await lane.visit(odd.page("/harm", HARM), only={"keyboard"}, walk=lambda _: True)
    assert odd.hits["/hurt"] > before


@pytest.mark.parametrize("body", [MANY, ENDLESS], ids=["many", "endless"])
async def test_it_ends_and_says_that_it_saw_a_part(lane: Lane, odd: OddServer, body: str) -> None:
    found = await walked(lane, odd.page("/long", body))
    assert not found.complete
    assert found.why
    assert len(found.stops) <= 200


async def test_it_ends_where_the_focus_is_stolen(lane: Lane, odd: OddServer) -> None:
    found = await walked(lane, odd.page("/stolen", STOLEN))
    assert [trap.pulled for trap in found.traps] == [True]


async def test_the_same_page_gives_the_same_facts(lane: Lane, odd: OddServer) -> None:
    url = odd.page("/ordinary", ORDINARY)
    first, second = await walked(lane, url), await walked(lane, url)
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert first.complete
    assert first.judged
    assert [stop.hidden for stop in first.stops if stop.hidden] == ["off the screen"]
    shows = [first.looks[stop.look].shows for stop in first.stops]
    assert shows == [
        "style", "style", "style", "caret", "nothing", "nothing", "style", "inside", "inside",
    ]  # fmt: skip
    assert first.traps == ()


async def test_where_tab_does_nothing(lane: Lane, odd: OddServer) -> None:
    found = await walked(lane, odd.page("/nowhere", NOWHERE))
    tried = ("Escape", "the arrow keys", "Shift+Tab")
    assert found.traps == (Trap(spots=(), size=0, tried=tried, beyond=1),)
    assert (found.stops, found.complete) == ((), False)


async def test_a_trap_in_a_component(lane: Lane, odd: OddServer) -> None:
    found = await walked(lane, odd.page("/shadow", SHADOW_TRAP))
    assert [[spot.selector for spot in trap.spots] for trap in found.traps] == [["#host"]]
    assert found.complete


async def test_odd_pages(lane: Lane, odd: OddServer) -> None:
    await walked(lane, odd.page("/hostile", HOSTILE))
    found = await walked(lane, odd.page("/empty", HEAD))
    assert (found.stops, found.complete) == ((), True)
