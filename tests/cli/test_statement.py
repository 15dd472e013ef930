"""`usability statement` and `usability documents`, from a real database."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.database import store
from crawler.database.session import open_database
from crawler.facts.document import Documents
from crawler.records import CheckOutcome, EndState, StatementCheck
from tests.cli.test_commands import complaint
from tests.cli.test_findability import run
from tests.dashboard.statements import CHECKLIST, DOCUMENTS
from tests.database.samples import MONDAY, SITE, council, site_score

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.records import StatementChecklist


def database(
    folder: Path, checklist: StatementChecklist | None, documents: Documents | None
) -> str:
    url = f"sqlite:///{folder / 'usability.db'}"
    opened = open_database(url, create=True)
    store.save_register(opened, [council(name="Eastmere Council")])
    ticket = store.begin_crawl(opened, started_at=MONDAY, register="r")
    key = store.begin_site(opened, ticket.id, SITE, MONDAY).site_audit_id
    if checklist is not None:
        store.save_statement(opened, key, checklist)
    if documents is not None:
        store.save_documents(opened, key, documents)
    store.close_site(opened, key, EndState.AUDITED, "", site_score(80.0), MONDAY)
    opened.close()
    return url


@pytest.fixture
def url(tmp_path: Path) -> str:
    return database(tmp_path, CHECKLIST, DOCUMENTS)


def said(command: str, url: str, *options: str) -> str:
    done = run(command, "eastmere", "--database", url, *options)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_an_officer_reads_each_check_with_the_words_it_rests_on(url: str) -> None:
    lines = said("statement", url).splitlines()
    assert lines[0] == (
        "Eastmere Council: accessibility statement: 1 of 3 checks met, 2 not met; 1 does not apply."
    )
    assert lines[1] == "Tested on 23 November 2026. None of this is part of a score."
    at = next(number for number, line in enumerate(lines) if "Held to WCAG" in line)
    assert lines[at].split() == ["Not", "met", "Held", "to", "WCAG", "2.2", "AA"]
    assert lines[at + 1].strip().startswith("It names WCAG 2.1, which is outdated")
    assert lines[at + 2].strip() == "“This website is <b>partially</b> compliant with WCAG 2.1 AA.”"
    assert "    https://www.northam.example/page-4" in lines
    assert "    and 2 more pages" in lines


def test_the_json_of_a_statement_keeps_its_shape(url: str) -> None:
    found = json.loads(said("statement", url, "--format", "json"))
    assert list(found) == [
        *("slug", "name", "tested_at", "version", "day", "url", "language", "status", "standard"),
        *("prepared", "reviewed", "fix_dates", "criteria", "pages", "lacking", "outcomes"),
        "checks",
    ]
    assert found["outcomes"] == {"met": 1, "not met": 2, "unclear": 0, "not applicable": 1}
    assert found["day"] == "2026-11-23"
    assert list(found["checks"][0]) == ["id", "title", "outcome", "said", "found"]


def test_the_csv_of_a_statement_has_a_row_a_check_and_no_formula(tmp_path: Path) -> None:
    odd = StatementCheck(
        id="status", title="T", outcome=CheckOutcome.MET, said="S.", found="=SUM(A1)"
    )
    url = database(tmp_path, replace(CHECKLIST, checks=(odd,)), None)
    (row,) = csv.DictReader(said("statement", url, "--format", "csv").splitlines())
    assert (row["check"], row["outcome"], row["found"]) == ("status", "met", "'=SUM(A1)")


def test_documents_are_read_with_what_to_do(url: str) -> None:
    text = said("documents", url)
    lines = text.splitlines()
    assert lines[0] == "Eastmere Council: 3 documents of 12 that the pages link to."
    assert "Local plan  Read" in lines
    assert "  24 pages, 1.2 MB, made on 3 May 2016, by Word" in lines
    assert any("the law does not ask this of it" in line for line in lines)
    tags, _ = (line for line in lines if "Has tags (WCAG 1.3.1)" in line)
    assert tags.split()[:2] == ["Not", "met"]
    assert "publish it as a web page" in text
    assert "  it answered 404" in lines


def test_a_website_without_documents_is_said_to_have_none(tmp_path: Path) -> None:
    lines = said("documents", database(tmp_path, None, Documents(linked=0))).splitlines()
    assert lines[0] == "Eastmere Council: the pages tested link to no PDF that we could read."


def test_documents_as_json_and_csv(url: str) -> None:
    found = json.loads(said("documents", url, "--format", "json"))
    assert list(found) == ["slug", "name", "tested_at", "linked", "documents"]
    plan, gone, _ = found["documents"]
    assert plan["exempt_since"] == "2016-05-03"
    assert {check["id"]: check["outcome"] for check in plan["checks"]} == {
        "title": "met",
        "language": "not met",
        "tags": "not met",
        "text": "met",
        "pictures": "not applicable",
        "bookmarks": "not met",
    }
    assert (gone["state"], gone["checks"]) == ("gone", [])
    rows = list(csv.DictReader(said("documents", url, "--format", "csv").splitlines()))
    assert len(rows) == 6 + 1 + 6
    assert rows[6]["state"] == "gone"


@pytest.mark.parametrize("command", ["statement", "documents"])
def test_none_yet_and_no_such_council(tmp_path: Path, command: str) -> None:
    url = database(tmp_path, None, None)
    line = complaint(run(command, "eastmere", "--database", url))
    assert line.endswith("Run `usability crawl eastmere`.")
    line = complaint(run(command, "eastmear", "--database", url))
    assert line.endswith("Did you mean eastmere?")
