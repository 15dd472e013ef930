"""Write constraints.txt: the newest version of every package that pyproject.toml allows.

Resolved on the oldest Python that we support, because a version made for that one is made for the
newer ones too; then pip checks that each newer Python has a wheel of exactly these versions.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWER = (3, 11), ("3.12", "3.13")
# Packages whose newest release for the oldest Python is another than for the newer ones.
APART = {"axe-selenium-python": ("2.1.6", "3.0.0")}
HEADER = """\
# Exact versions of every Python package, on Python 3.11 to 3.13, on Linux and macOS.
# Written by `make constraints` from pyproject.toml.
"""


def requirements() -> list[str]:
    """Return what pyproject.toml asks for, and the pip that installs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked: list[str] = ["pip", *project["build-system"]["requires"]]
    asked += project["project"]["dependencies"]
    for extra in project["project"]["optional-dependencies"].values():
        asked += extra
    return asked


def resolve(python: Path, *options: str) -> dict[str, str]:
    """Return the version of each package that pip would install, by its canonical name."""
    command: list[str | Path] = [python, "-m", "pip", "install", "--dry-run", "--ignore-installed"]
    command += ["-qq", "--report", "-", "--only-binary", ":all:", *options, *requirements()]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0:
        sys.exit("pip found no set of versions that fits: its own words are above.")
    installs = json.loads(ended.stdout)["install"]
    return {
        re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower(): item["metadata"]["version"]
        for item in installs
    }


def _pins(name: str, version: str) -> list[str]:
    if name not in APART:
        return [f"{name}=={version}"]
    oldest, newer = APART[name]
    marker = f"python_version {{}} '{NEWER[0]}'"
    return [f"{name}=={oldest}; {marker.format('<')}", f"{name}=={newer}; {marker.format('>=')}"]


def main() -> None:
    if sys.version_info[:2] != OLDEST:
        sys.exit("Pins come from the oldest Python: run `make constraints PYTHON=python3.11`.")
    path = ROOT / "constraints.txt"
    before = path.read_text().splitlines() if path.exists() else []
    # An environment of its own: the pins of today may be what keeps the real one from installing.
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-qq", "--upgrade", "pip"], check=True)
        pins = [
            pin for name, version in sorted(resolve(python).items()) for pin in _pins(name, version)
        ]
        path.write_text(HEADER + "\n".join(pins) + "\n")
        for newer in NEWER:
            resolve(python, "--python-version", newer, "--constraint", str(path))
    print("\n".join(sorted(set(pins) - set(before))) or "Nothing has changed.")


if __name__ == "__main__":
    main()
