"""`usability panel`, on a real database and a real file of overrides."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from crawler.cli import usability
from crawler.commands.panel_pages import print_rows
from crawler.commands.panel_progress import PanelReporter, summary
from crawler.config import PREFIX
from crawler.database import store
from crawler.database.session import open_database
from crawler.jobs.messages import PageSeen, PanelEnded
from crawler.jobs.reporter import PanelOutcome, PanelReport
from crawler.panel.overrides import Override, read_overrides
from crawler.records import (
    Candidate,
    EndState,
    PageRole,
    PanelPage,
    Source,
    StoredPanel,
    Website,
)
from tests.cli.test_commands import HEADER, complaint
from tests.database.samples import MONDAY, SITE, council

HOSTILE = "\x1b[31mred\u202e"
FIELDS = ["role", "task", "url", "source", "score", "reason", "supplier"]
HOME = PanelPage(url=SITE, role=PageRole.HOME, reason="The home page.", source=Source.REGISTER)
CONTACT = PanelPage(
    url=f"{SITE}contact", role=PageRole.CONTACT, reason="Linked as “Contact us”.", score=97
)
TAX = PanelPage(
    url="https://eastmere.portal.example/tax",
    role=PageRole.TASK,
    task="council-tax",
    reason=f"GOV.UK names it {HOSTILE}.",
    source=Source.LOCAL_LINKS,
    supplier="eastmere.portal.example",
)
OLD_BINS = PanelPage(
    url=f"{SITE}rubbish", role=PageRole.TASK, task="bin-day", reason="Linked as “Bins”.", score=80
)
NEW_BINS = PanelPage(
    url=f"{SITE}waste/bin-days",
    role=PageRole.TASK,
    task="bin-day",
    reason="It is in the sitemap.",
    source=Source.SITEMAP,
    score=71,
    replaces=OLD_BINS.url,
)
JOBS = PanelPage(
    url=f"{SITE}jobs", role=PageRole.TASK, task="jobs", reason="Linked as “Jobs”.", score=90
)
CANDIDATES = (
    Candidate(
        role=PageRole.TASK,
        task="bin-day",
        url=NEW_BINS.url,
        source=Source.SITEMAP,
        score=71,
        reason="Its address says bin day.",
    ),
    Candidate(
        role=PageRole.TASK,
        task="bin-day",
        url=f"{SITE}news/bins",
        source=Source.HOME_LINK,
        score=30,
        reason="=1+1 is linked.",
        rejected="It is news.",
    ),
)
REGISTER = (
    f"eastmere,Eastmere Council,England,East of England,district,E07000001,,{SITE},,,,,,",
    "bro-hafren,Bro Hafren Council,Wales,Wales,welsh,W06000099,,https://bro.example/,,,,,,",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which a page of the panel was replaced."""
    folder = tmp_path_factory.mktemp("panel")
    database = open_database(f"sqlite:///{folder}/usability.db", create=True)
    store.save_register(
        database, [council(name="Eastmere Council"), council("westmere", "https://w.example/")]
    )
    first = StoredPanel(pages=(HOME, CONTACT, TAX, OLD_BINS), beyond=(JOBS,))
    store.keep_panel(database, SITE, first, CANDIDATES, MONDAY)
    then = StoredPanel(pages=(HOME, CONTACT, TAX, NEW_BINS), beyond=(JOBS,))
    why = {OLD_BINS.url: f"It is gone {HOSTILE}."}
    store.keep_panel(database, SITE, then, (), MONDAY + timedelta(days=7), why=why)
    database.close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    (tmp_path / "one.csv").write_text("\n".join((HEADER, *REGISTER)))
    shutil.copytree(made, tmp_path / "data")
    return tmp_path


def panel(*arguments: str, register: bool = True) -> Result:
    options = ("--register", "one.csv") if register else ()
    done = CliRunner().invoke(usability, ["panel", *arguments, *options], prog_name="usability")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def shown(*options: str) -> str:
    done = panel("show", "eastmere", *options)
    assert done.exit_code == 0, done.output
    return done.stdout


