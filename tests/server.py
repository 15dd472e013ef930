"""Serves our fictional council sites, each at the root of its own port on 127.0.0.1.

For a test:     with SiteServer() as server: server.url("eastmere")
As a program:   python tests/server.py --register sites.csv [--changes] [--sites FOLDER]

The program writes a register of the sites and prints a JSON line when it is ready, with their
addresses; `moved` says which are not at their usual port. Then it obeys lines on its standard
input: `changes` (serve the changed versions), `original` (serve the first ones again). It ends when
its standard input does.
"""

from __future__ import annotations

import argparse
import csv
import errno
import gzip
import json
import socket
import struct
import sys
import threading
from collections import Counter
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if __name__ == "__main__":  # run as a program, Python looks for modules beside this file only
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec
from typing_extensions import override

from tests.site_folder import TEXT_TYPES, SiteFolder, read_sites

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType
    from typing import Self

    from crawler.records import Council

SITES = Path(__file__).resolve().parent / "sites"
HOST = "127.0.0.1"
# Where its port is in use, a site tries those this far apart: past the ports of its neighbours, and
# the same ones each time, since an address is what a website's history hangs on.
STEP = 20
COLUMNS = (
    *("slug", "name", "nation", "region", "type", "gss_code", "parent_county", "website"),
    *("population", "latitude", "longitude", "valid_from", "valid_to", "succeeded_by"),
)


class Hit(msgspec.Struct, frozen=True):
    """A request that a site answered. `path` is without the query."""

    method: str
    path: str
    user_agent: str
    status: int
    query: str = ""


class SiteServer:
    """All sites (or only those named, and their suppliers), served while the context is open.

    Each listens at any free port, or with `fixed_ports` at the port in its `site.toml`, and where
    that is taken at the next free one of a few; `moved` says which. `restore` and `apply_changes`
    switch the version that is served, also in the middle of a crawl.
    """

    def __init__(
        self,
        folder: Path = SITES,
        *,
        only: Iterable[str] | None = None,
        fixed_ports: bool = False,
        changed: bool = False,
    ) -> None:
        wanted = None if only is None else set(only)
        sites = list(read_sites(folder))
        if wanted is not None:
            wanted.update(*(site.settings.suppliers for site in sites if site.slug in wanted))
            sites = [site for site in sites if site.slug in wanted]
        if wanted is not None and (missing := wanted - {site.slug for site in sites}):
            raise ValueError(f"no such sites in {folder}: {', '.join(sorted(missing))}")
        self.sites = {site.slug: site for site in sites}
        self.moved: list[str] = []
        self._fixed_ports = fixed_ports
        self._servers: dict[str, _OneSite] = {}
        self._origins: dict[str, str] = {}
        self._set_changed(changed)

    def __enter__(self) -> Self:
        try:
            for slug, site in self.sites.items():
                self._servers[slug] = self._listen(site)
                self._origins[slug] = self._servers[slug].origin
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        for server in self._servers.values():
            server.stop()
        self._servers.clear()

    def url(self, slug: str, path: str = "/") -> str:
        return self._servers[slug].origin + path

    def councils(self) -> tuple[Council, ...]:
        """The register's rows; a site of two councils gives two."""
        return tuple(
            council
            for slug, site in self.sites.items()
            for council in site.councils(self.url(slug))
        )

    def write_register(self, path: Path) -> None:
        """Write a register of the sites, in the columns of councils.csv."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(msgspec.to_builtins(council) for council in self.councils())

    def apply_changes(self) -> None:
        self._set_changed(True)

    def restore(self) -> None:
        self._set_changed(False)

    def log(self, slug: str) -> tuple[Hit, ...]:
        """The requests that a site answered so far, oldest first."""
        return tuple(self._servers[slug].log)

    def hits(self, slug: str, path: str) -> int:
        """How often a path was asked for, with any query and any outcome."""
        return Counter(hit.path for hit in self.log(slug))[path]

    def _set_changed(self, changed: bool) -> None:
        for site in self.sites.values():
            site.changed = changed

    def _listen(self, site: SiteFolder) -> _OneSite:
        wanted = site.settings.port
        for port in range(wanted, wanted + STEP * 50, STEP) if self._fixed_ports else (0,):
            try:
                server = _OneSite(site, port, self._origins)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            if port not in (0, wanted):
                self.moved.append(
                    f"Port {wanted} is in use, so {site.slug} is at port {port} instead."
                )
            return server
        raise OSError(errno.EADDRINUSE, f"port {wanted} and 49 others for {site.slug} are in use")


class _OneSite(ThreadingHTTPServer):
    """One site's server. It keeps its connections, so that stopping leaves no thread behind."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, site: SiteFolder, port: int, origins: Mapping[str, str]) -> None:
        """`origins` are the sites beside this one, by slug, also those that open later."""
        super().__init__((HOST, port), _Handler)
        self.site = site
        self.origins = origins
        self.origin = f"http://{HOST}:{self.server_port}"
        self.log: list[Hit] = []
        self.closing = threading.Event()
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name=site.slug)
        self._thread.start()

    @override
    def verify_request(self, request: Any, client_address: Any) -> bool:
        if self.site.behaviour.unreachable:
            request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)
        with self._lock:
            self._connections.add(request)
        return True

    @override
    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet about visitors who leave early; anything else is a defect to see."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def stop(self) -> None:
        self.closing.set()
        self.shutdown()
        self._thread.join()
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the visitor closed it first
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: _OneSite
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together

    def do_GET(self) -> None:
        _, _, path, query, _ = urlsplit(self.path)
        user_agent = self.headers.get("User-Agent", "")
        site = self.server.site
        answer = site.answer(
            path, user_agent, self.server.origin, query=query, origins=self.server.origins
        )
        if answer.delay:
            self.server.closing.wait(answer.delay)
        body = answer.body
        self.server.log.append(Hit(self.command, path, user_agent, answer.status, query))
        self.send_response_only(answer.status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Server", "council-sites")
        if answer.location:
            self.send_header("Location", answer.location)
        self.send_header("Content-Type", answer.type)
        page = answer.type.startswith("text/html") or answer.status != 200
        self.send_header("Cache-Control", "no-cache" if page else "public, max-age=3600")
        if site.behaviour.gzip and answer.type.startswith(TEXT_TYPES):
            self.send_header("Vary", "Accept-Encoding")
            if body and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = _compress(body)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 -- the base class's name

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """The log is `SiteServer.log`, not standard error."""


@lru_cache(maxsize=512)
def _compress(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve our fictional council sites on loopback.")
    parser.add_argument("--register", type=Path, help="write a register of the sites to this file")
    parser.add_argument("--sites", type=Path, default=SITES, help="a folder of sites like ours")
    parser.add_argument("--changes", action="store_true", help="start with the changed versions")
    options = parser.parse_args()
    with SiteServer(options.sites, fixed_ports=True, changed=options.changes) as server:
        if options.register:
            server.write_register(options.register)
        addresses = {slug: server.url(slug) for slug in server.sites}
        _say(ready=True, sites=addresses, moved=server.moved)
        for line in sys.stdin:
            match line.strip():
                case "changes":
                    server.apply_changes()
                    _say(changed=True)
                case "original":
                    server.restore()
                    _say(changed=False)
                case other:
                    _say(error=f"{other!r} is neither `changes` nor `original`")


def _say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)  # noqa: T201 -- a program's output


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
