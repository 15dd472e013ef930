"""Pressing what a page shows does nothing to its website, and to what was gathered before."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.browser import pool, stay
from crawler.records import EndState, FirstStep, OpenedLink, Tabbing, Viewport
from tests.browser.conftest import QUICK

if TYPE_CHECKING:
    from crawler.browser.pool import Lane
    from tests.browser.odd_server import Asked, OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = """<!doctype html><html lang="en"><head><title>Bins - Eastmere</title>
<meta name="viewport" content="width=device-width"></head><body>"""
MENU = """<header><button id=menu aria-expanded=false>Menu</button>
<ul id=list hidden><li><a href=/listed>Listed</a></ul></header>
<main><h1>Bins</h1><p>Bins are emptied every other Tuesday.</p><a href=/more>More</a></main>"""
OPENS = "list.hidden = false;"
# What a press of the menu's button may set off: each would reach the path /hurt.
HARM = {
    "location": "location = '/hurt'",
    "assign": "location.assign('/hurt?x')",
    "post": "fetch('/hurt', {method: 'POST', body: 'x'})",
    "put": "fetch('/hurt', {method: 'PUT', body: 'x', keepalive: true})",
    "xhr": "const x = new XMLHttpRequest(); x.open('DELETE', '/hurt'); x.send()",
    "beacon": "navigator.sendBeacon('/hurt', 'x')",
    "submit": "form.submit()",
    "request": "form.requestSubmit()",
    "get": "form.method = 'get'; form.submit()",
    "popup": "open('/hurt', '_blank')",
    "blank": "form.target = '_blank'; form.submit()",
    "link": "link.click()",
    "new tab": "link.target = '_blank'; link.click()",
    "file": "link.download = 'x'; link.click()",
    "loose file": "const a = document.createElement('a'); a.download = 'x'; a.href = '/hurt';"
    "a.click()",
    "ping": "link.href = '#here'; link.ping = '/hurt'; link.click()",
    "frame": "frame.removeAttribute('srcdoc'); frame.src = '/hurt'",
    "refresh": "document.head.insertAdjacentHTML('beforeend',"
    "'<meta http-equiv=refresh content=\"0; url=/hurt\">')",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${origin}/hurt',"
    "{method: 'POST', body: 'x'})`])))",
    "old worker": "worker.postMessage(origin + '/hurt')",
}
PARTS = """<form id=form method=post action=/hurt><input name=a value=b></form>
<a id=link href=/hurt></a><iframe id=frame title=x srcdoc=x></iframe>
<script>const worker = new Worker(URL.createObjectURL(new Blob([
  "onmessage = (e) => fetch(e.data, {method: 'POST', body: 'x'})"])))</script>"""


def pressed(harm: str) -> str:
    script = f"<script>menu.onclick = () => {{ {OPENS} {harm} }}</script>"
    return HEAD + MENU + PARTS + script


@pytest.mark.parametrize("harm", HARM)
async def test_the_website_hears_nothing(lane: Lane, odd: OddServer, harm: str) -> None:
    odd.page("/hurt", HEAD + "You are elsewhere")
    before = odd.hits["/hurt"]
    facts = (await lane.look(odd.page("/harm", pressed(HARM[harm])))).facts
    assert facts.opened == (
        OpenedLink(url=odd.url("/listed"), text="Listed", controls=("Menu",), region="header"),
    )
    assert (facts.state, facts.errors) == (EndState.AUDITED, {})
    assert facts.final_url == odd.url("/harm")
    assert odd.hits["/hurt"] == before


@pytest.mark.parametrize("harm", HARM)
async def test_without_the_block_it_would(
    lane: Lane, odd: OddServer, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the tests above test something."""

    async def nothing(_context: object) -> None:
        return

    monkeypatch.setattr(stay, "keep_harmless", nothing)
    odd.page("/hurt", HEAD + "You are elsewhere")
    before = odd.hits["/hurt"]
    await lane.look(odd.page("/harm", pressed(HARM[harm])))
    assert odd.hits["/hurt"] > before


