"""`usability findability` and the findability in `usability scores`, from a real database."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import msgspec
import pytest
from click.testing import CliRunner, Result

from crawler.cli import usability
from crawler.database import store
from crawler.database.session import open_database
from crawler.records import (
    EndState,
    Findability,
    SearchOutcome,
    SearchState,
    Step,
    TaskFindability,
    Verdict,
)
from tests.cli.test_commands import complaint
from tests.database.samples import MONDAY, SITE, council, panel, result, site_score

if TYPE_CHECKING:
    from pathlib import Path

TASKS = (
    TaskFindability(
        task="jobs",
        title="Jobs",
        importance=1,
        verdict=None,
        reason="The website blocked us.",
    ),
    TaskFindability(
        task="bin-day",
        title="Find bin collection day",
        importance=3,
        verdict=Verdict.EASY,
        reason="Two clicks, and every link says where it leads.",
        url=f"{SITE}bins/day",
        clicks=2,
        path=(
            Step(on=SITE, text="Bins", url=f"{SITE}bins", controls=("Menu",)),
            Step(on=f"{SITE}bins", text="Check your bin day", url=f"{SITE}bins/day"),
        ),
        search=SearchOutcome(state=SearchState.ASKED, query="bin collection", position=1),
        loads=True,
        reflows=True,
        keyboard=True,
        reading_age=12.499,
    ),
    TaskFindability(
        task="council-tax",
        title="Pay or query council tax",
        importance=3,
        verdict=Verdict.HARD,
        reason="A link on the way does not say where it leads.",
        url="https://eastmere.portal.example/tax",
        supplier="eastmere.portal.example",
        clicks=1,
        path=(Step(on=SITE, text="Click\x1b[31m here", url=f"{SITE}tax", clear=False),),
        search=SearchOutcome(state=SearchState.ASKED, query="council tax"),
        loads=False,
        reflows=None,
    ),
    TaskFindability(
        task="blue-badge",
        title="Blue Badge",
        importance=2,
        verdict=Verdict.NOT_THIS_COUNCILS_JOB,
        reason="A county does it.",
    ),
)


def database(folder: Path, found: Findability | None) -> str:
    url = f"sqlite:///{folder / 'usability.db'}"
    opened = open_database(url, create=True)
    store.save_register(opened, [council(name="Eastmere Council")])
    ticket = store.begin_crawl(opened, started_at=MONDAY, register="r")
    key = store.begin_site(opened, ticket.id, SITE, MONDAY).site_audit_id
    for page in panel():
        store.save_page(opened, key, result(page))
    if found is not None:
        store.save_findability(opened, key, found)
    store.close_site(opened, key, EndState.AUDITED, "", site_score(80.0), MONDAY)
    opened.close()
    return url


@pytest.fixture
def url(tmp_path: Path) -> str:
    return database(tmp_path, Findability(method=1, figure=66.649, tasks=TASKS, requests=9))


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(usability, arguments, prog_name="usability")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def said(url: str, *options: str) -> str:
    done = run("findability", "eastmere", "--database", url, *options)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_an_officer_reads_the_figure_the_verdicts_and_the_way(url: str) -> None:
    printed = said(url)
    lines = printed.splitlines()
    assert lines[0] == (
        "Eastmere Council: findability 66.6 of 100. Of 3 tasks: 1 easy, 1 hard, 1 not examined."
    )
    assert "Tested on 23 November 2026, with 9 page loads to find and search" in lines[1]
    (bins,) = (line for line in lines if line.startswith("Find bin collection day"))
    assert bins.split()[4:] == ["3", "Easy", "2", "1st", "yes", "yes", "yes", "12"]
    (tax,) = (line for line in lines if line.startswith("Pay or query council tax"))
    assert "Hard" in tax
    assert "Not in the first ten" in tax
    assert tax.split()[-4:] == ["no", "-", "-", "-"]
    assert "    Menu → Bins → Check your bin day" in lines
    assert "    Click[31m here (does not say where it leads)" in lines
    assert (
        "    https://eastmere.portal.example/tax  run by a supplier, eastmere.portal.example"
        in lines
    )
    assert "    The website blocked us." in lines
    assert lines[-1] == "Not this council\N{RIGHT SINGLE QUOTATION MARK}s job: Blue Badge."
    assert printed.index("Find bin") < printed.index("Jobs")
    assert all(character.isprintable() or character == "\n" for character in printed)


def test_the_table_fits_a_pipe(url: str) -> None:
    table = said(url).split("\n\n")[1].splitlines()
    assert max(len(line) for line in table) <= 130
    assert len(table) == 4, "a heading and a row a task"


def test_json_has_all_of_it(url: str) -> None:
    found = json.loads(said(url, "--format", "json"))
    assert (found["slug"], found["figure"], found["requests"]) == ("eastmere", 66.6, 9)
    assert [task["task"] for task in found["tasks"]] == [
        *("council-tax", "bin-day", "blue-badge", "jobs")
    ]
    bins = found["tasks"][1]
    assert bins["verdict"] == "easy"
    assert bins["reading_age"] == 12
    assert bins["path"][0]["controls"] == ["Menu"]
    assert bins["search"]["position"] == 1


def test_csv_has_a_row_a_task(url: str) -> None:
    rows = {row["task"]: row for row in csv.DictReader(said(url, "--format", "csv").splitlines())}
    assert set(rows) == {task.task for task in TASKS}
    assert rows["bin-day"]["path"] == "Menu → Bins → Check your bin day"
    assert rows["bin-day"]["search"] == "1st"
    assert rows["council-tax"]["supplier"] == "eastmere.portal.example"
    assert rows["council-tax"]["loads"] == "no"
    assert rows["jobs"]["verdict"] == ""
    assert rows["blue-badge"]["verdict"] == "not this council's job"


def test_no_link_is_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    step = Step(on=SITE, text='=HYPERLINK("https://x.example/","Bins")', url=f"{SITE}bins")
    task = msgspec.structs.replace(TASKS[1], path=(step,), reason="@SUM(A1) is linked.")
    url = database(tmp_path, Findability(method=1, figure=50.0, tasks=(task,)))
    (row,) = csv.DictReader(said(url, "--format", "csv").splitlines())
    assert row["path"] == '\'=HYPERLINK("https://x.example/","Bins")'
    assert row["reason"] == "'@SUM(A1) is linked."


def test_a_website_on_which_too_little_was_looked_at(tmp_path: Path) -> None:
    url = database(tmp_path, Findability(method=1, figure=None, tasks=TASKS[:1]))
    assert said(url).startswith(
        "Eastmere Council: no findability figure, since too few tasks could be looked at."
    )


def test_no_findability_yet_and_no_such_council(tmp_path: Path) -> None:
    url = database(tmp_path, None)
    line = complaint(run("findability", "eastmere", "--database", url))
    assert line.endswith("Run `usability crawl eastmere`.")
    line = complaint(run("findability", "eastmear", "--database", url))
    assert line.endswith("Did you mean eastmere?")


def test_the_league_table_has_it_beside_the_scores(url: str) -> None:
    row = json.loads(run("scores", "--database", url, "--format", "json").stdout)[0]
    assert row["findability"] == 66.6
    table = run("scores", "--database", url, "--format", "csv").stdout.splitlines()
    assert next(csv.DictReader(table))["findability"] == "66.6"
    heading, first, *_ = run("scores", "--database", url).stdout.splitlines()
    assert heading.index("Mobile") < heading.index("Findability") < heading.index("Change")
    assert "66.6" in first
