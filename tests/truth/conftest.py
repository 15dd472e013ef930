"""What the tests of the ground truth share: its pages served, and a lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from crawler.browser.pool import Lane
from tests.truth.cases import CaseServer
from tests.truth.judging import CONFIG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[CaseServer]:
    with CaseServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lane() -> AsyncIterator[Lane]:
    async with Lane(CONFIG) as lane:
        yield lane
