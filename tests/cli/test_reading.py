"""`usability findings` and `scores` over a database of one slow council."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from crawler.cli import usability
from crawler.database import store
from crawler.database.session import open_database
from crawler.records import EndState, Pillar
from tests.database.samples import MONDAY, SITE, WEEK, council, finding, panel, result, site_score

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = ("22.9", "4.1", "4.4")


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'usability.db'}"
    database = open_database(url, create=True)
    store.save_register(database, [council()])
    ticket = store.begin_crawl(database, started_at=MONDAY, register="r")
    key = store.begin_site(database, ticket.id, SITE, MONDAY).site_audit_id
    for page, seconds in zip(panel(), SECONDS, strict=True):
        late = finding("largest-contentful-paint", selectors=(), failing=1, pillar=Pillar.SPEED)
        late = replace(late, title=f"The largest content appears after {seconds} seconds")
        store.save_page(database, key, result(page, findings=(late,)))
    store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), MONDAY)
    database.close()
    return url


def said(url: str, *options: str) -> str:
    done = CliRunner().invoke(usability, ["findings", "eastmere", "--database", url, *options])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_each_page_is_told_its_own_number(url: str) -> None:
    lines = [line.strip() for line in said(url).splitlines()]
    assert not any("seconds" in line for line in lines if line.startswith("1. "))
    for page, seconds in zip(panel(), SECONDS, strict=True):
        assert f"{page.url}  The largest content appears after {seconds} seconds" in lines


def test_the_other_formats_keep_the_pages_apart_too(url: str) -> None:
    rows = list(csv.DictReader(said(url, "--format", "csv").splitlines()))
    (group,) = json.loads(said(url, "--format", "json"))
    titles = {each["url"]: each["title"] for each in rows}
    assert titles == {each["url"]: each["title"] for each in group["pages"]}
    assert len(set(titles.values())) == len(SECONDS)


def test_no_selector_is_a_formula_in_a_spreadsheet(url: str) -> None:
    database = open_database(url)
    ticket = store.begin_crawl(database, started_at=MONDAY + WEEK, register="r")
    key = store.begin_site(database, ticket.id, SITE, MONDAY + WEEK).site_audit_id
    (page,) = panel(1)
    store.save_page(
        database, key, result(page, findings=(finding("reflow", selectors=("@media,=1+1",)),))
    )
    store.close_site(database, key, EndState.AUDITED, "", site_score(80.0), MONDAY + WEEK)
    database.close()
    (row,) = csv.DictReader(said(url, "--format", "csv").splitlines())
    assert row["selector"] == "'@media,=1+1"


def test_scores_by_an_older_method_are_not_ranked(url: str) -> None:
    database = open_database(url)
    later = council("westmere", "https://westmere.example/")
    store.save_register(database, [council(), later])
    ticket = store.begin_crawl(database, started_at=MONDAY + WEEK, register="r")
    key = store.begin_site(database, ticket.id, later.website, MONDAY + WEEK).site_audit_id
    score = replace(site_score(70.0), method=2)
    store.close_site(database, key, EndState.AUDITED, "", score, MONDAY + WEEK)
    database.close()

    def scores(*options: str) -> str:
        done = CliRunner().invoke(usability, ["scores", "--database", url, *options])
        assert done.exit_code == 0, done.output
        return done.stdout

    rows = list(csv.DictReader(scores("--format", "csv").splitlines()))
    assert [(row["slug"], row["rank"], row["method"]) for row in rows] == [
        ("westmere", "1", "2"),
        ("eastmere", "", "1"),
    ]
    assert [row["superseded"] for row in json.loads(scores("--format", "json"))] == [False, True]
    *_, last = scores().splitlines()
    assert last == "1 council: scored by method 1; not ranked until the next crawl."


def test_a_council_that_is_no_more_leaves_the_scores(url: str) -> None:
    database = open_database(url)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    store.save_register(database, [council("westmere", valid_to=yesterday)])
    database.close()
    done = CliRunner().invoke(usability, ["scores", "--database", url, "--format", "json"])
    assert [row["slug"] for row in json.loads(done.stdout)] == ["eastmere"]
