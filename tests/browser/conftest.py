"""What the tests of the browser rooms share: a server of oddities, and lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from crawler.browser.pool import Lane
from crawler.config import Config
from tests.browser.odd_server import OddServer
from tests.browser.recording import started_browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser

# Short limits: the tests below make pages that pass every one of them.
QUICK = Config(
    allow_loopback=True,
    machine_factor=1.0,
    load_timeout=3.0,
    page_timeout=20.0,
    quiet=0.1,
    quiet_timeout=1.0,
)


@pytest.fixture(scope="module")
def odd() -> Iterator[OddServer]:
    with OddServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lane() -> AsyncIterator[Lane]:
    """A lane for a whole module; its tests need `loop_scope="module"` too."""
    async with Lane(QUICK) as lane:
        yield lane


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """A bare browser, for gatherers on their own."""
    async with started_browser() as browser:
        yield browser
