"""Finding a Chromium to drive: the lightest build that is there."""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import BrowserFailed, NoBrowser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.config import Config

# Headless shell first: it spends half the processor time of a full browser on the same page.
ON_PATH = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
INSTALL = f"{shlex.quote(sys.executable)} -m playwright install --with-deps --only-shell chromium"
"""The command that installs the lightest Chromium, and the system's libraries that it needs."""
ANSWER_SECONDS = 20


def find_chromium(config: Config) -> Path:
    """The first Chromium that exists and may be run.

    Looked for in this order: the setting (which is then the only one tried), Playwright's own
    headless shell, then `ON_PATH`. Raises `NoBrowser`, which lists each.
    """
    tried = []
    for place, path in _candidates(config):
        if path is not None and path.is_file() and os.access(path, os.X_OK):
            return path
        tried.append(place)
    if config.chromium is not None:
        remedy = "Correct or unset USABILITY_CHROMIUM."
    else:
        remedy = f"Install one with `{INSTALL}`, or set USABILITY_CHROMIUM to its path."
    raise NoBrowser(tried=", ".join(tried), remedy=remedy)


def chromium_version(path: Path) -> str:
    """The version that the browser at `path` states, as in "156.0.8078.79".

    Raises `BrowserFailed` when it does not run or states none.
    """
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        raise BrowserFailed(path=path, detail=_why_silent(error)) from error
    match = re.search(r"\d+(?:\.\d+){3}", answer.stdout)
    if match is None:
        raise BrowserFailed(path=path, detail="it states no version")
    return match.group()


def _why_silent(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        code = error.returncode
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return f"it {how} when asked for its version"
    if isinstance(error, subprocess.TimeoutExpired):
        return f"it did not state its version within {ANSWER_SECONDS} seconds"
    if isinstance(error, OSError):
        return (error.strerror or type(error).__name__).lower()
    return "it states no version"


def _candidates(config: Config) -> Iterator[tuple[str, Path | None]]:
    if config.chromium is not None:
        yield f"the setting {config.chromium}", config.chromium
        return
    own = _playwrights_own()
    yield f"Playwright's own ({own})" if own else "Playwright's own", own
    for name in ON_PATH:
        found = shutil.which(name)
        yield f"{name} on PATH", Path(found) if found else None


def _playwrights_own() -> Path | None:
    """Where this Playwright puts the headless shell that it installs, there or not."""
    spec = find_spec("playwright")
    folders = (spec.submodule_search_locations or ()) if spec else ()
    for folder in folders:
        listing = Path(folder, "driver", "package", "browsers.json")
        try:
            browsers = json.loads(listing.read_text())["browsers"]
            revision = next(
                item["revision"] for item in browsers if item["name"] == "chromium-headless-shell"
            )
        except (OSError, ValueError, KeyError, StopIteration):
            continue
        place = _browsers_folder(listing.parent) / f"chromium_headless_shell-{revision}"
        return place / _build_folder() / "chrome-headless-shell"
    return None


def _browsers_folder(package: Path) -> Path:
    # The variable is Playwright's, and its installer obeys it: so must we.
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen == "0":
        return package / ".local-browsers"
    if chosen:
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _build_folder() -> str:
    system = "mac" if sys.platform == "darwin" else "linux"
    arm = platform.machine().lower() in ("arm64", "aarch64")
    if system == "mac":
        return f"chrome-headless-shell-mac-{'arm64' if arm else 'x64'}"
    return f"chrome-headless-shell-linux{'-arm64' if arm else '64'}"
