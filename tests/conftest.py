"""Fixtures that many tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server import SiteServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def _served_sites() -> Iterator[SiteServer]:
    with SiteServer() as server:
        yield server


@pytest.fixture
def sites(_served_sites: SiteServer) -> SiteServer:
    """Our fictional council sites, served for the whole run and in their original version."""
    _served_sites.restore()
    return _served_sites
