"""A dashboard over a filled database, served as people serve it, and a browser to look at it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import async_playwright

from crawler.browser.find import find_chromium
from crawler.config import read_config
from tests.dashboard.population import populate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from playwright.async_api import Browser

    from crawler.config import Config


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The settings of a dashboard whose database three crawls have filled."""
    folder: Path = tmp_path_factory.mktemp("filled")
    config = read_config(
        {}, database=f"sqlite:///{folder / 'usability.db'}", artifacts=folder / "artifacts"
    )
    populate(config.database, config.artifacts)
    return config


@pytest.fixture(scope="session")
def dashboard(filled: Config) -> Iterator[str]:
    """The address of the dashboard, as `usability dashboard` prints it, without the last slash."""
    command = [sys.executable, "-m", "crawler", "dashboard", "--port", "0"]
    server = subprocess.Popen(
        [*command, "--database", filled.database],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"USABILITY_ARTIFACTS": str(filled.artifacts)},
    )
    assert server.stdout is not None
    said = server.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found, f"it said {said!r}"
    yield found.group()
    server.send_signal(signal.SIGINT)
    server.wait(timeout=20)
    server.stdout.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests. Its sandbox is off only for root, who cannot have it."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=find_chromium(read_config(os.environ)),
            args=["--no-sandbox"] if as_root else [],
        )
        yield chromium
        await chromium.close()
