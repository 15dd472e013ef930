"""`usability field import`: from the API, which is a real server here, and from files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from crawler.cli import usability
from crawler.config import PREFIX
from crawler.database import queries, store
from crawler.database.session import open_database
from crawler.records import FieldSource, FormFactor
from crawler.register import read_register
from tests.cli.test_commands import HEADER, complaint
from tests.crux_server import KEY, CruxServer, answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


def row(number: int, website: str) -> str:
    return (
        f"council-{number},Council {number},England,London,unitary,E0699{number:04},,"
        f"{website},,,,,,"
    )


@pytest.fixture
def server() -> Iterator[CruxServer]:
    with CruxServer() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    return tmp_path


def register(folder: Path, *hosts: str) -> None:
    rows = (row(number, f"https://{host}.example/") for number, host in enumerate(hosts))
    (folder / "councils.csv").write_text("\n".join((HEADER, *rows)))


def imported(*arguments: str, **more: str) -> Result:
    command = ["field", "import", "--register", "councils.csv", *arguments]
    result = CliRunner().invoke(usability, command, env=more, prog_name="usability")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert KEY not in result.output
    return result


def settings(server: CruxServer, key: str = KEY) -> dict[str, str]:
    return {
        "USABILITY_CRUX_KEY": key,
        "USABILITY_CRUX_API": server.url,
        "USABILITY_CRUX_PER_MINUTE": "1000000",
    }


def known(folder: Path) -> dict[str, datetime]:
    with closing(open_database(f"sqlite:///{folder}/data/usability.db")) as database:
        return queries.field_data_known(database, FormFactor.PHONE)


def detail(folder: Path, slug: str) -> queries.FieldDetail | None:
    with closing(open_database(f"sqlite:///{folder}/data/usability.db")) as database:
        store.save_register(database, read_register(folder / "councils.csv"))
        return queries.field_data(database, slug)


# --- From the API -------------------------------------------------------------------------------


def test_every_website_is_asked_for_once(folder: Path, server: CruxServer) -> None:
    register(folder, "ashby", "none", "sparse", "refused", "ashby")
    done = imported(**settings(server))
    assert done.exit_code == 0, done.output
    assert "1/4  https://ashby.example" in done.stdout
    assert "LCP 2.2 s, INP 184 ms, CLS 0.05" in done.stdout
    assert "no data" in done.stdout
    assert "failed: it answers 400: Invalid origin" in done.stdout
    assert done.stdout.endswith(
        "Asked for 4 origins: 2 with data, 1 without, 1 failed.\n"
        "Those that failed are asked for again the next time.\n"
    )
    assert all(character.isprintable() or character == "\n" for character in done.stdout)
    assert [question["formFactor"] for question in server.asked] == ["PHONE"] * 4
    found = detail(folder, "council-0")
    assert found is not None
    assert found.periods[0].source is FieldSource.API
    nothing = detail(folder, "council-1")
    assert nothing is not None
    assert (nothing.periods, nothing.absent_at is None) == ((), False)
    assert detail(folder, "council-3") is None


def test_what_is_fresh_is_not_asked_for_again(folder: Path, server: CruxServer) -> None:
    register(folder, "ashby", "none", "refused")
    imported(**settings(server))
    again = imported(**settings(server))
    assert "2 origins were asked for in the last 7 days: left as they are." in again.stdout
    assert "Asked for 1 origin: 0 with data, 0 without, 1 failed." in again.stdout
    assert len(server.asked) == 4
    imported("--stale-days", "0", **settings(server))
    assert len(server.asked) == 7
    imported("--form-factor", "all", **settings(server))
    assert len(server.asked) == 10
    assert "formFactor" not in server.asked[-1]


def test_what_was_imported_stays_where_the_quota_or_the_key_ends(
    folder: Path, server: CruxServer
) -> None:
    register(folder, "ashby", "exhausted", "brill")
    line = imported(**settings(server))
    assert "Asked for 1 origin: 1 with data, 0 without, 0 failed. Not asked for: 2." in line.stdout
    assert "The quota at http://127.0.0.1" in complaint(line)
    assert list(known(folder)) == ["https://ashby.example"]
    register(folder, "ashby", "brill", "forbidden", "calne")
    refused = imported(**settings(server))
    assert "The key in USABILITY_CRUX_KEY was refused" in complaint(refused)
    assert sorted(known(folder)) == ["https://ashby.example", "https://brill.example"]
    assert server.times("https://ashby.example") == 1


def test_a_wrong_key_is_refused_and_stays_unsaid(folder: Path, server: CruxServer) -> None:
    register(folder, "ashby")
    refused = imported(**settings(server, "AIza-wrong"))
    assert "API key not valid" in complaint(refused)
    assert "AIza-wrong" not in refused.output


def test_an_api_that_fails_for_all_is_left_alone(folder: Path, server: CruxServer) -> None:
    register(folder, "ashby", *(f"broken.{number}" for number in range(7)))
    line = complaint(imported(**settings(server)))
    assert "failed for 5 origins in a row, last for https://broken.4.example" in line
    assert "its answer is not JSON" in line
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CRUX_KEY", "", "none is set. Set USABILITY_CRUX_KEY"),
        ("CRUX_KEY", " ", "none is set. Set USABILITY_CRUX_KEY"),
        ("CRUX_API", "http://api.example", "it must be https:// and a host"),
        ("CRUX_API", "https://api.example/v1?x", "it must be https:// and a host"),
        ("CRUX_API", "https://me@api.example", "it must be https:// and a host"),
        ("CRUX_API", "https://api.example:99999", "it must be https:// and a host"),
        ("CRUX_PER_MINUTE", "0", "a whole number of 1 or more"),
    ],
)
def test_settings_that_cannot_be(
    folder: Path, server: CruxServer, name: str, value: str, said: str
) -> None:
    register(folder, "ashby")
    result = imported(**(settings(server) | {PREFIX + name: value}))
    assert said in complaint(result)
    assert result.exit_code == 2
    assert server.asked == []
    assert not (folder / "data").exists()


def test_ctrl_c_keeps_what_was_imported(folder: Path, server: CruxServer) -> None:
    register(folder, "ashby", "brill", "calne", "diss")
    running = subprocess.Popen(
        [sys.executable, "-m", "crawler", "field", "import", "--register", "councils.csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | settings(server) | {"USABILITY_CRUX_PER_MINUTE": "2"},
    )
    deadline = time.monotonic() + 60
    while not server.asked and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    said, wrong = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Asked for 1 origin: 1 with data, 0 without, 0 failed. Not asked for: 3." in said
    assert wrong == ""
    assert list(known(folder)) == ["https://ashby.example"]
    done = imported(**settings(server))
    assert "Asked for 3 origins: 3 with data" in done.stdout
    assert server.times("https://ashby.example") == 1


# --- From a file --------------------------------------------------------------------------------


def test_a_file_of_answers(folder: Path) -> None:
    register(folder, "www.ashby")
    answers = [
        answer("https://www.ashby.example"),
        answer("https://ashby.example", "DESKTOP"),
        answer("https://elsewhere.example"),
        {"error": {"code": 404}},
    ]
    (folder / "crux.jsonl").write_text("\n".join(map(json.dumps, answers)))
    for _ in range(2):
        done = imported("crux.jsonl")
        assert done.stdout == (
            "Imported 2 records of 2 origins.\n"
            "Not of the register: 1 origin (https://elsewhere.example).\n"
            "Left out: 1 record without figures.\n"
        )
    found = detail(folder, "council-0")
    assert found is not None
    (period,) = found.periods
    assert period.source is FieldSource.FILE


def test_files_of_no_use(folder: Path) -> None:
    register(folder, "ashby")
    assert "no file nowhere.csv" in complaint(imported("nowhere.csv"))
    (folder / "crux.json").write_text(json.dumps([answer("https://elsewhere.example")]))
    line = complaint(imported("crux.json"))
    assert "crux.json has no field data of a website in councils.csv" in line
    (folder / "crux.csv").write_text("origin,p75_lcp\n\x1b[31m,2\n")
    line = complaint(imported("crux.csv"))
    assert "The columns are origin, form_factor, lcp_p75_ms" in line