def listed(*options: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(shown("--format", "json", *options))
    return rows


# --- show ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_json_is_a_list_of_exactly_these_fields() -> None:
    rows = listed()
    assert [list(row) for row in rows] == [FIELDS] * 4
    assert rows[0] == {
        "role": "home",
        "task": None,
        "url": SITE,
        "source": "register",
        "score": 100,
        "reason": "The home page.",
        "supplier": None,
    }
    assert [row["url"] for row in rows] == [HOME.url, CONTACT.url, TAX.url, NEW_BINS.url]
    assert rows[2]["supplier"] == "eastmere.portal.example"
    assert [row["url"] for row in listed("--beyond")][4:] == [JOBS.url]


@pytest.mark.usefixtures("folder")
def test_json_of_candidates_and_of_changes() -> None:
    chosen, rejected = listed("--candidates")
    assert list(chosen) == [*FIELDS, "chosen", "rejected"]
    assert (chosen["chosen"], chosen["rejected"]) == (True, "")
    assert (rejected["chosen"], rejected["rejected"]) == (False, "It is news.")
    (change,) = listed("--changes")
    assert change["url"] == OLD_BINS.url
    assert change["replaced_by"] == NEW_BINS.url
    both = panel("show", "eastmere", "--format", "csv", "--candidates", "--changes")
    assert both.exit_code == 2
    assert "one list" in both.stderr


@pytest.mark.usefixtures("folder")
def test_csv_has_the_same_columns() -> None:
    rows = list(csv.DictReader(shown("--format", "csv").splitlines()))
    assert [list(row) for row in rows] == [FIELDS] * 4
    assert rows[2]["reason"] == "GOV.UK names it [31mred."
    assert rows[0]["task"] == ""
    rows = list(csv.DictReader(shown("--format", "csv", "--candidates").splitlines()))
    assert [row["chosen"] for row in rows] == ["True", "False"]
    assert rows[1]["reason"] == "'=1+1 is linked.", "no formula in a spreadsheet"
    (row,) = csv.DictReader(shown("--format", "csv", "--changes").splitlines())
    assert row["replaced_by"] == NEW_BINS.url


@pytest.mark.usefixtures("folder")
def test_the_table_has_suppliers_apart_and_counts_what_it_leaves_out() -> None:
    printed = shown()
    assert printed.startswith(
        f"Eastmere Council, {SITE}: 4 pages, a panel since 23 November 2026.\n"
    )
    assert all(character.isprintable() or character == "\n" for character in printed)
    own, supplied = printed.split("1 page on hosts of suppliers")
    assert " /contact " in own
    assert "A link on the home page" in own
    assert "replaces /rubbish." in " ".join(own.split())
    assert "/tax" not in own
    assert " eastmere.portal.example/tax " in supplied
    assert "The pages of 1 task more are in no score; --beyond shows them." in supplied
    assert "1 page has left the panel so far; --changes shows why." in supplied
    assert max(len(line) for line in printed.splitlines()) <= 160


def test_a_narrow_terminal_gets_a_list_in_place_of_a_table() -> None:
    out = Console(file=io.StringIO(), width=80)
    rows = [("Home page", "-", "/", "Linked."), ("Top task", "bin-day", "/bins/[b]", "Linked.")]
    print_rows(out, ("Role", "Task", "Page", "Why"), rows)
    assert isinstance(out.file, io.StringIO)
    assert out.file.getvalue().splitlines() == [
        *("Home page", "  Page: /", "  Why: Linked."),
        *("Top task  bin-day", "  Page: /bins/[b]", "  Why: Linked."),
    ]


@pytest.mark.usefixtures("folder")
def test_the_table_with_everything() -> None:
    printed = shown("--candidates", "--beyond", "--changes")
    assert all(character.isprintable() or character == "\n" for character in printed)
    for expected in (" /jobs ", "It is news.", "It is gone [31mred.", " /rubbish ", "30 Nov 2026"):
        assert expected in printed, expected


@pytest.mark.usefixtures("folder")
def test_no_panel_yet_and_no_such_council() -> None:
    line = complaint(panel("show", "westmere"))
    assert line == ("Error: Westmere has no panel yet. Run `usability panel build westmere`.")
    assert "Did you mean eastmere" in complaint(panel("show", "eastmear"))


# --- set and unset ------------------------------------------------------------------------------


def kept(folder: Path) -> tuple[Override, ...]:
    return read_overrides(folder / "panel-overrides.csv")


def test_a_page_is_chosen_by_hand_and_taken_back(folder: Path) -> None:
    done = panel(
        *("set", "eastmere", "bin-day", "www.eastmere.example/my-bins", "--reason", "They moved it")
    )
    assert done.exit_code == 0, done.output
    assert "The next crawl and `usability panel build eastmere` take" in done.stdout
    assert "panel-overrides.csv" in done.stdout
    assert kept(folder) == (
        Override(
            council="eastmere",
            role=PageRole.TASK,
            task="bin-day",
            url="https://www.eastmere.example/my-bins",
            reason="They moved it",
        ),
    )
    line = "bin-day: https://www.eastmere.example/my-bins, from the next crawl or build on (They"
    assert line in shown()
    again = panel("set", "eastmere", "bin-day", "--none")
    assert "look for no page for bin-day" in again.stdout
    assert [each.url for each in kept(folder)] == [None]
    assert "bin-day: no such page, from the next" in shown()
    panel("set", "eastmere", "bin-day", NEW_BINS.url)
    panel("set", "eastmere", "elections", "--none")
    assert f"bin-day: {NEW_BINS.url}\n  elections: no such page\n" in shown()
    panel("unset", "eastmere", "elections")
    assert panel("unset", "eastmere", "bin-day").exit_code == 0
    assert kept(folder) == ()


def test_a_page_chosen_by_hand_that_is_gone_is_said_to_be(folder: Path) -> None:
    panel("set", "eastmere", "bin-day", OLD_BINS.url)
    assert kept(folder)[0].url == OLD_BINS.url
    assert f"bin-day: {OLD_BINS.url}, which is gone; another page stands for it\n" in shown()


def test_roles_and_other_councils_are_kept_apart(folder: Path) -> None:
    panel("set", "eastmere", "contact", "https://www.eastmere.example/talk")
    panel("set", "bro-hafren", "contact", "https://bro.example/cysylltu")
    panel("set", "bro-hafren", "welsh", "https://bro.example/cy")
    assert [(each.council, each.role, each.task) for each in kept(folder)] == [
        ("eastmere", "contact", None),
        ("bro-hafren", "contact", None),
        ("bro-hafren", "welsh", None),
    ]
    panel("unset", "bro-hafren", "contact")
    assert [(each.council, each.role) for each in kept(folder)] == [
        ("eastmere", "contact"),
        ("bro-hafren", "welsh"),
    ]


def test_the_file_is_where_the_setting_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USABILITY_PANEL_OVERRIDES", str(folder / "deep" / "mine.csv"))
    panel("set", "eastmere", "form", "https://www.eastmere.example/form")
    assert len(read_overrides(folder / "deep" / "mine.csv")) == 1
    assert kept(folder) == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("set", "eastmear", "bin-day", "https://x.example/"), "Did you mean eastmere?"),
        (("set", "eastmere", "bin-dya", "https://x.example/"), "Did you mean bin-day"),
        (("set", "eastmere", "contacts", "https://x.example/"), "Did you mean contact"),
        (("set", "eastmere", "qqqq", "https://x.example/"), "the roles are contact,"),
        (("set", "eastmere", "home", "https://x.example/"), "neither a task nor a role"),
        (("set", "eastmere", "welsh", "https://x.example/"), "neither a task nor a role"),
        (("set", "eastmere", "school-admissions", "https://x.example/"), "not responsible for"),
        (("set", "eastmere", "contact", "http://127.0.0.1/"), "127.0.0.1/ is on this machine, so"),
        (("set", "eastmere", "contact", "http://[::1]/"), "is on this machine, so it cannot be"),
        (("set", "eastmere", "contact", "https://www.gov.uk/x"), "gov.uk serves everybody, not"),
        (("set", "eastmere", "bin-day", "https://bro.example/"), "the website of another council"),
        (("unset", "eastmear", "bin-day"), "Did you mean eastmere?"),
        (("unset", "eastmere", "bin-dya"), "Did you mean bin-day"),
        (("unset", "eastmere", "bin-day"), "No page is chosen by hand for bin-day of Eastmere"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    assert said in complaint(panel(*arguments))
    assert not (folder / "panel-overrides.csv").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "eastmere", "bin-day"),
        ("set", "eastmere", "bin-day", "https://x.example/", "--none"),
        ("set", "eastmere", "bin-day", "ftp://x.example/"),
        ("set", "eastmere", "bin-day", "https://x y.example/"),
    ],
)
def test_wrong_usage_changes_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    done = panel(*arguments)
    assert done.exit_code == 2
    assert "Error: " in done.stderr
    assert not (folder / "panel-overrides.csv").exists()


