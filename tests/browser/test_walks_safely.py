"""Walking over a page, by keyboard and mouse, changes nothing on its website and never leaves it.

A GET of a resource is let through, as any visitor's browser fetches what a page asks for: an image,
a part of a menu, an event stream, a file. A website that changes something on GET breaks the rules
of HTTP, and we cannot tell such an address from others.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from crawler.browser.pool import Lane
from tests.browser.conftest import QUICK

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.odd_server import OddServer

pytestmark = pytest.mark.asyncio(loop_scope="module")

HARM = {
    "location": "location = hurt",
    "replace": "location.replace(hurt)",
    "navigate": "navigation.navigate(hurt)",
    "post": "fetch(hurt, {method: 'POST', body: 'x'})",
    "put": "fetch(hurt, {method: 'PUT', body: 'x', keepalive: true})",
    "delete": "const x = new XMLHttpRequest(); x.open('DELETE', hurt); x.send()",
    "beacon": "navigator.sendBeacon(hurt, 'x')",
    "submit": "form.action = hurt; form.submit()",
    "request-submit": "form.action = hurt; form.requestSubmit()",
    "submit-get": "other.action = hurt; other.submit()",
    "submit-blank": "blank.action = hurt; blank.submit()",
    "popup": "open(hurt, '_blank')",
    "link": "link.href = hurt; link.click()",
    "link-blank": "tab.href = hurt; tab.click()",
    "file": "file.href = hurt; file.click()",
    "file-loose": "const a = document.createElement('a'); a.download = ''; a.href = hurt;a.click()",
    "file-event": "const b = document.createElement('a'); b.download = ''; b.href = hurt;"
    "b.append('x', document.createElement('i')); b.lastChild.dispatchEvent("
    "new MouseEvent('click', {bubbles: true, cancelable: true}))",
    "ping": "anchor.ping = hurt; anchor.click()",
    "frame": "frame.removeAttribute('srcdoc'); frame.src = hurt",
    "frame-inner": "inner.contentWindow.location = hurt",
    "refresh": "document.head.insertAdjacentHTML('beforeend',"
    '`<meta http-equiv=refresh content="0; url=${hurt}">`)',
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${hurt}',"
    "{method: 'POST', body: 'x'})`])))",
    "old-worker": "worker.postMessage(hurt)",
    "shared-worker": "new SharedWorker('/shared.js?' + hurt)",
    "service-worker": "navigator.serviceWorker.register('/service.js?' + hurt)",
    "socket": "new WebSocket(hurt.replace('http', 'ws'))",
    "frame-socket": "new inner.contentWindow.WebSocket(hurt.replace('http', 'ws'))",
    "leaving": "addEventListener('beforeunload', () => navigator.sendBeacon(hurt, 'x'));"
    "location = '/hurt/leaving'",
}
"""What a press, a hover, the focus, a key or a choice may set off, each towards an address of its
own. Deferred fetches are in test_acting.py."""
ALLOWED = "new Image().src = '/seen/get?delete=1'; new EventSource('/seen/events');"
ODD = (
    "print(); navigator.clipboard.writeText('x').catch(() => {}); history.pushState({}, '', '#x');"
)
SCRIPT = "onconnect = () => {}; fetch(location.search.slice(1), {method: 'POST', body: 'x'})"
EVENTS = ("click", "mouseenter", "focus", "keydown", "change")

PAGE = """<!doctype html><html lang="en"><head><title>Traps - Eastmere</title>
<style>.tip {{ display: none }} .a0:hover + .tip {{ display: block }}</style></head><body>
<main><h1>Traps</h1>{controls}
<form id=form method=post><input name=a value=b aria-label=a></form>
<form id=other><input name=a aria-label=b></form>
<form id=blank method=post target=_blank></form>
<a id=file download></a><a id=link></a><a id=tab target=_blank></a><a id=anchor href="#here"></a>
<iframe id=frame title=x srcdoc=x></iframe><iframe id=inner title=y srcdoc=y></iframe></main>
<script>
const worker = new Worker(URL.createObjectURL(new Blob([
  "onmessage = (e) => fetch(e.data, {{method: 'POST', body: 'x'}})"])));
