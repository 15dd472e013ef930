"""What set-up rests on: exact versions, no addresses, and commands that work before anything is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.prepare import done, fingerprint

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"([a-z0-9-]+)==([0-9][0-9a-z.]*)")
# Written in halves, so that this file does not hold what it looks for.
REGISTRIES = (
    "pypi" + ".org",
    "python" + "hosted",
    "npm" + "js.org",
    "npm" + "js.com",
    "yarn" + "pkg",
    "deb." + "debian",
    "archive." + "ubuntu",
    "cdn." + "playwright",
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers"]) + r")/\w"
)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    pinned = [line for line in lines if not line.startswith("#")]
    # What has no release for every Python has a line for each part of them.
    apart = [line.partition("; python_version ") for line in pinned if ";" in line]
    matches = [PIN.fullmatch(line) for line in pinned if ";" not in line]
    for line, _, rule in apart:
        sign, _, version = rule.partition(" ")
        assert (sign, version) in {("<", "'3.12'"), (">=", "'3.12'")}, line
        if (sign == "<") is (here == "3.11"):
            matches.append(PIN.fullmatch(line))
    assert all(matches), "constraints.txt holds nothing but name==version"
    return {match[1]: match[2] for match in matches if match}


def tracked_files() -> list[Path]:
    """Every text file of the project that git knows."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


def test_every_requirement_is_pinned_within_what_pyproject_allows() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        asked += extra
    pinned = pins()
    for line in asked:
        requirement = Requirement(line)
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement.name} is not in constraints.txt"
        assert version in requirement.specifier, f"{line} forbids the pinned {version}"


def test_javascript_is_locked_by_digest_and_without_addresses() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, version in package["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert name == "" or "integrity" in entry, name


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}, line {number}: {line.strip()[:80]}"
        for path in tracked_files()
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if any(host in line for host in REGISTRIES) or MACHINE_PATHS.search(line)
    ]
    assert found == []


def test_make_lists_a_line_for_each_command() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    commands = [line.split(maxsplit=2) for line in listed.splitlines()]
    assert all(line[0] == "make" and len(line) == 3 for line in commands)
    assert {"setup", "demo", "test", "lint", "unit", "clean"} <= {line[1] for line in commands}


def find_python(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run tools/find-python where nothing is set up."""
    return subprocess.run(
        ["/bin/sh", ROOT / "tools" / "find-python"],
        env=environment,
        cwd=ROOT / "tests",
        capture_output=True,
        text=True,
        check=False,
    )


def test_python_is_found_on_path(tmp_path: Path) -> None:
    python = shutil.which("python", path=str(ROOT / ".venv" / "bin"))
    assert python is not None
    (tmp_path / "python3.12").symlink_to(python)
    found = find_python(PATH=str(tmp_path))
    assert (found.returncode, found.stdout) == (0, "python3.12\n")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PATH": os.devnull}, "No Python 3.11, 3.12 or 3.13 was found"),
        ({"PATH": os.devnull, "PYTHON": "/bin/false"}, "PYTHON=/bin/false is not a Python 3.11"),
    ],
)
def test_no_python_is_one_sentence(environment: dict[str, str], words: str) -> None:
    found = find_python(**environment)
    assert found.returncode == 1
    assert found.stdout == ""
    assert words in found.stderr
    assert found.stderr.count("\n") == 1


def test_a_step_is_done_until_one_of_its_inputs_changes(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    key = fingerprint("constraints.txt", also="3.11.7")
    assert not done(stamp, key)
    stamp.write_text(key)
    assert done(stamp, key)
    assert not done(stamp, fingerprint("constraints.txt", also="3.12.1"))
    assert not done(stamp, fingerprint("constraints.txt", "pyproject.toml", also="3.11.7"))
