"""`usability doctor` on this installation, and on ones where something is broken."""

from __future__ import annotations

import json
import socket
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from crawler.cli import usability

if TYPE_CHECKING:
    from pathlib import Path


def examine(*arguments: str, **settings: str) -> Result:
    """Run the doctor with `settings` in the environment, without their USABILITY_."""
    environment = {f"USABILITY_{name.upper()}": value for name, value in settings.items()}
    return CliRunner().invoke(usability, ["doctor", *arguments], env=environment)


def checks(result: Result) -> dict[str, dict[str, str]]:
    return {check["name"]: check for check in map(json.loads, result.stdout.splitlines())}


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'new.db'}"


def test_this_installation_lacks_nothing(database: str) -> None:
    result = examine("--database", database)
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("Nothing is missing.\n")
    assert "opens a page in" in result.stdout


def test_json_has_one_object_a_check(database: str) -> None:
    result = examine("--json", "--database", database)
    found = checks(result)
    assert result.exit_code == 0
    assert {"Browser", "Speed", "Node.js", "JavaScript packages", "Database", "Disk"} <= set(found)
    assert found["JavaScript packages"]["state"] == "ok"
    assert "this machine" in found["Speed"]["detail"] or "reference" in found["Speed"]["detail"]
    assert "axe-core" in found["JavaScript packages"]["detail"]


@pytest.mark.parametrize(
    ("setting", "name", "words"),
    [
        ("chromium", "Browser", "USABILITY_CHROMIUM"),
        ("node", "Node.js", "USABILITY_NODE"),
        ("node_modules", "JavaScript packages", "package.json"),
        ("register", "Register", "nothing-here"),
    ],
)
def test_a_path_that_is_not_there_is_missing(
    setting: str, name: str, words: str, tmp_path: Path
) -> None:
    result = examine("--json", **{setting: str(tmp_path / "nothing-here")})
    check = checks(result)[name]
    assert result.exit_code == 1
    assert check["state"] == "missing"
    assert words in check["detail"]


def test_a_browser_that_does_not_start_is_missing(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\n[ \"$1\" = --version ] && echo 'Chromium 1.2.3.4' || exit 3\n")
    broken.chmod(0o755)
    check = checks(examine("--json", chromium=str(broken)))["Browser"]
    assert check["state"] == "missing"
    assert check["remedy"].startswith(sys.executable)


def test_other_javascript_than_the_listed_is_missing(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"axe-core": "9.9.9"}}')
    modules = tmp_path / "node_modules"
    (modules / "axe-core").mkdir(parents=True)
    (modules / "axe-core" / "package.json").write_text('{"version": "4.0.0"}')
    check = checks(examine("--json", node_modules=str(modules)))["JavaScript packages"]
    assert check["state"] == "missing"
    assert check["detail"] == "axe-core 9.9.9 is needed, found 4.0.0"


def test_a_file_that_is_no_database_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("This is not a database. " * 100)
    result = examine("--json", database=f"sqlite:///{path}")
    assert result.exit_code == 1
    assert checks(result)["Database"]["state"] == "missing"


def test_a_network_that_was_not_tried_is_not_ok(database: str) -> None:
    check = checks(examine("--json", "--database", database))["Network"]
    assert check["state"] == "note"
    assert "not tried" in check["detail"]
    assert "USABILITY_CONTACT_URL" in check["remedy"]


def test_the_contact_page_s_server_is_the_only_one_asked(database: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        url = f"http://127.0.0.1:{port}/about"
        found = checks(examine("--json", "--database", database, contact_url=url))
        assert found["Network"] == {
            "name": "Network",
            "state": "ok",
            "detail": "127.0.0.1 answers",
            "remedy": "",
        }
    found = checks(examine("--json", "--database", database, contact_url=url))
    assert found["Network"]["state"] == "note"
    assert "cannot be reached" in found["Network"]["detail"]