def test_an_address_on_this_machine_where_it_is_allowed(folder: Path) -> None:
    done = panel("set", "eastmere", "form", "http://127.0.0.1:9/form", "--allow-loopback")
    assert done.exit_code == 0, done.output
    assert [each.url for each in kept(folder)] == ["http://127.0.0.1:9/form"]


def test_the_path_of_the_file_is_said_in_full(folder: Path) -> None:
    for arguments in (("set", "eastmere", "form", "--none"), ("unset", "eastmere", "form")):
        assert panel(*arguments).stdout.endswith(f"Written to {folder / 'panel-overrides.csv'}.\n")


def test_a_choice_that_no_crawl_would_heed_is_not_shown_but_refused(folder: Path) -> None:
    path = folder / "panel-overrides.csv"
    path.write_text("council,role,task,url,reason\neastmere,task,council-tx,none,\n")
    line = complaint(panel("show", "eastmere"))
    assert "panel-overrides.csv, line 2: task is 'council-tx'. Did you mean council-tax" in line


def test_a_file_that_cannot_be_written_or_read(folder: Path) -> None:
    (folder / "file").write_text("")
    (folder / "bad.csv").write_text("council,role\n")
    url = "https://x.example/"
    for path, said in (
        ("file/x.csv", "cannot be written"),
        ("bad.csv", "missing columns"),
        ("x" * 400, "cannot be written: File name too long"),
    ):
        done = CliRunner().invoke(
            usability,
            ["panel", "set", "eastmere", "bin-day", url, "--register", "one.csv"],
            env={"USABILITY_PANEL_OVERRIDES": path},
        )
        assert said in complaint(done)


