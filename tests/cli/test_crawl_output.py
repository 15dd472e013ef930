"""What `usability crawl`, `scores` and `findings` print about a crawl of two small sites."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from rich.console import Console

from crawler.commands.crawl_progress import LiveReporter
from crawler.commands.scores import change_in_words, published
from crawler.database.queries import FindingGroup, LeagueRow
from crawler.jobs.messages import PageEnded, PageSeen, Planned, SiteEnded
from crawler.jobs.reporter import CrawlOutcome, SiteReport
from crawler.records import Council, EndState, PillarScores, Website
from tests.server import SiteServer
from tests.small_site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator


JSON = ("--format", "json")


class Ran(NamedTuple):
    folder: Path
    settings: dict[str, str]
    crawl: subprocess.CompletedProcess[str]

    def run(self, *arguments: str) -> str:
        done = usability(*arguments, settings=self.settings)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout


def usability(*arguments: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler", *arguments],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    folder = tmp_path_factory.mktemp("output")
    links = {"/contact": "Contact us", "/council-tax": "Council tax"}
    write_site(folder / "sites", "open", links=links, councils=2)
    write_site(folder / "sites", "closed", robots="User-agent: *\nDisallow: /\n")
    with SiteServer(folder / "sites") as server:
        server.write_register(folder / "register.csv")
        settings = {
            "USABILITY_DATABASE": f"sqlite:///{folder}/crawl.db",
            "USABILITY_ARTIFACTS": str(folder / "artifacts"),
            "USABILITY_CRAWL_DELAY": "0",
            "USABILITY_QUIET": "0.1",
            "USABILITY_SETTLE_TIME": "0.02",
            "USABILITY_WATCH_TIME": "0.5",
            "USABILITY_SPEED_RUNS": "1",
            "USABILITY_CRUX_KEY": "a key that no crawl is told",
        }
        crawl = usability(
            *("crawl", "--register", str(folder / "register.csv"), "--pages", "3"),
            "--allow-loopback",
            settings=settings,
        )
        yield Ran(folder, settings, crawl)


def test_the_log_is_lines_of_json_about_the_crawl_and_its_websites(ran: Ran) -> None:
    lines = [json.loads(line) for line in ran.crawl.stderr.splitlines()]
    assert "that no crawl is told" not in ran.crawl.stderr
    ours = [line for line in lines if line["event"].startswith(("crawl", "site", "page"))]
    assert {line["crawl"] for line in ours} == {1}
    assert all(("site" in line) != line["event"].startswith("crawl") for line in ours), ours
    events = [line["event"] for line in ours]
    assert events.count("site_began") == events.count("site_ended") == 2
    pages = [line["state"] for line in ours if line["event"] == "page_ended"]
    assert sorted(pages) == ["audited"] * 3 + ["disallowed"]
    assert (events[0], events[-1]) == ("crawl_began", "crawl_ended")
    assert ours[-1]["websites_audited"] == ours[-1]["websites_disallowed"] == 1


def test_every_line_of_a_website_s_own_log_is_about_it(ran: Ran) -> None:
    logs = list((ran.folder / "logs").glob("*.log"))
    assert len(logs) == 2
    for log in logs:
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        places = {(line["crawl"], line["site"], line["worker"]) for line in lines}
        assert len(places) == 1
        assert lines[0]["event"] == "process_began"
        assert any(line["logger"].startswith("scrapy") for line in lines)
        assert log.stat().st_size < 100_000
    pages = [json.loads(line).get("page") for log in logs for line in log.read_text().splitlines()]
    assert len(set(pages)) > 3


def test_a_line_for_each_site_and_a_table_at_the_end(ran: Ran) -> None:
    assert ran.crawl.returncode == 0, ran.crawl.stderr
    lines = ran.crawl.stdout.splitlines()
    assert lines[0] == "Auditing 2 websites."
    (audited,) = (line for line in lines if "Open Council and Open Council 2" in line)
    assert "Audited" in audited
    assert "3/3 pages" in audited
    (disallowed,) = (line for line in lines if "Closed Council" in line)
    assert "Disallowed by robots.txt" in disallowed
    assert disallowed.endswith("robots.txt disallows /")
    table = lines[lines.index("") :]
    assert [line.split() for line in table if line.startswith(("Audited", "Disallowed"))] == [
        ["Audited", "1"],
        ["Disallowed", "by", "robots.txt", "1"],
    ]
    assert lines[-1].startswith("Crawl 1 ended after ")


def test_a_pipe_gets_no_control_characters(ran: Ran) -> None:
    for text in (ran.crawl.stdout, ran.run("scores"), ran.run("findings", "open")):
        assert all(character.isprintable() or character == "\n" for character in text)


def test_scores_in_three_formats(ran: Ran) -> None:
    rows = msgspec.convert(json.loads(ran.run("scores", "--format", "json")), list[LeagueRow])
    by_slug = {row.slug: row for row in rows}
    assert set(by_slug) == {"open", "open-2", "closed"}
    assert by_slug["open"].scores == by_slug["open-2"].scores
    assert by_slug["closed"].state is EndState.DISALLOWED
    table = list(csv.DictReader(io.StringIO(ran.run("scores", "--format", "csv"))))
    assert [row["slug"] for row in table] == [row.slug for row in rows]
    assert table[0]["total"] == f"{rows[0].scores.total:.1f}"
    printed = ran.run("scores")
    assert "Open Council 2" in printed
    assert f"{rows[0].scores.total:.1f}" in printed
    assert "Disallowed by robots.txt" in printed


def test_findings_in_three_formats(ran: Ran) -> None:
    found = json.loads(ran.run("findings", "open", "--format", "json"))
    groups = {group.audit: group for group in msgspec.convert(found, list[FindingGroup])}
    assert len(groups["image-alt"].pages) == 3
    table = list(csv.DictReader(io.StringIO(ran.run("findings", "open", "--format", "csv"))))
    alt = [row for row in table if row["audit"] == "image-alt"]
    assert {row["url"] for row in alt} == {page.url for page in groups["image-alt"].pages}
    assert {row["selector"] for row in alt} == {"body > main > img"}
    printed = ran.run("findings", "open-2")
    assert "WCAG 1.1.1" in printed
    assert groups["image-alt"].pages[0].url in printed
    assert ran.run("findings", "closed") == (
        "Closed Council: Disallowed by robots.txt. robots.txt disallows /.\n"
    )


def test_a_crawl_leaves_a_panel_and_findability_to_read(ran: Ran) -> None:
    pages = {page["role"]: page for page in json.loads(ran.run("panel", "show", "open", *JSON))}
    assert set(pages) == {"home", "contact", "task"}
    assert pages["task"]["task"] == "council-tax"
    found = json.loads(ran.run("findability", "open-2", *JSON))
    (tax,) = (task for task in found["tasks"] if task["task"] == "council-tax")
    assert tax["clicks"] == 1
    assert tax["url"] == pages["task"]["url"]
    rows = {row["slug"]: row for row in json.loads(ran.run("scores", *JSON))}
    assert rows["open"]["findability"] == found["figure"]


def test_building_a_panel_that_stands_changes_nothing(ran: Ran) -> None:
    before = ran.run("panel", "show", "open", *JSON)
    register = str(ran.folder / "register.csv")
    built = usability(
        *("panel", "build", "--all", "--register", register, "--pages", "3", "--allow-loopback"),
        settings=ran.settings,
    )
    assert built.returncode == 0, built.stderr
    assert built.stderr.startswith("Choosing the pages of 2 websites.\n")
    lines = [line.split() for line in built.stdout.splitlines()]
    assert lines[0] == ["Council", "Pages", "Tasks", "found", "Requests", "Seconds", "State"]
    (chosen,) = (line for line in lines if line[:2] == ["Open", "Council"])
    assert chosen[-1] == "Chosen"
    assert chosen[6] == "3"
    (refused,) = (line for line in lines if line[:2] == ["Closed", "Council"])
    assert refused[-3:] == ["Disallowed", "by", "robots.txt"]
    assert ran.run("panel", "show", "open", *JSON) == before


def test_quiet_is_quiet(ran: Ran) -> None:
    register = str(ran.folder / "register.csv")
    assert ran.run("crawl", "closed", "--register", register, "--allow-loopback", "--quiet") == ""


def test_the_bar_counts_websites_and_pages() -> None:
    websites = [website("One"), website("Two")]
    out = Console(file=io.StringIO(), force_terminal=True, width=140, color_system=None)
    reporter = LiveReporter(out, pages=5)
    reporter.crawl_started(websites, kept=0, resumed=False)
    reporter.site_started(websites[0])
    reporter.site_progress(websites[0], Planned(pages=3))
    reporter.site_progress(websites[0], PageSeen(url="http://a/seen", state=EndState.AUDITED))
    page = PageEnded(url="http://a/\x1b[31mred", state=EndState.AUDITED)
    reporter.site_progress(websites[0], page)
    ended = SiteEnded(
        state=EndState.PARTIAL,
        reason="1 gone of 3 pages",
        scores=PillarScores(accessibility=90.0, speed=None, mobile=80.0, total=None),
        pages_scored=2,
        pages_planned=3,
    )
    report = SiteReport(website=websites[0], ended=ended, seconds=75.0, log=Path("one.log"))
    reporter.site_ended(report)
    reporter.crawl_ended(
        CrawlOutcome(
            crawl_id=7,
            resumed=False,
            interrupted=True,
            sites=(report,),
            kept={},
            planned=2,
            pages_scored=3,
            seconds=80.0,
        )
    )
    assert isinstance(out.file, io.StringIO)
    printed = out.file.getvalue()
    assert "1/2 websites" in printed
    assert "1/8" in printed, "what is only looked at is no page of the panel"
    assert "\x1b[31m" not in printed
    assert "Partly audited" in printed
    assert "1 min 15 s  1 gone of 3 pages" in printed
    assert ["Not", "finished", "1"] in [line.split() for line in printed.splitlines()]
    assert "Crawl 7 stopped after 1 min 20 s: 3 pages scored." in printed


def test_the_bar_fits_a_terminal_of_80_columns() -> None:
    out = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    reporter = LiveReporter(out, pages=10)
    sites = [website(f"Council {number}") for number in range(350)]
    reporter.crawl_started(sites, kept=0, resumed=False)
    far = f"https://www.example.gov.uk/{'council-tax-and-benefits/' * 4}"
    reporter.site_progress(sites[0], PageEnded(url=far, state=EndState.AUDITED))
    reporter.crawl_ended(
        CrawlOutcome(
            crawl_id=1,
            resumed=False,
            interrupted=True,
            sites=(),
            kept={},
            planned=350,
            pages_scored=1,
            seconds=9.0,
        )
    )
    assert isinstance(out.file, io.StringIO)
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", out.file.getvalue())
    bars = [line for line in re.split(r"[\r\n]+", plain) if "websites" in line and "left" in line]
    assert bars, plain
    for bar in bars:
        assert len(bar) <= 80
        assert re.match(r"0/350 websites .* [01]/3500 pages [-\d:]+ left", bar), bar
    assert bars[-1].rstrip().endswith("…")


@pytest.mark.parametrize(
    ("change", "printed"), [(0.04, "no change"), (-0.04, "no change"), (-1.26, "-1.3")]
)
def test_figures_are_printed_as_published(change: float, printed: str) -> None:
    exact = LeagueRow(
        slug="one",
        name="One",
        nation="England",
        region="London",
        type="unitary",
        website="http://one.example/",
        scores=PillarScores(accessibility=99.99999999999999, total=-0.0),
        change=change,
    )
    row = published(exact)
    assert row.scores.accessibility == 100.0
    assert row.change is not None
    assert "-0.0" not in f"{msgspec.json.encode(row)!r}"
    assert change_in_words(row.change) == printed
    assert change_in_words(None) == "-"
    assert change_in_words(None, pages_changed=True) == "pages changed"


def website(name: str) -> Website:
    council = Council(
        slug=name.lower(),
        name=name,
        nation="England",
        region="London",
        type="unitary",
        gss_code="E06990001",
        website=f"http://{name.lower()}.example/",
    )
    return Website(url=council.website, councils=(council,))
