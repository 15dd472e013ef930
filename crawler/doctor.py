"""What this installation has, what it lacks, and the command that mends it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import time
from enum import StrEnum
from importlib import metadata
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from crawler.browser.find import INSTALL, chromium_version, find_chromium
from crawler.browser.machine import pinned
from crawler.browser.node import find_node, node_version
from crawler.browser.worker import measure_worker
from crawler.config import CHECKOUT
from crawler.database.session import open_database
from crawler.errors import UsabilityError
from crawler.register import read_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.browser.machine import Machine
    from crawler.config import Config

DISTRIBUTION = "council-web-usability"
SETUP = "make setup"
START_TIMEOUT_MS = 20_000
CONNECT_SECONDS = 5
ROOM_NEEDED = 2_000_000_000  # bytes: a crawl of every council with its screenshots, twice


class State(StrEnum):
    OK = "ok"
    NOTE = "note"  # works, and is worth knowing
    MISSING = "missing"  # a crawl would fail


class Check(Struct, frozen=True, kw_only=True):
    """One thing looked at. `remedy` is a command or a sentence, empty where none is needed."""

    name: str
    state: State
    detail: str
    remedy: str = ""


def examine(config: Config) -> Iterator[Check]:
    """Look at everything that an audit needs. What is broken is a check too, not an exception."""
    steps: tuple[tuple[str, Callable[[Config], Iterator[Check]]], ...] = (
        ("Python packages", _python_packages),
        ("Node.js", _node),
        ("JavaScript packages", _javascript_packages),
        ("Browser", _browser),
        ("Sandbox", _sandbox),
        ("Register", _register),
        ("Database", _database),
        ("Disk", _disk),
        ("Contact page", _contact),
        ("Network", _network),
    )
    for name, step in steps:
        try:
            yield from step(config)
        except UsabilityError as error:  # its sentence ends with the remedy
            yield Check(name=name, state=State.MISSING, detail=str(error))
        except OSError as error:
            yield Check(name=name, state=State.MISSING, detail=str(error))


def _python_packages(_config: Config) -> Iterator[Check]:
    name = "Python packages"
    pins = _pins(CHECKOUT / "constraints.txt")
    wanted = [
        match[0].lower().replace("_", "-").replace(".", "-")
        for line in metadata.requires(DISTRIBUTION) or []
        if "extra ==" not in line and (match := re.match(r"[\w.-]+", line))
    ]
    missing = sorted(package for package in wanted if _installed(package) is None)
    other = [
        f"{package} is {found}, not {version}"
        for package, version in pins.items()
        if (found := _installed(package)) is not None and found != version
    ]
    if missing:
        detail = f"not installed: {', '.join(missing)}"
        yield Check(name=name, state=State.MISSING, detail=detail, remedy=SETUP)
    elif other:
        detail = f"other than in constraints.txt: {', '.join(other)}"
        yield Check(name=name, state=State.NOTE, detail=detail, remedy=SETUP)
    elif not pins:
        detail = f"{len(wanted)} installed; there is no constraints.txt to compare with"
        yield Check(name=name, state=State.NOTE, detail=detail)
    else:
        yield Check(name=name, state=State.OK, detail="as in constraints.txt")


def _node(config: Config) -> Iterator[Check]:
    node = find_node(config)
    version = ".".join(str(part) for part in node_version(node) or ())
    yield Check(name="Node.js", state=State.OK, detail=f"{version} ({node})")


def _javascript_packages(config: Config) -> Iterator[Check]:
    name = "JavaScript packages"
    listing = config.node_modules.parent / "package.json"
    if not listing.is_file():
        detail = f"there is no {listing} that says which are needed"
        yield Check(name=name, state=State.MISSING, detail=detail, remedy=SETUP)
        return
    found, wrong = [], []
    for package, wanted in json.loads(listing.read_text())["dependencies"].items():
        manifest = config.node_modules / package / "package.json"
        version = json.loads(manifest.read_text())["version"] if manifest.is_file() else None
        if version == wanted:
            found.append(f"{package} {version}")
        else:
            wrong.append(f"{package} {wanted} is needed, found {version or 'none'}")
    if wrong:
        yield Check(name=name, state=State.MISSING, detail="; ".join(wrong), remedy=SETUP)
    else:
        yield Check(name=name, state=State.OK, detail=", ".join(found))


def _browser(config: Config) -> Iterator[Check]:
    path = find_chromium(config)
    version = chromium_version(path)
    started = time.monotonic()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=path, chromium_sandbox=os.geteuid() != 0, timeout=START_TIMEOUT_MS
            )
            browser.new_page().goto("about:blank", timeout=START_TIMEOUT_MS)
            browser.close()
    except PlaywrightError as error:
        reason = error.message.splitlines()[0]
        detail = f"Chromium {version} ({path}) does not start: {reason}"
        yield Check(name="Browser", state=State.MISSING, detail=detail, remedy=INSTALL)
        return
    seconds = time.monotonic() - started
    detail = f"Chromium {version} ({path}), opens a page in {seconds:.1f} s"
    yield Check(name="Browser", state=State.OK, detail=detail)
    yield _speed(pinned(config) or asyncio.run(measure_worker(config)).machine)


def _speed(machine: Machine) -> Check:
    """Whether this machine can measure the speed of pages."""
    if machine.trouble:
        remedy = "Stop what else runs here, or measure speed on another machine."
        return Check(name="Speed", state=State.NOTE, detail=machine.sentence, remedy=remedy)
    return Check(name="Speed", state=State.OK, detail=machine.sentence)


def _sandbox(_config: Config) -> Iterator[Check]:
    if os.geteuid() == 0:
        detail = "off, because you are root: pages run with less between them and this machine"
        remedy = "Crawl the public internet as an ordinary user."
        yield Check(name="Sandbox", state=State.NOTE, detail=detail, remedy=remedy)
    else:
        yield Check(name="Sandbox", state=State.OK, detail="on")


def _register(config: Config) -> Iterator[Check]:
    councils = read_register(config.register)
    detail = f"{len(councils)} councils ({config.register})"
    yield Check(name="Register", state=State.OK, detail=detail)


def _database(config: Config) -> Iterator[Check]:
    path = config.database_file
    if path is not None and not path.exists():
        detail = f"none yet at {path}: the first crawl makes it"
        yield Check(name="Database", state=State.OK, detail=detail)
        return
    database = open_database(config.database, reading=True)
    try:
        detail = f"{database.url} opens, and its tables are up to date"
    finally:
        database.close()
    yield Check(name="Database", state=State.OK, detail=detail)


def _disk(config: Config) -> Iterator[Check]:
    places = [place for place in (config.artifacts, config.database_file) if place is not None]
    folders = {_nearest_folder(place) for place in places}
    free = {folder: shutil.disk_usage(folder).free for folder in sorted(folders)}
    detail = ", ".join(f"{room / 1e9:.1f} GB free in {folder}" for folder, room in free.items())
    if any(room < ROOM_NEEDED for room in free.values()):
        remedy = f"Free {ROOM_NEEDED / 1e9:.0f} GB, or set USABILITY_ARTIFACTS to a larger disk."
        yield Check(name="Disk", state=State.NOTE, detail=detail, remedy=remedy)
    else:
        yield Check(name="Disk", state=State.OK, detail=detail)


def _contact(config: Config) -> Iterator[Check]:
    if config.contact_url is None:
        detail = "none: it is needed before a crawl of the public internet"
        remedy = "export USABILITY_CONTACT_URL=https://your-site.example/about-our-crawl"
        yield Check(name="Contact page", state=State.NOTE, detail=detail, remedy=remedy)
    else:
        yield Check(name="Contact page", state=State.OK, detail=config.contact_url)


def _network(config: Config) -> Iterator[Check]:
    """Try the operator's own contact page and nobody else's server."""
    if config.contact_url is None:
        detail = "not tried: only the contact page's own server is ever asked, and none is set"
        remedy = "Set USABILITY_CONTACT_URL to have its server tried."
        yield Check(name="Network", state=State.NOTE, detail=detail, remedy=remedy)
        return
    parts = urlsplit(config.contact_url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        detail = f"{host} cannot be reached: {error.strerror or error}"
        remedy = "Check this machine's connection and its name resolution."
        yield Check(name="Network", state=State.NOTE, detail=detail, remedy=remedy)
    else:
        yield Check(name="Network", state=State.OK, detail=f"{host} answers")


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _pins(path: Path) -> dict[str, str]:
    """Read `name==version` lines; empty where there is no such file. What is pinned to another
    version on another Python is left out."""
    lines = path.read_text().splitlines() if path.is_file() else []
    return dict(line.split("==", 1) for line in lines if "==" in line and ";" not in line)


def _nearest_folder(path: Path) -> Path:
    """Return the closest folder above `path` that exists: where its bytes would go."""
    return next(folder for folder in path.absolute().parents if folder.is_dir())
