"""How often we ask, and where we do not go."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

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
    write_site(sites, "supplier", links={})
    with SiteServer(sites) as elsewhere:
        target = elsewhere.url("supplier")
        councils = tmp_path / "councils"
        away = f'<!doctype html><title>Away</title><script>location = "{target}"</script>'
        inside = '<!doctype html><title>In</title><script>location = "/private"</script>'
        write_site(
            councils,
            "sender",
            links={"/council-tax": "Pay your council tax", "/bins": "Bin collection"},
            robots="User-agent: *\nDisallow: /private\n",
            pages={"private.html": page("Private")},
        )
        (councils / "sender" / "council-tax.html").write_text(away)
        (councils / "sender" / "bins.html").write_text(inside)
        write_site(councils, "moved", links={})
        (councils / "moved" / "index.html").write_text(away)
        with SiteServer(councils) as server:
            config = config_for(tmp_path, server)
            reports = Reports()
            run_crawl(config, read_register(config.register), reporter=reports)
    pages = pages_of(config, "sender")
    assert pages["/"].state is EndState.AUDITED
    assert pages["/council-tax"].state is EndState.GONE
    assert pages["/council-tax"].reason == f"it redirects to another website, {target}"
    assert pages["/bins"].state is EndState.DISALLOWED
    assert "robots.txt disallows /private" in pages["/bins"].reason
    assert pages["/bins"].scores.total is None
    assert pages["/bins"].metrics is None
    ended = reports.sites["moved"].ended
    assert ended.state is EndState.GONE
    assert ended.reason == f"it redirects to another website, {target}"