const harms = {{ {harms} }};
const names = Object.keys(harms);
const next = {{}};
const spring = (kind) => {{
  const at = next[kind] = (next[kind] ?? -1) + 1;
  const name = names[at % names.length];
  new Image().src = `/sprung/${{kind}}/${{name}}?${{at}}`;
  try {{ harms[name](`${{location.origin}}/hurt/${{name}}`); }} catch {{ return; }}
}};
addEventListener("keydown", () => spring("keydown"));
for (const control of document.querySelectorAll(".trap")) {{
  for (const kind of {events}) {{
    control.addEventListener(kind, () => {{ spring(kind); said.textContent += "."; }});
  }}
}}
</script></body></html>"""


def trapped() -> str:
    """A page with many controls of different kinds, of which each use springs the next trap."""
    made = [
        f'<div class="trap a{n}" role=button tabindex=0 aria-haspopup=true>Part {n}</div>'
        f"<p class=tip>Tip {n} here</p>"
        for n in range(4)
    ]
    made += [f'<button type=button class="trap b{n}">Piece {n}</button>' for n in range(4)]
    made += [f'<span class="trap c{n}">Bit {n}</span>' for n in range(4)]
    made += ['<a role=button aria-haspopup=true download href="/hurt/pressed">Whole list</a>']
    made += [
        f'<select class=trap id=s{n} aria-label="s{n}"><option>1<option>2</select>'
        for n in range(3)
    ]
    made += ["<label><input type=checkbox class=trap> Yes</label><p id=said></p>"]
    harms = ",\n".join(
        f"{name!r}: (hurt) => {{ {act}; {ODD} {ALLOWED} }}" for name, act in HARM.items()
    )
    return PAGE.format(controls="\n".join(made), harms=harms, events=list(EVENTS))


def serve(odd: OddServer) -> str:
    odd.page("/shared.js", SCRIPT, kind="text/javascript")
    odd.page("/service.js", SCRIPT, kind="text/javascript")
    for name in HARM:
        odd.page(f"/hurt/{name}", "You are elsewhere")
    return odd.page("/traps", trapped())


async def test_walks_change_nothing_and_stay(odd: OddServer) -> None:
    url = serve(odd)
    odd.hits.clear()
    async with Lane(QUICK) as lane:
        walkers = {"keyboard", "pointer", "widgets"}
        facts = (await lane.visit(url, walk=lambda _: True, only=walkers)).facts
    assert facts.pointer is not None, facts.errors
    assert facts.widgets is not None, facts.errors
    assert facts.keyboard is not None, facts.errors
    assert facts.final_url == url
    sprung = {tuple(path.split("/")[2:]) for path in odd.hits if path.startswith("/sprung/")}
    assert {kind for kind, _ in sprung} == set(EVENTS)
    assert {name for _, name in sprung} == set(HARM)
    assert odd.hits["/seen/get"]
    assert odd.hits["/seen/events"]
    assert {path: hits for path, hits in odd.hits.items() if path.startswith("/hurt/")} == {}


@pytest.fixture(scope="module")
def opened(odd: OddServer) -> str:
    return serve(odd)


@pytest.mark.parametrize("harm", HARM)
async def test_unheld_it_would(browser: Browser, odd: OddServer, opened: str, harm: str) -> None:
    """So that the test above tests something."""
    before = odd.hits[f"/hurt/{harm}"]
    context = await browser.new_context()
    try:
        page = await context.new_page()
        await page.goto(opened)
        script = f"() => {{ harms[{harm!r}](`${{location.origin}}/hurt/{harm}`); }}"
        await page.evaluate(script)
        for _ in range(100):
            if odd.hits[f"/hurt/{harm}"] > before:
                return
            await asyncio.sleep(0.05)
    finally:
        await context.close()
    pytest.fail("the server heard nothing")
