"""A web server for whatever a real one may do to us, each path answered by a function or a text."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    Answer = Callable[["Asked"], None]


class OddServer:
    """Serves on `host`, at a port of its own, while the context is open. `hits` counts requests by
    path without the query; `connections` counts connections."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.hits: Counter[str] = Counter()
        self.connections = 0
        self.agents: list[str] = []
        self.released = threading.Event()
        self._answers: dict[str, Answer] = {}
        self._server = _Server((host, 0), Asked)
        self._server.odd = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def origin(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def url(self, path: str = "/") -> str:
        return self.origin + path

    def answer(self, path: str, answer: Answer) -> str:
        """Let `answer` serve `path`; gives its URL."""
        self._answers[path] = answer
        return self.url(path)

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        status: int = 200,
        kind: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
    ) -> str:
        """Serve a fixed body at `path`; gives its URL."""
        content = body.encode() if isinstance(body, str) else body

        def answer(asked: Asked) -> None:
            asked.reply(status, content, kind, headers or {})

        return self.answer(path, answer)

    def find(self, path: str) -> Answer | None:
        return self._answers.get(path)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    odd: OddServer

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Browsers hang up in the middle of things; that is no news here."""


class Asked(BaseHTTPRequestHandler):
    """One request, as an answer sees it."""

    protocol_version = "HTTP/1.1"
    server: _Server
    body = b""

    @override
    def setup(self) -> None:
        super().setup()
        self.server.odd.connections += 1

    def do_GET(self) -> None:
        odd = self.server.odd
        path = self.path.partition("?")[0]
        odd.hits[path] += 1
        odd.agents.append(self.headers.get("User-Agent", ""))
        answer = odd.find(path)
        with contextlib.suppress(ConnectionError):
            if answer is None:
                self.reply(404, b"<title>Nothing here</title>", "text/html", {})
            else:
                answer(self)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_OPTIONS(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_POST()

    def do_DELETE(self) -> None:
        self.do_POST()

    def reply(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: a test's output is about the test."""
