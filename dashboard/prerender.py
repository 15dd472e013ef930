"""The first response: the page's whole content, so that it is there before any script is.

Streamlit answers every address with one empty page. This middleware answers instead: with the
content for the addresses that have some, with 404 for those that have none.
"""

from __future__ import annotations

import hashlib
import re
import time
from typing import TYPE_CHECKING

import anyio
from msgspec import Struct
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from dashboard import frame
from dashboard.compress import accepts_brotli, pack
from dashboard.pages import page_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Where Streamlit and our own routes answer. Everything else is a page, or is not there.
_OTHERS = ("/_stcore/", "/static/", "/app/static/", "/media/", "/component/", "/artifact/")
_REDIRECTED = re.compile(r"/council/[^/]+")
_QUALITY = 5
_FRESH_SECONDS = 15.0
_MOST_KEPT = 40
_LONGEST_ADDRESS = 2000


class _Made(Struct, frozen=True):
    status: int
    plain: bytes
    packed: bytes
    etag: str
    until: float


class Prerender:
    """Middleware: answers for pages, and passes the rest on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, _Made] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_page(scope):
            await self._app(scope, receive, self._without_shell(scope, receive, send))
            return
        request = Request(scope)
        made = await anyio.to_thread.run_sync(self._page, request)
        await _answer(request, made)(scope, receive, send)

    def _without_shell(self, scope: Scope, receive: Receive, send: Send) -> Send:
        """Answer 404 where Streamlit would send its empty page, as it does for whatever it does not
        find: every HTML page is ours."""
        replaced = False

        async def send_unless_shell(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                replaced = message["status"] == 200 and kind.startswith("text/html")
            if not replaced:
                await send(message)
            elif message["type"] == "http.response.body" and not message.get("more_body", False):
                made = await anyio.to_thread.run_sync(_make, "", {})
                await _answer(Request(scope), made)(scope, receive, send)

        return send_unless_shell

    def _page(self, request: Request) -> _Made:
        address = str(request.url.replace(scheme="", netloc=""))[:_LONGEST_ADDRESS]
        known = self._kept.get(address)
        if known is not None and known.until > time.monotonic():
            return known
        made = _make(request.url.path, request.query_params)
        if made.status == 200:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[address] = made
        return made


def _make(path: str, query: Mapping[str, str]) -> _Made:
    page = page_at(path, query)
    plain = frame.document(page).encode()
    return _Made(
        status=page.status,
        plain=plain,
        packed=pack(plain, _QUALITY),
        etag=f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"',
        until=time.monotonic() + _FRESH_SECONDS,
    )


def _is_page(scope: Scope) -> bool:
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and not scope["path"].startswith(_OTHERS)
        and not _REDIRECTED.fullmatch(scope["path"])
    )


def _answer(request: Request, made: _Made) -> Response:
    headers = {"cache-control": "no-cache", "vary": "accept-encoding"}
    if made.status == 200:
        headers["etag"] = made.etag
        if request.headers.get("if-none-match") == made.etag:
            return Response(status_code=304, headers=headers)
    elif made.status == 503:
        headers["retry-after"] = "60"
    body = made.plain
    if accepts_brotli(request.scope):
        headers["content-encoding"] = "br"
        body = made.packed
    return Response(body, made.status, headers, "text/html; charset=utf-8")
