"""The commands as a whole: what is mounted, what bad input gets, and what stays out of a pipe."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner, Result

from crawler.cli import COMMANDS, usability
from crawler.config import PREFIX, Config
from crawler.database.session import open_database

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]

HEADER = (
    "slug,name,nation,region,type,gss_code,parent_county,website,population,latitude,longitude,"
    "valid_from,valid_to,succeeded_by"
)
ROW = "ashby,Ashby Council,England,London,unitary,E06990001,,http://127.0.0.1:9/,,,,,,"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `usability` in an empty folder, as on a terminal, and without other settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv(f"{PREFIX}LOG_FORMAT", "pretty")

    def run_one(*arguments: str, **settings: str) -> Result:
        result = CliRunner().invoke(usability, arguments, env=settings, prog_name="usability")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run_one


def complaint(result: Result) -> str:
    """The one line that a command complained with."""
    assert result.exit_code != 0
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("Error: ")
    assert line.endswith((".", "?")), line
    return line


def test_help_is_quick_because_it_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom crawler.cli import usability\n"
        "try: usability(['--help'], prog_name='usability')\nexcept SystemExit: pass\n"
        "heavy = {'scrapy', 'twisted', 'playwright', 'sqlalchemy', 'streamlit', 'rich'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("HEAVY []"), done.stdout


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_list_of_commands_says_what_each_command_says(name: str) -> None:
    command = usability.get_command(click.Context(usability), name)
    assert command is not None
    assert command.name == name
    assert command.help, f"{name} needs a docstring"
    assert COMMANDS[name].summary == command.help.strip().split("\n\n")[0].replace("\n", " ")


def test_every_option_of_ours_has_help() -> None:
    for name in ("audit", "crawl", "scores", "findings"):
        command = usability.get_command(click.Context(usability), name)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.opts}"
                assert parameter.help.rstrip("]").endswith((".", "10", "2", "db", "csv")), parameter


# --- Bad input ----------------------------------------------------------------------------------


def test_a_missing_register(run: Run) -> None:
    line = complaint(run("crawl", "--register", "nowhere.csv"))
    assert "nowhere.csv" in line


def test_a_register_with_a_wrong_column(tmp_path: Path, run: Run) -> None:
    (tmp_path / "bad.csv").write_text(f"{HEADER.replace('website', 'web site')}\n{ROW}\n")
    line = complaint(run("crawl", "--register", "bad.csv"))
    assert "bad.csv, line 1" in line
    assert "web site" in line or "website" in line


def test_an_unknown_slug_is_told_the_nearest(tmp_path: Path, run: Run) -> None:
    (tmp_path / "one.csv").write_text(f"{HEADER}\n{ROW}\n")
    line = complaint(run("crawl", "ashbey", "--register", "one.csv"))
    assert "'ashbey'" in line
    assert "Did you mean ashby?" in line
    assert not (tmp_path / "data").exists()


def test_an_unknown_slug_in_the_database(tmp_path: Path, run: Run) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    open_database(url, create=True).close()
    line = complaint(run("findings", "ashby", "--database", url))
    assert "'ashby'" in line


def test_no_contact(tmp_path: Path, run: Run) -> None:
    (tmp_path / "one.csv").write_text(f"{HEADER}\n{ROW}\n")
    line = complaint(run("crawl", "--register", "one.csv"))
    assert "USABILITY_CONTACT_URL" in line


def test_no_browser(tmp_path: Path, run: Run) -> None:
    (tmp_path / "one.csv").write_text(f"{HEADER}\n{ROW}\n")
    missing = str(tmp_path / "no-such-chromium")
    crawl = run(
        "crawl",
        "--register",
        "one.csv",
        "--allow-loopback",
        USABILITY_CHROMIUM=missing,
    )
    assert "No Chromium was found" in complaint(crawl)
    audit = run(
        "audit",
        "http://127.0.0.1:9/",
        "--allow-loopback",
        USABILITY_CHROMIUM=missing,
    )
    assert "No Chromium was found" in complaint(audit)


def test_an_option_before_show_is_not_passed_over(run: Run) -> None:
    line = run("schedule", "--database", "sqlite:///other.db", "show").stderr
    assert "Put --database after `show`" in line


@pytest.mark.parametrize("command", [("scores",), ("findings", "ashby")])
def test_an_unreadable_database(tmp_path: Path, run: Run, command: tuple[str, ...]) -> None:
    (tmp_path / "broken.db").write_bytes(b"This is no database at all. " * 100)
    line = complaint(run(*command, "--database", "sqlite:///broken.db"))
    assert "broken.db" in line


def test_no_database_yet(tmp_path: Path, run: Run) -> None:
    line = complaint(run("scores"))
    assert "usability.db" in line
    assert not (tmp_path / "data").exists()


def test_a_port_in_use(tmp_path: Path, run: Run) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    open_database(url, create=True).close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("dashboard", "--port", str(port), "--database", url)
    assert f"Port {port}" in complaint(done)


def test_a_bad_setting(run: Run) -> None:
    line = complaint(run("crawl", USABILITY_PAGES="many"))
    assert "USABILITY_PAGES" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit",),
        ("audit", "ftp://example.gov.uk/"),
        ("audit", "https://"),
        ("audit", "https://example.gov.uk:99999/"),
        ("crawl", "--limit", "0"),
        ("crawl", "--pages", "0"),
        ("crawl", "--concurrency", "0"),
        ("audit", "--elements", "-1", "https://example.gov.uk/"),
        ("scores", "--format", "yaml"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2


def test_an_empty_register_is_said_to_be_empty(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty.csv").write_text("")
    line = complaint(run("crawl", "--register", "empty.csv"))
    assert line == (
        "Error: empty.csv, line 1: the file is empty. Make it from councils.csv of the project."
    )


def test_the_help_names_options_that_are_settings(run: Run) -> None:
    (said,) = re.findall(r"The options (.*?)may also be given", run("--help").stdout, re.DOTALL)
    names = re.findall(r"--([a-z-]+)", said)
    assert len(names) == 6
    assert {name.replace("-", "_") for name in names} <= set(Config.__struct_fields__)


# --- Output -------------------------------------------------------------------------------------


def test_an_empty_table_says_what_to_do(tmp_path: Path, run: Run) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    open_database(url, create=True).close()
    done = run("scores", "--database", url)
    assert done.exit_code == 0
    assert "usability crawl" in done.stdout
    assert run("scores", "--database", url, "--format", "json").stdout == "[]\n"


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    open_database(url, create=True).close()
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-m", "crawler", "scores", "--database", url, "--format", "csv"],
            stdout=pipe,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.stderr == ""


def test_the_version(run: Run) -> None:
    assert re.fullmatch(r"usability \d+\.\d+\.\d+\S*\n", run("--version").stdout)
