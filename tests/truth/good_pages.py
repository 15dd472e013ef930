"""Pages that are known to be good: the examples of govuk-frontend's components.

The package holds the HTML of each example. Here each stands alone in the main part of a page of
the usual make, with the package's own style sheet and script.
"""

from __future__ import annotations

import html
import mimetypes
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from typing_extensions import override

from crawler.records import Outcome

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from crawler.records import Finding

PACKAGE = Path(__file__).resolve().parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk"
# These are parts of a page outside its main part.
OUTSIDE = frozenset({"cookie-banner", "footer", "generic-header", "header", "phase-banner"})
OUTSIDE_TOO = frozenset({"service-navigation", "skip-link", "back-link", "breadcrumbs"})
PAGE = """<!doctype html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<title>{title} - Examples - Eastmere Council</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<link rel="stylesheet" href="/govuk-frontend.min.css">
</head>
<body class="govuk-template__body">
<script>document.body.className += " js-enabled govuk-frontend-supported";</script>
{before}
<div class="govuk-width-container">
<main class="govuk-main-wrapper" id="main-content">
{heading}
{inside}
</main>
</div>
<script type="module">
import {{ initAll }} from "/govuk-frontend.min.js";
initAll();
</script>
</body>
</html>
"""


class GoodPage(NamedTuple):
    """An example: `name` is its component and its own name."""

    name: str
    path: str
    html: str


class _Example(msgspec.Struct, frozen=True):
    name: str
    html: str
    hidden: bool = False


class _Component(msgspec.Struct, frozen=True):
    component: str
    fixtures: tuple[_Example, ...]


def good_pages(*, most: int | None = None) -> tuple[GoodPage, ...]:
    """All examples that the package shows to people, or the first `most` of each component."""
    pages = []
    for file in sorted(PACKAGE.glob("components/*/fixtures.json")):
        component = msgspec.json.decode(file.read_bytes(), type=_Component)
        shown = [example for example in component.fixtures if not example.hidden][:most]
        for number, example in enumerate(shown):
            pages.append(
                GoodPage(
                    name=f"{component.component}: {example.name}",
                    path=f"/{component.component}-{number}",
                    html=_page(component.component, example),
                )
            )
    if not pages:
        raise FileNotFoundError(f"{PACKAGE} has no examples: run `make setup-tests`")
    return tuple(pages)


def _page(component: str, example: _Example) -> str:
    title = html.escape(f"{component.replace('-', ' ').capitalize()}: {example.name}")
    outside = component in OUTSIDE | OUTSIDE_TOO
    # A label or legend of an example may itself be the heading of the page.
    heading = "" if "<h1" in example.html else f'<h1 class="govuk-heading-xl">{title}</h1>'
    return PAGE.format(
        title=title,
        heading=heading,
        before=example.html if outside else "",
        inside="<p>The example stands above.</p>" if outside else example.html,
    )


def definite(findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings that say for certain that level A or AA of WCAG is failed."""
    return [
        finding for finding in findings if finding.outcome is Outcome.FAIL and not finding.advice
    ]


class GoodPageServer:
    """Serves the pages, and the files of the package beside them, on 127.0.0.1."""

    def __init__(self, pages: tuple[GoodPage, ...]) -> None:
        by_path = {page.path: page.html.encode() for page in pages}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                body, kind = by_path.get(path), "text/html; charset=utf-8"
                if body is None:
                    file = (PACKAGE / path.lstrip("/")).resolve()
                    if not file.is_relative_to(PACKAGE) or not file.is_file():
                        self.send_error(404)
                        return
                    body = file.read_bytes()
                    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            @override
            def log_message(self, format: str, *args: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def url(self, page: GoodPage) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{page.path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
