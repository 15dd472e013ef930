"""One page with every fault that a load can have, and its sound twin.

The first party is at 127.0.0.1 and the third at localhost, so that they are of two sites.
"""

from __future__ import annotations

import gzip
import io
import time
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from crawler.config import Config

if TYPE_CHECKING:
    from tests.browser.odd_server import Asked, OddServer

SLOW_SECONDS = 0.7
LATE_SECONDS = 0.9
# Work that is fixed; its time is not, but is above 50 ms on a phone's processor.
_BUSY = """
  // Add up square roots until the processor has had enough of it.
{{ let total = 0;
  for (let index = 0; index < {rounds}; index++) {{
      total    +=    Math.sqrt( index );
  }}
  window.{name}    =    total; }}
"""
_PADDING = "\n    // Written for people to read, with remarks and much white space.\n"
_STYLE = """
/* The town's own colours, as the style guide has them. */
.notice-{at}    {{
    color          :   #1d70b8;
    margin-left    :   {at}px;
}}
"""
_FONT = Config().node_modules / "govuk-frontend/dist/govuk/assets/fonts"
_FACE = "@font-face{{font-family:{name};font-weight:{weight};src:url({url}){extra}}}"
_FAULTY = """<!doctype html><html lang=en><head><meta charset=utf-8>
<meta name=viewport content="width=device-width"><title>Northam: bin days</title>
<link rel=stylesheet href=/faulty/town.css><script src=/faulty/town.js></script>
<link rel=preload as=image href=/faulty/unused.jpg?token=secret>
</head><body><h1>Bin days</h1><img id=hall src=/faulty/hall.jpg alt="" width=200 height=150>
<img id=drawing src=/faulty/plan.png alt="" width=400 height=400 loading=lazy>
<p id=first>Bins are emptied on <b>Tuesdays</b>, but after Christmas on Wednesdays.</p>
<script async src="{third}/counter.js"></script>
<script>setTimeout(() => {{
  const banner = document.createElement('div');
  banner.style.height = '250px';
  document.body.prepend(banner);
}}, 600);</script>{many}</body></html>"""
_SOUND = """<!doctype html><html lang=en><head><meta charset=utf-8>
<meta name=viewport content="width=device-width"><title>Northam: bin days</title>
<link rel=preload as=font type=font/woff2 crossorigin href=/sound/light.woff2>
<style>{face}body{{font-family:town,sans-serif;margin:8px}}</style>
<script defer src=/sound/town.js></script></head><body><h1>Bin days</h1>
<p>Bins are emptied on Tuesdays, but after Christmas on Wednesdays.</p>
<img src=/sound/hall.webp alt="" width=200 height=150></body></html>"""
CACHED = {"Cache-Control": "max-age=31536000, immutable"}


class Pages(NamedTuple):
    """The addresses of both, and the third party's origin."""

    faulty: str
    sound: str
    third: str


def loading_pages(odd: OddServer) -> Pages:
    """Serve both."""
    third = f"http://localhost:{odd.port}"
    _faulty(odd, third)
    _sound(odd)
    return Pages(odd.url("/faulty"), odd.url("/sound"), third)


def _faulty(odd: OddServer, third: str) -> None:
    faces = "".join(
        _FACE.format(name="town", weight=weight, url=f"/faulty/{file}.woff2", extra="")
        for file, weight in (("light", 400), ("bold", 700))
    )
    style = faces + "body{font-family:town}" + "".join(_STYLE.format(at=at) for at in range(200))
    script = _BUSY.format(rounds=30_000_000, name="ours") + _PADDING * 300
    odd.page("/faulty/town.css", style, kind="text/css")
    odd.page("/faulty/town.js", script, kind="text/javascript")
    counter = _BUSY.format(rounds=30_000_000, name="theirs").encode()

    def late(asked: Asked) -> None:
        time.sleep(LATE_SECONDS)  # the page loads until then, and what moves is seen
        asked.reply(200, counter, "text/javascript", {})

    odd.answer("/counter.js", late)
    odd.page("/faulty/hall.jpg", picture("JPEG", 1600, 1200), kind="image/jpeg")
    odd.page("/faulty/unused.jpg", picture("JPEG", 400, 300), kind="image/jpeg")
    odd.page("/faulty/plan.png", picture("PNG", 700, 700), kind="image/png")
    _fonts(odd, "faulty", {})
    many = "".join(f"<img src=/faulty/dot-{at}.svg alt=''>" for at in range(6))
    for at in range(6):
        dot = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='{at + 9}'></svg>"
        odd.page(f"/faulty/dot-{at}.svg", dot, kind="image/svg+xml")
    body = _FAULTY.format(third=third, many=many).encode()

    def slowly(asked: Asked) -> None:
        time.sleep(SLOW_SECONDS)
        asked.reply(200, body, "text/html; charset=utf-8", {})

    odd.answer("/faulty", slowly)


def _sound(odd: OddServer) -> None:
    face = _FACE.format(
        name="town", weight=400, url="/sound/light.woff2", extra=";font-display:swap"
    )
    packed = {**CACHED, "Content-Encoding": "gzip"}
    script = "window.town=1;" + "window.bins=[1,2,3];" * 400
    odd.page(
        "/sound/town.js", gzip.compress(script.encode()), kind="text/javascript", headers=packed
    )
    odd.page("/sound/hall.webp", picture("WEBP", 350, 262), kind="image/webp", headers=CACHED)
    _fonts(odd, "sound", CACHED)
    odd.page("/sound", _SOUND.format(face=face))


def _fonts(odd: OddServer, folder: str, headers: dict[str, str]) -> None:
    for name in ("light", "bold"):
        (file,) = sorted(_FONT.glob(f"{name}-*.woff2"))
        odd.page(f"/{folder}/{name}.woff2", file.read_bytes(), kind="font/woff2", headers=headers)


def picture(kind: str, width: int, height: int) -> bytes:
    """A picture that packs as badly as a photograph."""
    image = Image.effect_noise((width // 2, height // 2), 60).resize((width, height)).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, quality=20 if kind == "WEBP" else 90)
    return out.getvalue()
