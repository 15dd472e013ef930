"""Pages of a fictional council that are hard to measure, served from a process of their own.

    python -m bench.speed_pages

Each is at `/<name>/` of a free port on 127.0.0.1. The program prints its address and the names as a
line of JSON, and ends when its input does. All of it is made by counting, none of it by chance, so
that two runs serve the same bytes.

heavy-script: a bundle of 1.1 MB in the head whose every function runs, in many tasks, some long.
heavy-layout: 1.1 MB of script in the head that builds a directory and reads its layout as it goes.
late-shift: a notice and an unsized picture push the text down after the page has loaded.
slow-server: the document takes 600 ms, its files drip in.
late-hero: the largest picture is put in by a script that waits for an answer of another.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
import time
import zlib
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple

from typing_extensions import override

from bench.served import ROOT
from tests.server import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("heavy-script", "heavy-layout", "late-shift", "slow-server", "late-hero")
HEAVY = NAMES[:2]
DOCUMENT_SECONDS = 0.6
PART_SECONDS = 0.1
PARTS = 4
FUNCTIONS = 3_000
SERVICES = 2_400
WORDS = (
    *("council", "tax", "bins", "recycling", "planning", "housing", "parking", "school", "library"),
    *(
        "street",
        "benefit",
        "licence",
        "election",
        "road",
        "report",
        "apply",
        "pay",
        "renew",
        "find",
    ),
)


class Answer(NamedTuple):
    """A file, after how many seconds its answer begins, and in how many parts it comes."""

    body: bytes
    kind: str
    wait: float = 0.0
    parts: int = 1


@contextlib.contextmanager
def pages_served() -> Iterator[str]:
    """The address of the pages, without a slash at its end."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.speed_pages"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        if server.stdin is None or server.stdout is None:  # never, with pipes
            raise RuntimeError
        try:
            yield str(json.loads(server.stdout.readline()))
        finally:
            server.stdin.close()


@cache
def answers() -> dict[str, Answer]:
    """All that the server knows, by path."""
    html, script, css = "text/html; charset=utf-8", "text/javascript", "text/css"
    style = Answer(_STYLE.encode(), css)
    tall, wide = _picture(800, 900, 4_000), _picture(820, 460, 120_000)

    def dripped(body: bytes, kind: str) -> Answer:
        return Answer(body, kind, PART_SECONDS, PARTS)

    return {
        "/heavy-script/": Answer(
            _page(
                "Eastholm: all services", _HEAVY_SCRIPT, "<script src=bundle.js></script>"
            ).encode(),
            html,
        ),
        "/heavy-script/bundle.js": Answer(_bundle().encode(), script),
        "/heavy-script/style.css": style,
        "/heavy-layout/": Answer(
            _page(
                "Eastholm: directory", _HEAVY_LAYOUT, "<script src=directory.js></script>"
            ).encode(),
            html,
        ),
        "/heavy-layout/directory.js": Answer(_directory().encode(), script),
        "/heavy-layout/style.css": style,
        "/late-shift/": Answer(_page("Eastholm: bin days", _LATE_SHIFT).encode(), html),
        "/late-shift/style.css": style,
        "/late-shift/map.svg": Answer(tall, "image/svg+xml", 0.3),
        "/slow-server/": Answer(
            _page("Eastholm: planning", _SLOW_SERVER).encode(), html, DOCUMENT_SECONDS
        ),
        "/slow-server/style.css": dripped((_STYLE * 30).encode(), css),
        "/slow-server/menu.js": dripped(_modules(200).encode(), script),
        "/slow-server/hall.svg": dripped(wide, "image/svg+xml"),
        "/slow-server/map.svg": dripped(tall, "image/svg+xml"),
        "/late-hero/": Answer(_page("Eastholm: welcome", _LATE_HERO).encode(), html),
        "/late-hero/style.css": style,
        "/late-hero/app.js": Answer((_modules(500) + _HERO).encode(), script),
        "/late-hero/news.json": Answer(b'{"picture": "hero.svg"}', "application/json", 0.15),
        "/late-hero/hero.svg": Answer(wide, "image/svg+xml"),
    }


