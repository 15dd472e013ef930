"""The server of our fictional sites, asked over real connections."""

from __future__ import annotations

import csv
import gzip
import http.client
import json
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
import pytest

from crawler.register import read_register
from tests.server import COLUMNS, SITES, SiteServer

if TYPE_CHECKING:
    from pathlib import Path

LABELLED = SITES.parent / "panel" / "sites"
ROBOT = "CouncilUsabilityBot/0.1"


def get(
    url: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        target = parts._replace(scheme="", netloc="").geturl()
        connection.request(method, target, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.msg, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/contact", "text/html; charset=utf-8"),
        ("/site.css", "text/css; charset=utf-8"),
        ("/fen.svg", "image/svg+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/documents/newsletter.pdf", "application/pdf"),
    ],
)
def test_each_file_has_its_type(sites: SiteServer, path: str, expected: str) -> None:
    status, headers, body = get(sites.url("northmarsh", path))
    assert (status, headers["Content-Type"]) == (200, expected)
    assert int(headers["Content-Length"]) == len(body) > 0


def test_generated_files_weigh_what_they_should_and_are_always_the_same(sites: SiteServer) -> None:
    script = get(sites.url("fenwharf", "/static/framework.js"))
    photo = get(sites.url("fenwharf", "/static/wharf-at-dawn.png"))
    assert script[1]["Content-Type"] == "text/javascript; charset=utf-8"
    assert 850_000 < len(script[2]) < 1_000_000
    assert photo[1]["Content-Type"] == "image/png"
    assert photo[2].startswith(b"\x89PNG")
    assert len(photo[2]) > 500_000
    assert get(sites.url("fenwharf", "/static/wharf-at-dawn.png"))[2] == photo[2]


def test_pages_are_framed_by_the_nearest_layout(sites: SiteServer) -> None:
    english = get(sites.url("bro-hafren", "/libraries"))[2].decode()
    welsh = get(sites.url("bro-hafren", "/cy/llyfrgelloedd"))[2].decode()
    assert '<html lang="en">' in english
    assert "<title>Libraries - Bro Hafren Council</title>" in english
    assert '<html lang="cy">' in welsh
    assert "<title>Llyfrgelloedd - Cyngor Bro Hafren</title>" in welsh
    assert "{{" not in english + welsh


def test_the_sitemap_names_the_sites_own_address(sites: SiteServer) -> None:
    origin = sites.url("eastmere", "")
    assert f"<loc>{origin}/contact</loc>" in get(f"{origin}/sitemap.xml")[2].decode()
    assert f"Sitemap: {origin}/sitemap.xml" in get(f"{origin}/robots.txt")[2].decode()


@pytest.mark.parametrize(
    "path",
    ["/no-such-page", "/_layout.html", "/site.toml", "/changes/site.toml", "/%2e%2e/eastmere/x"],
)
def test_what_is_missing_or_private_is_not_found(sites: SiteServer, path: str) -> None:
    status, _, body = get(sites.url("eastmere", path))
    assert status == 404
    assert b"Page not found" in body


def test_a_folder_without_its_slash_is_redirected(sites: SiteServer) -> None:
    status, headers, _ = get(sites.url("eastmere", "/bins"))
    assert (status, headers["Location"]) == (301, sites.url("eastmere", "/bins/"))


def test_text_is_compressed_where_the_site_does_so(sites: SiteServer) -> None:
    asking = {"Accept-Encoding": "gzip, br"}
    _, headers, body = get(sites.url("eastmere", "/site.css"), asking)
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == get(sites.url("eastmere", "/site.css"))[2]
    assert get(sites.url("tamarsford", "/style.css"), asking)[1]["Content-Encoding"] is None
    photo = get(sites.url("fenwharf", "/static/park.png"), asking)
    assert photo[1]["Content-Encoding"] is None


def test_assets_may_be_cached_and_pages_not(sites: SiteServer) -> None:
    assert get(sites.url("eastmere", "/site.css"))[1]["Cache-Control"] == "public, max-age=3600"
    assert get(sites.url("eastmere", "/"))[1]["Cache-Control"] == "no-cache"


