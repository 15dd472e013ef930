"""`usability audit` on real pages in a real browser: report, JSON contract, exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from crawler.commands.page_json import PageJson
from crawler.scoring.method import METHOD
from tests.server import SiteServer
from tests.small_site import page, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a page can put on a terminal: a colour, a window title, a bell, a cursor move, rich's markup,
# an emoji code, and text that runs from right to left.
HOSTILE = "Pay \x1b[31mnow\x1b]0;owned\x07 \x9b2J [red]tax[/red] :skull: \u202etxet\u202c"
HOSTILE_PAGE = (
    f'<!doctype html><html lang="en"><title>{HOSTILE}</title>'
    f'<h1>x</h1><img src="/x.png" title="{HOSTILE}" class="a[b]"><p>text</p></html>'
)
# The contract of issue 2. Fields may be added, never taken away.
CONTRACT = {
    "": {
        *("url", "final_url", "state", "visited_at", "versions", "scores", "metrics"),
        *("findings", "timings_ms"),
    },
    "versions": {"chromium", "axe", "lighthouse", "method"},
    "scores": {"accessibility", "speed", "mobile", "total"},
    "metrics": {
        *("fcp_ms", "lcp_ms", "tbt_ms", "cls", "speed_index_ms"),
        *("ttfb_ms", "transfer_bytes", "requests"),
    },
}
FINDING = {
    *("audit", "pillar", "outcome", "impact", "wcag", "advice", "engines", "title", "elements"),
}
ELEMENT = {"selector", "html", "message", "viewport", "pictures"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    sites = tmp_path_factory.mktemp("audit") / "sites"
    write_site(
        sites,
        "plain",
        links={"/contact": "Contact us"},
        robots="User-agent: *\nDisallow: /private\n",
        pages={"private.html": page("Private"), "hostile.html": HOSTILE_PAGE},
    )
    with SiteServer(sites) as running:
        yield running


# The one thing that a good audit says aside, and only to root.
SANDBOX_WARNING = (
    "As root, Chromium runs without its sandbox. Run crawls as another user.\n"
    if os.geteuid() == 0
    else ""
)


def audit(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler", "audit", *arguments],
        env={**os.environ, "USABILITY_ALLOW_LOOPBACK": "1", "USABILITY_QUIET": "0.1", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_json_is_an_object_a_line_and_keeps_the_contract(server: SiteServer) -> None:
    done = audit("--json", "--runs", "2", server.url("plain"), server.url("plain", "/missing"))
    assert done.returncode == 1, "one of the pages is missing"
    assert done.stderr == SANDBOX_WARNING
    good, missing = (json.loads(line) for line in done.stdout.splitlines())
    for record in (good, missing):
        for part, fields in CONTRACT.items():
            assert fields <= set(record[part] if part else record), part
        msgspec.convert(record, PageJson)
    assert good["state"] == "audited"
    assert missing["state"] == "gone"
    assert missing["findings"] == []
    assert missing["scores"] == dict.fromkeys(CONTRACT["scores"])
    assert good["versions"]["method"] == METHOD.number
    assert good["metrics"]["requests"] >= 1
    assert 0 < good["scores"]["total"] <= 100
    assert good["timings_ms"]["total"] > 0
    assert good["measurement"]["why"] == "several runs were asked for"
    assert [run["lcp_ms"] > 0 for run in good["measurement"]["runs"]] == [True, True]
    assert good["measurement"]["factor"] == 1
    assert missing["measurement"] is None
    failing = by_audit(good)["image-alt"]
    assert set(failing) >= FINDING
    assert failing["outcome"] == "fail"
    assert failing["pillar"] == "accessibility"
    assert failing["impact"] == "critical"
    assert failing["wcag"] == ["1.1.1"]
    assert failing["engines"] == ["axe:image-alt"]
    assert failing["advice"] is False
    assert failing["points"] > 0
    assert set(failing["elements"][0]) == ELEMENT
    assert failing["elements"][0]["html"].startswith("<img")


def by_audit(record: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {finding["audit"]: finding for finding in record["findings"]}


def test_the_report_says_what_to_fix(server: SiteServer) -> None:
    done = audit(server.url("plain"), "--timings")
    assert done.returncode == 0, done.stderr
    report = done.stdout
    for expected in (
        "Audited in",
        "Accessibility",
        "Lighthouse-formula score (simulated mobile)",
        "Largest Contentful Paint",
        "good",
        "What to fix first",
        "WCAG 1.1.1",
        "accessibility points",
        "Fix: ",
        "checks passed",
        "axe_mobile",
        '<img src="/picture-of/home.png"',
    ):
        assert expected in report, expected
    assert done.stderr == SANDBOX_WARNING
    assert server.hits("plain", "/picture-of/home.png") >= 1


def test_a_page_cannot_drive_the_terminal(server: SiteServer) -> None:
    done = audit(server.url("plain", "/hostile"), FORCE_COLOR="")
    assert done.returncode == 0, done.stderr
    strange = {
        character for character in done.stdout if not character.isprintable() and character != "\n"
    }
    assert strange == set()
    assert "[red]tax[/red] :skull: txet" in done.stdout


def test_a_page_cannot_drive_the_terminal_through_json(server: SiteServer) -> None:
    done = audit("--json", "--no-desktop", server.url("plain", "/hostile"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().isprintable()
    assert r"\u202etxet" in done.stdout
    assert json.loads(done.stdout)["state"] == "audited"


def test_brackets_in_an_address_are_no_markup(server: SiteServer) -> None:
    done = audit("--no-desktop", server.url("plain", "/[/b]"), FORCE_COLOR="1", TERM="xterm")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "MarkupError" not in done.stderr


def test_robots_txt_is_obeyed_unless_told_otherwise(server: SiteServer) -> None:
    address = server.url("plain", "/private")
    refused = audit(address)
    assert refused.returncode == 1
    assert "Disallowed by robots.txt: robots.txt disallows /private" in refused.stdout
    assert server.hits("plain", "/private") == 0
    allowed = audit(address, "--ignore-robots", "--no-desktop", "--json")
    assert allowed.returncode == 0
    record = json.loads(allowed.stdout)
    assert record["state"] == "audited"
    assert "axe_desktop" not in record["timings_ms"]


def test_this_machine_is_out_of_bounds_by_default(server: SiteServer) -> None:
    done = audit(server.url("plain"), USABILITY_ALLOW_LOOPBACK="0")
    assert done.returncode == 1
    assert "Unreachable" in done.stdout
    assert "--allow-loopback" in done.stdout