def _page(title: str, body: str, head: str = "") -> str:
    menu = "".join(f"<li><a href='#{word}'>{word.title()}</a></li>" for word in WORDS[:8])
    return (
        "<!doctype html><html lang=en-GB><head><meta charset=utf-8>"
        f"<title>{title}</title><meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<link rel=stylesheet href=style.css>{head}</head>"
        "<body><header><a href='/'>Eastholm Council</a>"
        f"<nav><ul>{menu}</ul></nav></header><main><h1>{title}</h1>{body}</main>"
        "<footer><p>Eastholm Council, Market Square</p></footer></body></html>"
    )


def _words(start: int, count: int) -> str:
    """Words that look as if they were chosen."""
    return " ".join(WORDS[zlib.crc32(f"{start + at}".encode()) % len(WORDS)] for at in range(count))


def _paragraphs(count: int) -> str:
    return "".join(f"<p>{_words(at * 50, 40).capitalize()}.</p>" for at in range(count))


def _picture(width: int, height: int, size: int) -> bytes:
    """A drawing that takes `size` bytes and more, as a picture of a town hall would."""
    drawn = []
    length = at = 0
    while length < size:
        x, y = zlib.crc32(f"x{at}".encode()) % width, zlib.crc32(f"y{at}".encode()) % height
        drawn.append(f"<path fill='#{at % 4096:03x}' d='M{x} {y}h{20 + at % 30}v12z'/>")
        length += len(drawn[-1])
        at += 1
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'>"
        f"<rect width='100%' height='100%' fill='#dce9ef'/>{''.join(drawn)}</svg>"
    ).encode()


def _module(at: int) -> str:
    """A function as bundles hold them: some 350 bytes that run."""
    one, two = WORDS[at % len(WORDS)], WORDS[(at * 7 + 3) % len(WORDS)]
    return (
        f"modules.push(function {one}_{two}_{at}(state) {{\n"
        f"  const list = state.items.slice({at % 50}, {at % 50 + 60});\n"
        f"  const {one} = list.map((item, index) => ({{...item, {two}: item.n * {at + 1} + index}}"
        "));\n"
        f"  {one}.sort((a, b) => a.{two} % 97 - b.{two} % 97 || a.n - b.n);\n"
        f"  const text = {one}.map((item) => `{two}-${{item.{two}}}:${{item.name}}`).join('|');\n"
        f"  state.sum = (state.sum + text.length + text.charCodeAt({at % 40})) % 1000003;\n"
        "});\n"
    )


def _modules(count: int) -> str:
    items = "Array.from({length: 120}, (_, n) => ({n: n * 37 % 101, name: 'item' + n}))"
    return (
        f"const modules = [], state = {{sum: 0, items: {items}}};\n"
        + "".join(map(_module, range(count)))
        + "for (const run of modules.slice(0, 100)) run(state);\n"
    )


def _bundle() -> str:
    filler = "".join(
        f"const text_{at} = {json.dumps(_words(at * 31, 12))};\nstate.sum += text_{at}.length;\n"
        for at in range(1_000)
    )
    return _modules(FUNCTIONS) + filler + _RUN_ALL


def _directory() -> str:
    rows = [
        {
            "name": _words(at * 11, 5).title(),
            "about": _words(at * 17, 34).capitalize() + ".",
            "tel": f"01632 96{at % 10_000:04}",
            "open": [f"{8 + at % 3}:00", f"{16 + at % 3}:30"],
            "tags": _words(at * 13, 4).split(),
        }
        for at in range(SERVICES)
    ]
    return f"const services = {json.dumps(rows)};\n" + _modules(250) + _BUILD_DIRECTORY