def test_head_has_no_body(sites: SiteServer) -> None:
    status, headers, body = get(sites.url("eastmere", "/contact"), method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_a_connection_is_kept_for_many_requests(sites: SiteServer) -> None:
    parts = urlsplit(sites.url("eastmere"))
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.request("GET", "/")
    connection.getresponse().read()
    first = connection.sock
    connection.request("GET", "/nothing")
    connection.getresponse().read()
    assert connection.sock is first
    connection.close()


def test_a_slow_site_waits_and_a_changed_one_waits_less(sites: SiteServer) -> None:
    started = time.monotonic()
    get(sites.url("strathorrin", "/contact"))
    assert time.monotonic() - started >= 0.7
    sites.apply_changes()
    assert sites.sites["strathorrin"].behaviour.delay == 0.05


def test_a_rule_slows_only_its_own_paths(sites: SiteServer) -> None:
    site = sites.sites["ardmoyle"]
    assert site.answer("/pictures/lough.svg", "", "").delay == 0.5
    assert site.answer("/bins", "", "").delay == 0


def test_a_guard_refuses_robots_but_not_people(sites: SiteServer) -> None:
    home = sites.url("penhallow-bay")
    status, _, body = get(home, {"User-Agent": ROBOT})
    assert status == 403
    assert b"Checking your browser" in body
    assert get(home, {"User-Agent": "Mozilla/5.0"})[0] == 200
    assert get(sites.url("penhallow-bay", "/robots.txt"), {"User-Agent": ROBOT})[0] == 200


def test_a_parked_site_answers_anything(sites: SiteServer) -> None:
    status, _, body = get(sites.url("wexholt", "/council-tax"))
    assert status == 200
    assert b"for sale" in body
    assert get(sites.url("wexholt", "/robots.txt"))[0] == 404


def test_an_unreachable_site_drops_the_connection(sites: SiteServer) -> None:
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        get(sites.url("torvay"))


def test_the_changes_can_be_put_on_and_taken_off_while_serving(sites: SiteServer) -> None:
    refused = {"User-Agent": ROBOT}

    def seen() -> list[object]:
        return [
            get(sites.url("northmarsh", "/schools/term-dates"))[0],
            b"no longer publish" in get(sites.url("northmarsh", "/contact"))[2],
            b'aria-label="Search"' in get(sites.url("millbrigg"))[2],
            get(sites.url("brinsea-southcarr"), refused)[0],
            get(sites.url("penhallow-bay"), refused)[0],
            get(sites.url("eastmere"))[0],
        ]

    before = [200, False, False, 200, 403, 200]
    assert seen() == before
    sites.apply_changes()
    assert seen() == [404, True, True, 403, 200, 200]
    sites.restore()
    assert seen() == before


def test_requests_are_counted() -> None:
    with SiteServer(only=["eastmere", "fellbeck"]) as server:
        get(server.url("eastmere", "/contact?from=home"), {"User-Agent": ROBOT})
        get(server.url("eastmere", "/contact"))
        get(server.url("eastmere", "/nothing"))
        assert server.hits("eastmere", "/contact") == 2
        assert server.hits("fellbeck", "/contact") == 0
        first, *_, last = server.log("eastmere")
        assert (first.method, first.user_agent, first.status) == ("GET", ROBOT, 200)
        assert (last.path, last.status) == ("/nothing", 404)


def test_a_sites_own_search_ranks_its_pages_by_the_words_asked_for() -> None:
    with SiteServer(only=["eastmere"]) as server:
        asked = get(server.url("eastmere", "/search?q=garden%20waste"))[2].decode()
        assert "<title>Search results \N{EN DASH} Eastmere District Council</title>" in asked
        assert "Results for “garden waste”" in asked
        listed = re.findall(r'<li><a href="([^"]*)">', asked.partition("<ol>")[2])
        assert listed[0] == "/bins/garden-waste"
        assert 1 < len(listed) - 5 <= 10  # and the footer's five
        nothing = get(server.url("eastmere", "/search?q=%3Cscript%3Ezebra"))[2].decode()
        assert "Results for “&lt;script&gt;zebra”" in nothing
        assert "Nothing was found." in nothing
        assert "What are you looking for?" in get(server.url("eastmere", "/search"))[2].decode()
        assert server.log("eastmere")[0].query == "q=garden%20waste"


def test_a_site_brings_its_suppliers_and_names_their_addresses() -> None:
    with SiteServer(LABELLED, only=["oakhanger-vale"]) as server:
        assert set(server.sites) == {"oakhanger-vale", "paylink", "planright", "civicminutes"}
        page = get(server.url("oakhanger-vale", "/pay"))[2].decode()
        assert f'href="{server.url("paylink", "/oakhanger/council-tax")}"' in page
        assert [row.slug for row in server.councils()] == ["oakhanger-vale"]


def test_a_retired_page_sends_to_another() -> None:
    with SiteServer(LABELLED, only=["stonebridge"]) as server:
        status, headers, _ = get(server.url("stonebridge", "/green-bins"))
        assert (status, headers["Location"]) == (301, server.url("stonebridge", "/"))


def test_unknown_sites_are_named() -> None:
    with pytest.raises(ValueError, match="atlantis"):
        SiteServer(only=["eastmere", "atlantis"])


def test_the_register_is_one_that_the_crawler_reads(sites: SiteServer, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    sites.write_register(path)
    assert read_register(path) == sites.councils()
    with path.open(encoding="utf-8") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS
    shared = [row.slug for row in sites.councils() if row.website == sites.url("brinsea-southcarr")]
    assert shared == ["brinsea", "southcarr"]


def test_a_second_server_moves_to_free_ports_and_says_so() -> None:
    with (
        SiteServer(only=["eastmere"], fixed_ports=True) as first,
        SiteServer(only=["eastmere"], fixed_ports=True) as second,
    ):
        port = urlsplit(second.url("eastmere")).port
        assert second.url("eastmere") != first.url("eastmere")
        assert second.moved == [f"Port 8801 is in use, so eastmere is at port {port} instead."]
        assert get(second.url("eastmere"))[0] == 200


def test_the_program_serves_changes_on_command_and_ends_with_its_input(tmp_path: Path) -> None:
    register = tmp_path / "sites.csv"
    program = subprocess.Popen(
        [sys.executable, str(SITES.parent / "server.py"), "--register", str(register)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with program:
        assert program.stdin is not None
        assert program.stdout is not None
        ready = msgspec.json.decode(program.stdout.readline())
        home = ready["sites"]["penhallow-bay"]
        assert ready["ready"] is True
        assert {council.website for council in read_register(register)} == set(
            ready["sites"].values()
        )
        assert get(home, {"User-Agent": ROBOT})[0] == 403
        for command, answer in (
            ("changes", {"changed": True}),
            ("original", {"changed": False}),
            ("dance", {"error": "'dance' is neither `changes` nor `original`"}),
            ("changes", {"changed": True}),
        ):
            program.stdin.write(command + "\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline()) == answer
        assert get(home, {"User-Agent": ROBOT})[0] == 200
        program.stdin.close()
        assert program.wait(timeout=20) == 0
