"""What `usability findings` says of each fault beside where it is."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from crawler.audits.registry import all_audits
from crawler.cli import usability
from crawler.database import store
from crawler.database.artifacts import Artifacts
from crawler.database.session import open_database
from crawler.records import Element, EndState, PageRole, PanelPage, Viewport
from tests.database.samples import (
    DIGEST,
    MONDAY,
    PICTURE,
    SITE,
    council,
    finding,
    panel,
    result,
    site_score,
)

if TYPE_CHECKING:
    from pathlib import Path

GONE = "cd" * 32
LIMITS = {audit.id: audit.limit for audit in all_audits()}
ROTATING = PanelPage(url=f"{SITE}drawn", role=PageRole.ROTATING, reason="Drawn.")
ENGINES = ("axe:link-name", "htmlcs:H30", "usability:link-name")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A database of one council whose header has an unnamed link on three pages of four."""
    database = open_database(f"sqlite:///{tmp_path / 'usability.db'}", create=True)
    store.save_register(database, [council()])
    ticket = store.begin_crawl(database, started_at=MONDAY, register="r")
    key = store.begin_site(database, ticket.id, SITE, MONDAY).site_audit_id
    link = Element(
        selector="#top > a", html='<a class="logo">', message="It says nothing.",
        viewport=Viewport.MOBILE, pictures=(DIGEST, GONE),
    )  # fmt: skip
    unnamed = replace(
        finding("reflow"), elements=(link,), failing=1, engines=ENGINES, who="Blind people.",
        help_url="https://www.w3.org/WAI/WCAG22/Understanding/reflow",
    )  # fmt: skip
    bare = replace(finding("page-weight"), elements=(), failing=1)
    some = replace(finding("viewport"), elements=(), failing=1)
    shelf = Artifacts(tmp_path / "artifacts")
    for number, page in enumerate((*panel(4), ROTATING)):
        visit = result(page, findings=(unnamed, bare) if number else (bare, some))
        facts = replace(visit.facts, walked=number == 0, template=f"{number // 2:016x}")
        saved = replace(visit, facts=facts)
        store.save_page(database, key, saved, shelf, {DIGEST: PICTURE} if number else {})
    store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), MONDAY)
    database.close()
    return tmp_path


def said(folder: Path, *options: str) -> str:
    url = f"sqlite:///{folder / 'usability.db'}"
    done = CliRunner().invoke(usability, ["findings", "eastmere", "--database", url, *options])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_report_says_all_that_one_needs_to_mend_it(folder: Path) -> None:
    report = said(folder)
    kept = Artifacts(folder / "artifacts").path(DIGEST)
    for line in (
        "serious · WCAG 1.4.3 · in the template: 3 of 4 pages, and 1 other looked at, 4 elements"
        " · fixing it gains 5.3 accessibility points",
        "In the template: 3 of 4 pages, and 1 other looked at  4 elements",
        f"Not on {SITE}",
        "serious · WCAG 1.4.3 · on all 4 pages, and 1 other looked at"
        " · fixing it gains 7.0 accessibility points",
        "Who: Blind people.",
        "Why: Some people cannot read it.",
        "Fix: Make it darker.",
        "More: https://www.w3.org/WAI/WCAG22/Understanding/reflow",
        "Found by: axe-core, HTML_CodeSniffer and our own check",
        f"Before: {kept}",
        "After: the picture is no longer kept",
        f"Limits: {LIMITS['reflow']}",
        "Acted on 1 of 4 pages (keyboard, mouse and controls):",
        f"{SITE}task-1  It has the same template as {SITE}.",
        f"{SITE}task-2  As many pages as a crawl acts on came before it.",
    ):
        assert f"\n{line}\n" in "\n".join(each.strip() for each in report.splitlines()), line


def test_a_page_is_named_only_where_it_says_something(folder: Path) -> None:
    report = said(folder)
    findings, _, _ = report.partition("Acted on 1 of 4 pages")
    assert findings.count(SITE) == 2, "the page that lacks one finding and is alone with another"
    assert ROTATING.url not in report


def test_pictures_can_be_had_as_files_that_a_double_click_opens(folder: Path) -> None:
    shots = folder / "shots"
    report = said(folder, "--pictures", str(shots))
    picture = shots / f"{DIGEST}.webp"
    assert f"Before: {picture}\n" in report
    assert picture.read_bytes() == PICTURE
    assert "After: the picture is no longer kept\n" in report
    assert f"{picture}," in said(folder, "--format", "csv", "--pictures", str(shots))


def test_programs_get_it_too(folder: Path) -> None:
    groups = json.loads(said(folder, "--format", "json"))
    group = next(each for each in groups if each["audit"] == "reflow")
    assert [(each["of"], each["counted"], len(each["pages"])) for each in group["components"]] == [
        (4, 3, 4)
    ]
    assert {"who", "limit", "priority", "judged", "walks", "engines"} <= group.keys()
    rows = csv.DictReader(said(folder, "--format", "csv").splitlines())
    first = next(row for row in rows if row["audit"] == "reflow")
    assert first["spread"] == "in the template: 3 of 4 pages, and 1 other looked at"
    assert float(first["priority"]) == pytest.approx(3 * 7.0123456789 / 60, abs=1e-4)
    assert first["engines"] == " ".join(ENGINES)
    assert first["after"] == "the picture is no longer kept"
