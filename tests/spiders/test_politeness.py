"""How often we ask, and where we do not go."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from typing_extensions import override

from crawler.jobs.crawl import run_crawl
from crawler.records import EndState
from crawler.register import read_register
from tests.jobs.crawling import Reports, config_for, pages_of
from tests.server import SiteServer
from tests.small_site import page, write_site

if TYPE_CHECKING:
    from pathlib import Path

DELAY = 1.5


def probe(url: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.spiders.throttle_probe", url],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    return seen


def test_the_throttle_sees_the_site_and_not_our_audit(tmp_path: Path) -> None:
    write_site(tmp_path / "sites", "steady", links={}, behaviour="[behaviour]\ndelay = 0.3\n")
    with SiteServer(tmp_path / "sites") as server:
        robots, audited, plain = probe(server.url("steady"))
    assert robots["url"].endswith("/robots.txt")
    assert audited["audited"]
    assert not plain["audited"]
    assert audited["latency"] == audited["ttfb"]
    # The site waits 0.3 s; the audit takes far longer than its first byte.
    assert 0.3 <= audited["latency"] < audited["seconds"] / 2
    # AutoThrottle's rule: the mean of the old delay and the latency, or the latency if larger.
    expected = max(audited["latency"], (robots["delay"] + audited["latency"]) / 2)
    assert abs(audited["delay"] - expected) < 0.001


def test_a_page_that_never_answered_leaves_the_delay_alone(tmp_path: Path) -> None:
    rule = '[[behaviour.rules]]\npath = "/"\nstatus = 404\n'
    write_site(tmp_path / "sites", "odd", links={}, behaviour=rule)
    with SiteServer(tmp_path / "sites") as server:
        robots, audited, _ = probe(server.url("odd"))
    assert audited["status"] == 404
    assert audited["delay"] == robots["delay"]


def test_a_crawl_delay_is_kept_between_all_requests(tmp_path: Path) -> None:
    write_site(
        tmp_path / "sites",
        "patient",
        links={"/contact": "Contact us"},
        robots=f"User-agent: *\nCrawl-delay: {DELAY}\n",
    )
    with SiteServer(tmp_path / "sites") as server:
        config = config_for(tmp_path, server)
        reports = Reports()
        run_crawl(config, read_register(config.register), reporter=reports)
    assert reports.sites["patient"].ended.state is EndState.AUDITED
    pages = pages_of(config, "patient")
    apart = pages["/contact"].visited_at - pages["/"].visited_at
    assert apart.total_seconds() >= DELAY


def test_redirects_away_and_to_where_we_may_not_go_have_their_states(tmp_path: Path) -> None:
    sites = tmp_path / "sites"
    write_site(sites, "elsewhere", links={})
    with SiteServer(sites) as elsewhere:
        target = elsewhere.url("elsewhere")
        councils = tmp_path / "councils"
        go = '<!doctype html><title>Away</title><script>location = "{}"</script>'
        write_site(
            councils,
            "sender",
            links={
                "/council-tax": "Pay your council tax",
                "/bins": "Bin collection",
                "/planning": "Planning applications",
                "/mayor": "The mayor",
            },
            robots="User-agent: *\nDisallow: /private\n",
            pages={"private.html": page("Private")},
        )
        write_site(councils, "moved", links={})
        (councils / "moved" / "index.html").write_text(go.format(target))
        with SiteServer(councils) as server:
            other_council = server.url("moved", "/planning")
            for name, address in {
                "council-tax": target,
                "bins": "/private",
                "planning": other_council,
                "mayor": target,
            }.items():
                (councils / "sender" / f"{name}.html").write_text(go.format(address))
            (councils / "moved" / "planning.html").write_text(page("Planning"))
            config = config_for(tmp_path, server, pages=5)
            reports = Reports()
            run_crawl(config, read_register(config.register), reporter=reports)
    pages = pages_of(config, "sender")
    assert pages["/"].state is EndState.AUDITED
    assert pages["/council-tax"].state is EndState.AUDITED, "a supplier does the council's work"
    assert pages["/council-tax"].supplier == target.split("/")[2]
    assert pages["/planning"].state is EndState.GONE, "another council does not"
    assert pages["/planning"].reason == f"it redirects to another website, {other_council}"
    assert pages["/mayor"].state is EndState.GONE, "nor is every page a service"
    assert pages["/mayor"].reason == f"it redirects to another website, {target}"
    assert pages["/bins"].state is EndState.DISALLOWED
    assert "robots.txt disallows /private" in pages["/bins"].reason
    assert pages["/bins"].scores.total is None
    assert pages["/bins"].metrics is None
    ended = reports.sites["moved"].ended
    assert ended.state is EndState.GONE
    assert ended.reason == f"moved to {target}"


def test_a_bad_certificate_is_unreachable(tmp_path: Path) -> None:
    """Also the way through the guard's tunnel: robots.txt is fetched, and the browser refuses."""
    with HttpsServer(tmp_path) as server:
        write_site(tmp_path / "sites", "secure", links={})
        with SiteServer(tmp_path / "sites") as plain:
            config = config_for(tmp_path, plain)
            (council,) = read_register(config.register)
        reports = Reports()
        council = msgspec.structs.replace(council, website=server.url)
        run_crawl(config, [council], reporter=reports)
        ended = reports.sites["secure"].ended
        assert ended.state is EndState.UNREACHABLE
        assert "certificate" in ended.reason
        assert "/robots.txt" in server.paths
        assert "/" not in server.paths


class HttpsServer:
    """A server on this machine with a certificate that nobody vouches for."""

    def __init__(self, folder: Path) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        pem = folder / "server.pem"
        pem.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + certificate.public_bytes(Encoding.PEM)
        )
        paths: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                paths.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Stay quiet."""

        self.paths = paths
        self._server = _QuietServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.url = f"https://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _QuietServer(ThreadingHTTPServer):
    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who does not like the certificate hangs up: that is the point."""