LATER = pressed("fetchLater('/hurt', {method: 'POST', activateAfter: 0})")


async def test_nothing_is_sent_later(lane: Lane, odd: OddServer) -> None:
    """A deferred fetch is not one that can be intercepted, so there is no such function."""
    before = odd.hits["/hurt"]
    facts = (await lane.look(odd.page("/later", LATER))).facts
    assert (facts.state, len(facts.opened or ())) == (EndState.AUDITED, 1)
    await lane.look(odd.page("/after", HEAD + MENU))
    assert odd.hits["/hurt"] == before


async def test_without_the_flag_it_would_be(
    odd: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = asyncio.Event()
    loop = asyncio.get_running_loop()

    def hear(asked: Asked) -> None:
        loop.call_soon_threadsafe(heard.set)
        asked.reply(200, b"", "text/plain", {})

    odd.answer("/hurt", hear)
    flags = tuple(flag for flag in pool.FLAGS if "FetchLater" not in flag)
    monkeypatch.setattr(pool, "FLAGS", flags)
    async with pool.Lane(QUICK) as lane:
        await lane.look(odd.page("/later", LATER))
        await asyncio.wait_for(heard.wait(), 10)


async def test_pages_may_fetch_their_menus(lane: Lane, odd: OddServer) -> None:
    odd.page("/items", "<li><a href=/fetched>Fetched</a></li>")
    script = """<script>menu.onclick = async () => {
      list.innerHTML = await (await fetch('/items')).text(); list.hidden = false }</script>"""
    facts = (await lane.look(odd.page("/fetching", HEAD + MENU + script))).facts
    assert facts.opened is not None
    assert [link.text for link in facts.opened] == ["Fetched"]


@pytest.mark.parametrize(
    "control",
    [
        "<form method=post action=/hurt><button>Menu</button></form>",
        "<form action=/hurt><button type=submit>Menu</button></form>",
        "<form action=/hurt><input type=submit value=Menu><input type=image alt=Menu></form>",
        "<form id=f action=/hurt></form><button form=f>Menu</button>",
        "<a href=/hurt role=button aria-expanded=false>Menu</a>",
        "<div class=cookie-banner><button aria-expanded=false onclick=hurt()>Menu</button></div>",
        "<button aria-expanded=false onclick=hurt()>Accept all cookies</button>",
        "<button aria-expanded=true onclick=hurt()>Menu</button>",
        "<button aria-expanded=false onclick=hurt() disabled>Menu</button>",
        "<button aria-expanded=false onclick=hurt()>Log in</button>",
    ],
)
async def test_what_is_never_pressed(lane: Lane, odd: OddServer, control: str) -> None:
    odd.page("/hurt", "")
    before = odd.hits["/hurt"]
    script = "<script>const hurt = () => fetch('/hurt'); addEventListener('submit', hurt)</script>"
    url = odd.page("/never", f"{HEAD}{script}<header>{control}</header><main><h1>x</h1></main>")
    facts = (await lane.look(url)).facts
    assert facts.opened == ()
    assert odd.hits["/hurt"] == before


async def test_a_visit_is_the_same_whatever_acting_does(lane: Lane, odd: OddServer) -> None:
    """The page takes itself apart as soon as it is touched."""
    apart = "document.body.innerHTML = '<h1>Page not found</h1>'; location = 'about:blank'"
    still = (await lane.visit(odd.page("/still", HEAD + MENU))).facts
    for script in (f"menu.onclick = () => {{ {apart} }}", f"onkeydown = () => {{ {apart} }}"):
        url = odd.page("/still", HEAD + MENU + f"<script>{script}</script>")
        facts = (await lane.visit(url)).facts
        assert (facts.state, facts.reason) == (EndState.AUDITED, "")
        assert facts.markup is not None
        assert still.markup is not None
        assert facts.markup.links == still.markup.links
        assert facts.layout[0] == still.layout[0]
        assert facts.axe_at(Viewport.DESKTOP) is not None
        assert facts.network is not None
        assert facts.metrics is not None
    assert (await lane.visit(odd.page("/still", HEAD + MENU))).facts.state == EndState.AUDITED


FETCHING = f"""<script>const fetchAll = () => {{ {OPENS}
  for (let i = 0; i < 200; i++) fetch('/part?' + i).then((part) => part.blob()).catch(() => {{}}) }}
  menu.onclick = fetchAll; onkeydown = fetchAll</script>"""
GREEDY = """<script>const all = []; onkeydown = () => setInterval(() => {
  for (let i = 0; i < 8; i++) all.push(new Uint8Array(8e6).fill(1)) }, 20)</script>"""


@pytest.mark.parametrize(
    ("page", "limit", "said"),
    [
        (
            FETCHING,
            {"response_bytes": 1_000_000, "page_bytes": 5_000_000},
            "fetched more than 5 MB",
        ),
        (GREEDY, {"browser_memory": 700_000_000}, "took more than 700 MB of memory"),
    ],
)
async def test_what_acting_takes_costs_the_page_nothing(
    odd: OddServer, page: str, limit: dict[str, int], said: str
) -> None:
    odd.page("/part", b"x" * 900_000, kind="application/octet-stream")
    async with pool.Lane(msgspec.structs.replace(QUICK, **limit)) as lane:
        # So many stops that acting lasts for longer than from one look at it to the next.
        stops = "<a href='/'>Home</a>" * 90
        facts = (await lane.visit(odd.page("/takes", HEAD + stops + MENU + page))).facts
        assert facts.errors["limit"] == f"the page {said}"
        assert (facts.state, facts.reason) == (EndState.AUDITED, "")
        assert facts.metrics is not None
        assert facts.network is not None
        assert facts.axe_at(Viewport.DESKTOP) is not None
        assert (await lane.visit(odd.page("/next", HEAD + MENU))).facts.errors == {}


async def test_a_page_that_is_lost_while_acting_was_audited(lane: Lane, odd: OddServer) -> None:
    for harm in ("for(;;){}", "location = 'about:blank'", "while (true) alert(1)"):
        for event in ("menu.onclick", "onkeydown"):
            script = f"<script>{event} = () => {{ {harm} }}</script>"
            facts = (await lane.look(odd.page("/lost", HEAD + MENU + script))).facts
            assert (facts.state, facts.reason) == (EndState.AUDITED, "")
            assert not facts.opened
            assert facts.errors
            assert not facts.no_first_step
    assert (await lane.look(odd.page("/found", HEAD + MENU))).facts.errors == {}


async def test_visits_and_looks_see_the_same(lane: Lane, odd: OddServer) -> None:
    url = odd.page("/same", pressed(""))
    visit, look = (await lane.visit(url)).facts, (await lane.look(url)).facts
    selector = "body > main > a"
    step = FirstStep(kind="link", text="More", selector=selector, tabs=2, end=Tabbing.REACHED)
    assert visit.first_step == look.first_step == step
    assert visit.opened == look.opened
    assert visit.opened
    assert visit.markup == look.markup
    assert visit.layout_at(Viewport.NARROW) == look.layout_at(Viewport.NARROW)
    assert {"first_step", "menus", "resize_mobile"} <= set(visit.timings_ms)
    assert msgspec.json.decode(msgspec.json.encode(visit), type=type(visit)) == visit


async def test_after_an_error_of_the_site_nothing_is_pressed(lane: Lane, odd: OddServer) -> None:
    facts = (await lane.look(odd.page("/none", HEAD + MENU, status=404))).facts
    assert facts.state == EndState.GONE
    assert (facts.opened, facts.first_step, facts.no_first_step) == (None, None, False)
