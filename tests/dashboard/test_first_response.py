"""What the server answers before any script has run."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import brotli  # type: ignore[import-untyped]
import pytest
import streamlit
from msgspec import Struct
from typing_extensions import override

from tests.dashboard.hostile import HOSTILE
from tests.dashboard.population import PANEL, headline, panel_of

if TYPE_CHECKING:
    from crawler.config import Config

PAGES = len(headline(panel_of("northam", 2)))


class Answer(Struct, frozen=True):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def get(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    response = connection.getresponse()
    answer = Answer(
        response.status,
        {name.lower(): value for name, value in response.getheaders()},
        response.read(),
    )
    connection.close()
    return answer


def test_the_league_table_is_in_it(dashboard: str) -> None:
    answer = get(dashboard, "/")
    assert answer.status == 200
    assert '<html lang="en-GB">' in answer.text
    assert "<title>League table of council websites – " in answer.text
    assert re.search(r'<meta name="description" content="[^"]{50,}">', answer.text)
    assert "<noscript>" in answer.text
    assert answer.text.count('<tr role="row">') == 18  # ten ranked, six not, two of headings
    assert '<a href="/council?council=glenmore">Glenmore Council</a>' in answer.text
    assert '<form class="u filters" method="get" action="/"' in answer.text


def test_filters_work_without_scripts(dashboard: str) -> None:
    answer = get(dashboard, "/?nation=Wales&sort=speed&q=c")
    assert "Cyngor Cwm Hir" in answer.text
    assert "Northam" not in answer.text
    assert '<option value="Wales" selected>' in answer.text
    assert 'value="c"' in answer.text


def test_a_council_is_in_it(dashboard: str) -> None:
    answer = get(dashboard, "/council?council=northam")
    assert answer.status == 200
    assert "<title>Northam District Council – " in answer.text
    for words in (
        "This council shares its website with Southam District Council",
        "2nd of 9",
        "What to repair first",
        "https://www.w3.org/WAI/WCAG22/Understanding/contrast-minimum.html",
        "header &gt; nav &gt; a.logo",
        "For a person to check",
        "Repaired since the crawl before",
        "Every crawl as a table",
        f"{PAGES} of {PAGES} pages",
        "Can residents do what they came for?",
        "4 of 7 tasks are easy or findable.",
        "Run by suppliers for this council",
        "Also looked at this time; not in the scores",
        "Pages that were replaced",
        "https://www.northam.example/waste/when-is-my-bin-day",
        "It answers with HTTP 404.",
    ):
        assert words in answer.text


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("walled", ("Blocked us", "HTTP 403, and a page", "The last scores are from")),
        ("hermit", ("Disallowed by robots.txt", "There are no earlier scores")),
        ("lost", ("Unreachable", "does not resolve", "The last scores are from")),
        ("merged", ("Gone", "HTTP 410", "The last scores are from")),
        ("unlucky", ("Our failure", "says nothing about the website")),
        ("later", ("Not yet tested",)),
        ("walled", ("This is from the test of", "the newest test could not look")),
        ("westbury", ("Not yet measured.", "Not yet measured for this website")),
        ("small", ("Not ranked: only 2 pages could be scored",)),
        ("eastshire", ("Partly audited", "3 of 4 pages", "HTTP 403")),
        ("cwm-hir", ("new: there is no earlier score", "Welsh version of council tax")),
        ("eastshire", ("Too few tasks could be examined.", "could not look for any of the tasks")),
    ],
)
def test_a_council_says_what_became_of_its_audit(
    dashboard: str, slug: str, words: tuple[str, ...]
) -> None:
    answer = get(dashboard, f"/council?council={slug}")
    assert answer.status == 200
    for part in words:
        assert part in answer.text


def test_one_finding_has_an_address_with_all_its_evidence(dashboard: str) -> None:
    answer = get(dashboard, "/council?council=northam&finding=color-contrast")
    assert answer.status == 200
    for position in range(len(PANEL)):
        assert f"main &gt; p.note-{position}-1" in answer.text
    assert answer.text.count("not in the scores") == 2  # those drawn by lot
    assert get(dashboard, "/council?council=northam&finding=nothing").status == 404


def test_the_methodology_is_in_it(dashboard: str) -> None:
    answer = get(dashboard, "/methodology")
    assert answer.status == 200
    assert "<title>How we measure – " in answer.text
    for words in (
        "CouncilUsabilityBot",
        "robots.txt",
        "Blocked us",
        "only part of the barriers",
        "has up to 12 pages",
        "test up to 16 pages, look at up to 40 more",
        "own search up to 30 times",
        "replaced only when it is gone",
        "rotating pages",
    ):
        assert words in answer.text


def test_the_league_leads_to_the_rules_of_findability(dashboard: str) -> None:
    anchor = re.findall(r'href="/methodology#([\w-]+)"', get(dashboard, "/").text)[0]
    assert f'<h2 id="{anchor}">' in get(dashboard, "/methodology").text


@pytest.mark.parametrize(
    "path",
    [
        "/council?council=atlantis",
        "/council",
        "/nowhere",
        "/index.html",
        "/council/x/y",
        "/artifact/x/y",
        "/static/nowhere",
        "/_stcore/nowhere",
    ],
)
def test_what_is_not_there_is_404_with_a_way_on(dashboard: str, path: str) -> None:
    answer = get(dashboard, path)
    assert answer.status == 404
    assert 'href="/"' in answer.text
    assert "<script" not in answer.text
    assert 'content="noindex"' in answer.text


def test_the_address_that_people_guess_leads_on(dashboard: str) -> None:
    answer = get(dashboard, "/council/cwm-hir")
    assert (answer.status, answer.headers["location"]) == (308, "/council?council=cwm-hir")
    odd = get(dashboard, "/council/a%22%26b=c")
    assert odd.headers["location"] == "/council?council=a%22%26b%3Dc"


def test_hostile_text_is_escaped(dashboard: str) -> None:
    for path in (
        "/",
        "/council?council=hostile",
        "/council?council=hostile&finding=image-alt",
        "/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/council?council=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        parser = _Elements()
        parser.feed(get(dashboard, path).text)
        assert parser.found
        for tag, attributes in parser.found:
            assert tag not in ("iframe", "object", "embed", "base", "svg")
            assert not any(name.startswith("on") for name in attributes)
            if tag == "script":
                assert attributes["src"].startswith("/app/static/frame.js?")
            for name in ("href", "src", "action"):
                if name in attributes:
                    assert attributes[name].startswith(("/", "#", "https://www."))
                    assert "beacon" not in attributes[name]


class _Elements(HTMLParser):
    """Every element of a page with its attributes, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def test_hostile_text_is_all_there(dashboard: str) -> None:
    text = get(dashboard, "/council?council=hostile&finding=image-alt").text
    for hostile in HOSTILE:
        assert (
            str(hostile)
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("'", "&#39;")
            .replace('"', "&#34;")
            in text
        )