_STYLE = """
* { box-sizing: border-box } body { margin: 0; font: 18px/1.5 Arial, sans-serif; color: #111 }
header { background: #1c3d5a; padding: 12px } header a { color: #fff } header ul { display: flex;
flex-wrap: wrap; gap: 8px; list-style: none; padding: 0 } main { padding: 0 16px; max-width: 60em }
h1 { font-size: 32px } img { max-width: 100% } .card { display: grid;
grid-template-columns: 1fr 2fr; gap: 4px; border: 1px solid #999; padding: 8px; margin: 8px 0 }
.card p { margin: 0 }
.tags { display: flex; flex-wrap: wrap; gap: 4px } .notice { background: #fd0; padding: 16px }
"""
_HEAVY_SCRIPT = "<p id=state>Services are being sorted.</p>" + _paragraphs(8)
# As frameworks do: some at once, the rest in steps that let the browser breathe now and then.
_RUN_ALL = """
let next = 0;
function work() {
  const until = Math.min(modules.length, next + (next % 600 === 0 ? 300 : 100));
  for (; next < until; next++) for (let n = 0; n < 36; n++) modules[next](state);
  document.getElementById('state').textContent = `${next} services are sorted.`;
  if (next < modules.length) setTimeout(work, 0);
}
addEventListener('DOMContentLoaded', work);
"""
_HEAVY_LAYOUT = (
    "<p id=count>The directory is being drawn up.</p>" + _paragraphs(3) + "<div id=list></div>"
)
_BUILD_DIRECTORY = """
let row = 0;
function build() {
  const until = Math.min(services.length, row + 120);
  for (; row < until; row++) {
    const {name, about, tel, open, tags} = services[row];
    const card = document.createElement('div');
    card.className = 'card';
    card.innerHTML = `<h2>${name}</h2><div><p>${about}</p><p><a href="tel:${tel}">${tel}</a></p>
      <p>Open ${open.join(' to ')}</p><p class=tags>${tags.map((t) => `<span>${t}</span>`).join('')}
      </p></div>`;
    const list = document.getElementById('list');
    list.append(card);
    // What many menus and carousels do: ask for a size after each change.
    if (row % 3 === 0) state.sum += card.offsetHeight + list.lastChild.getBoundingClientRect().top;
  }
  document.getElementById('count').textContent = `${row} services`;
  if (row < services.length) setTimeout(build, 0);
}
addEventListener('DOMContentLoaded', build);
"""
_LATE_SHIFT = (
    "<p id=first>Your bin day is on the calendar.</p><img src=map.svg alt='Map of rounds'>"
    + _paragraphs(6)
    + """<script>
addEventListener('load', () => setTimeout(() => {
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.textContent = 'Collections on Monday are a day late this week because of the holiday.';
  document.querySelector('h1').before(notice);
}, 650));
</script>"""
)
_SLOW_SERVER = (
    "<script src=menu.js></script><img src=hall.svg width=820 height=460 alt='Town hall'>"
    + _paragraphs(6)
    + "<img src=map.svg width=800 height=900 alt='Map' loading=lazy>"
)
_LATE_HERO = (
    "<div id=hero style='min-height:220px'></div>"
    + _paragraphs(6)
    + "<script src=app.js defer></script>"
)
_HERO = """
fetch('news.json').then((answer) => answer.json()).then(({picture}) => {
  const hero = new Image(820, 460);
  hero.alt = 'The market square';
  hero.src = picture;
  document.getElementById('hero').append(hero);
});
"""


class _Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not news here."""

    def do_GET(self) -> None:
        answer = answers().get(self.path)
        if answer is None:
            self.send_error(404)
            return
        time.sleep(answer.wait)
        self.send_response(200)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        size = -(-len(answer.body) // answer.parts)
        with contextlib.suppress(ConnectionError):  # a visitor may leave
            for at in range(0, len(answer.body), size):
                if at:
                    time.sleep(PART_SECONDS)
                self.wfile.write(answer.body[at : at + size])


def main() -> None:
    answers()
    with ThreadingHTTPServer((HOST, 0), _Pages) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        print(json.dumps(f"http://{HOST}:{server.server_port}"), flush=True)
        sys.stdin.read()
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    main()
