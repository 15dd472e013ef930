"""The ground truth of the audits: pages with known faults, and what each audit must say of them.

`cases/<audit>/cases.csv` has a row a page of that folder: `page`, `outcome` (fail, review, pass or
not-applicable) and `elements`, the ids of the elements that the finding must name, no more and no
less ("" where the finding is of the page, or which ones does not matter). They are written from
what the success criterion says, before the audit is run on them, and are not bent to it.
"""

from __future__ import annotations

import csv
import mimetypes
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from typing_extensions import override

from crawler.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Self

CASES = Path(__file__).with_name("cases")


class Case(NamedTuple):
    """One page and the outcome that its audit must have on it."""

    audit: str
    page: str
    outcome: Outcome
    elements: frozenset[str]


def audits_with_cases() -> tuple[str, ...]:
    """The ids of the audits that have a folder, in order."""
    return tuple(sorted(folder.parent.name for folder in CASES.glob("*/cases.csv")))


def cases_of(audit: str) -> tuple[Case, ...]:
    """The cases of one audit, in the order of its file. Raises ValueError for a bad row."""
    with (CASES / audit / "cases.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_read(audit, csv.DictReader(file)))


def _read(audit: str, rows: csv.DictReader[str]) -> Iterator[Case]:
    for row in rows:
        if not (CASES / audit / row["page"]).is_file():
            raise ValueError(f"{audit}/cases.csv names {row['page']}, which is not there")
        yield Case(audit, row["page"], Outcome(row["outcome"]), frozenset(row["elements"].split()))


class CaseServer:
    """Serves the folder of cases on 127.0.0.1. `changes` counts the requests that are not GET:
    nothing that an audit does may cause one."""

    def __init__(self) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = (CASES / self.path.partition("?")[0].lstrip("/")).resolve()
                if not path.is_relative_to(CASES) or not path.is_file():
                    self.send_error(404)
                    return
                body = path.read_bytes()
                kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
                self.send_response(200)
                self.send_header(
                    "Content-Type", f"{kind}; charset=utf-8" if kind == "text/html" else kind
                )
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                server.changes += 1
                self.send_error(405)

            do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815 -- the names that the base calls

            @override
            def log_message(self, format: str, *args: object) -> None:
                return

        self.changes = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def url(self, case: Case) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{case.audit}/{case.page}"

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