# --- build --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("eastmear",), "Did you mean eastmere?"),
        (("eastmere",), "USABILITY_CONTACT_URL"),
        (("--all",), "USABILITY_CONTACT_URL"),
    ],
)
def test_what_stops_a_build_is_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    assert said in complaint(panel("build", *arguments))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [(), ("eastmere", "--all"), ("eastmere", "--pages", "0")])
def test_a_build_is_of_some_or_of_all(arguments: tuple[str, ...]) -> None:
    done = panel("build", *arguments)
    assert done.exit_code == 2
    assert "Error: " in done.stderr


def test_a_build_tells_its_progress_and_sums_up() -> None:
    websites = [website_of("Ash"), website_of("Elm"), website_of("Oak")]
    out = Console(file=io.StringIO(), width=120)
    reporter = PanelReporter(out)
    reporter.panels_started(websites)
    reporter.site_progress(websites[0], PageSeen(url=f"http://a/{HOSTILE}", state=EndState.AUDITED))
    found = PanelEnded(
        state=EndState.AUDITED, pages=12, tasks_found=18, tasks_applicable=24, requests=31
    )
    lost = PanelEnded(state=EndState.FAILED, reason=f"it died {HOSTILE}", requests=1)
    reports = tuple(
        PanelReport(website=site, ended=ended, seconds=61.4, log=Path("one.log"))
        for site, ended in zip(websites, (found, lost), strict=False)
    )
    for report in reports:
        reporter.panel_ended(report)
    reporter.close()
    out.print(summary(PanelOutcome(interrupted=True, sites=reports, planned=3, seconds=70.0)))
    assert isinstance(out.file, io.StringIO)
    lines = out.file.getvalue().splitlines()
    assert lines[0] == "Choosing the pages of 3 websites."
    assert "12 pages, 18 of 24 tasks  1 min 1 s" in lines[1]
    assert lines[2].endswith("it died [31mred  (log: one.log)")
    assert [" ".join(line.split()) for line in lines[3:]] == [
        "Council Pages Tasks found Requests Seconds State",
        "Ash 12 18 of 24 31 61 Chosen",
        "Elm - - 1 61 Our failure",
        "(1 website more) - - - - Not finished",
    ]
    assert "\x1b" not in out.file.getvalue()


def website_of(name: str) -> Website:
    served = council(name.lower(), f"https://{name.lower()}.example/", name=name)
    return Website(url=served.website, councils=(served,))