@pytest.mark.parametrize("path", ["/", "/nowhere", "/_stcore/health", "/app/static/icon.svg"])
def test_every_answer_has_a_strict_policy(dashboard: str, path: str) -> None:
    headers = get(dashboard, path).headers
    policy = headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_the_policy_knows_the_installed_streamlits_inline_script(dashboard: str) -> None:
    index = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    script = index.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in get(dashboard, "/").headers["content-security-policy"]


def test_pages_and_bundle_come_compressed(dashboard: str) -> None:
    page = get(dashboard, "/", accept_encoding="gzip, br;q=1.0")
    assert page.headers["content-encoding"] == "br"
    assert b"Glenmore Council" in brotli.decompress(page.body)
    script = re.findall(r"/static/js/index\.[\w-]+\.js", get(dashboard, "/").text)[0]
    packed = get(dashboard, script, accept_encoding="br")
    plain = get(dashboard, script)
    assert packed.headers["content-encoding"] == "br"
    assert "immutable" in packed.headers["cache-control"]
    assert brotli.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 3


@pytest.mark.parametrize(
    "path",
    ["/static/../../config.py", "/static/%2e%2e/%2e%2e/config.py", "/app/static/../frame.py"],
)
def test_nothing_outside_the_static_folders_is_served(dashboard: str, path: str) -> None:
    assert get(dashboard, path, accept_encoding="br").status in (400, 404)


def test_an_unchanged_page_is_not_sent_again(dashboard: str) -> None:
    first = get(dashboard, "/methodology")
    again = get(dashboard, "/methodology", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_head_is_answered_without_a_body(dashboard: str) -> None:
    answer = get(dashboard, "/", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_screenshots_are_served_by_digest_and_as_nothing_but_pictures(
    dashboard: str, filled: Config
) -> None:
    digest = re.findall(
        r"/artifact/([0-9a-f]{64})", get(dashboard, "/council?council=northam").text
    )[0]
    answer = get(dashboard, f"/artifact/{digest}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert hashlib.sha256(answer.body).hexdigest() == digest
    database = filled.database.removeprefix("sqlite:///")
    for wrong in ("0" * 64, digest.upper(), digest[:-1], "..%2f..%2fusability.db", database):
        assert get(dashboard, f"/artifact/{wrong}").status in (400, 404)
