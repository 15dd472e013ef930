"""A server on 127.0.0.1 that speaks as the Chrome UX Report API is documented to, faults and all.

https://developer.chrome.com/docs/crux/api has the shapes; errors are Google's usual ones. What it
answers about an origin is the first label of its host; after a number of dashes, so many times
before it gives data: "limited--" answers 429 twice.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from typing_extensions import override

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

KEY = "AIzaSy-not/a real+key"
STATUSES = {400: "INVALID_ARGUMENT", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"}
STATUSES |= {429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE"}


def error(code: int, message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "status": STATUSES[code]} | more}


def answer(origin: str, form_factor: str | None = "PHONE", **p75: Any) -> dict[str, Any]:
    """A record as the API gives it: the p75 of CLS is text, the others are numbers."""
    figures = {
        "largest_contentful_paint": 2216,
        "interaction_to_next_paint": 184,
        "cumulative_layout_shift": "0.05",
    }
    figures |= p75
    bins = [{"start": 0, "end": 2500, "density": 0.8}, {"start": 2500, "density": 0.2}]
    key = {"origin": origin} | ({"formFactor": form_factor} if form_factor else {})
    return {
        "record": {
            "key": key,
            "metrics": {
                name: {"histogram": bins, "percentiles": {"p75": value}}
                for name, value in figures.items()
                if value is not None
            },
            "collectionPeriod": {
                "firstDate": {"year": 2026, "month": 10, "day": 25},
                "lastDate": {"year": 2026, "month": 11, "day": 21},
            },
        },
        "urlNormalizationDetails": {"originalUrl": f"{origin}/", "normalizedUrl": origin},
    }


class CruxServer:
    """Within `with`, `url` is its address; `asked` are the questions, `agents` who asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.agents: set[str | None] = set()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.told = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def times(self, origin: str) -> int:
        return sum(question["origin"] == origin for question in self.asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True  # one of them may be slow on purpose
    told: CruxServer

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asks may hang up on us."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        parts = urlsplit(self.path)
        if parts.path != "/v1/records:queryRecord":
            self._send(404, b"<html>Not Found</html>")
            return
        if parse_qs(parts.query).get("key") != [KEY]:
            reason = {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "API_KEY_INVALID",
            }
            message = f"API key not valid. Please pass a valid API key. Given: {parts.query}"
            self._say(400, error(400, message, details=[reason]))
            return
        question = json.loads(body)
        told = self.server.told
        told.asked.append(question)
        told.agents.add(self.headers["User-Agent"])
        origin = question["origin"]
        label = (urlsplit(origin).hostname or "").split(".")[0]
        fault = label.rstrip("-")
        if label != fault and told.times(origin) > len(label) - len(fault):
            fault = "fine"
        getattr(self, f"_{fault}", self._fine)(question)

    def _fine(self, question: dict[str, Any]) -> None:
        self._say(200, answer(question["origin"], question.get("formFactor")))

    def _none(self, _question: dict[str, Any]) -> None:
        self._say(404, error(404, "chrome ux report data not found"))

    def _limited(self, _question: dict[str, Any]) -> None:
        self._say(429, error(429, "Quota exceeded for queries per minute"), {"Retry-After": "7"})

    def _crowded(self, _question: dict[str, Any]) -> None:
        self._say(429, error(429, "Quota exceeded for queries per minute"))

    def _exhausted(self, _question: dict[str, Any]) -> None:
        self._say(429, error(429, "Quota exceeded for queries per day"), {"Retry-After": "9000"})

    def _forbidden(self, _question: dict[str, Any]) -> None:
        self._say(403, error(403, "Chrome UX Report API has not been used in project 1 before"))

    def _refused(self, _question: dict[str, Any]) -> None:
        self._say(400, error(400, "Invalid origin \x1b]0;mine\x07 "))

    def _broken(self, _question: dict[str, Any]) -> None:
        self._send(200, b'{"record": {"key": ')

    def _odd(self, question: dict[str, Any]) -> None:
        self._say(200, answer(question["origin"], largest_contentful_paint="fast"))

    def _other(self, _question: dict[str, Any]) -> None:
        self._say(200, answer("https://somebody.else.example"))

    def _sparse(self, question: dict[str, Any]) -> None:
        self._say(200, answer(question["origin"], interaction_to_next_paint=None))

    def _failing(self, _question: dict[str, Any]) -> None:
        self._say(500, error(500, f"Internal error encountered with key={KEY}"))

    def _slow(self, _question: dict[str, Any]) -> None:
        time.sleep(1.0)
        self.close_connection = True

    def _hangup(self, _question: dict[str, Any]) -> None:
        self.close_connection = True

    def _cut(self, _question: dict[str, Any]) -> None:
        self._send(200, b"{}", {"Content-Length": "900"})
        self.close_connection = True

    def _say(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        sent = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        for name, value in (sent | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None: ...
