"""Fixtures that many tests share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.server import SiteServer

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent

# The files that take longest, in that order. Begun last, one of them would leave the other workers
# with nothing to do for minutes.
LONGEST = (
    "dashboard/test_in_browser.py",
    "spiders/test_seats.py",
    "jobs/test_interrupted.py",
    "panel/test_truth.py",
    "truth/test_walked_cases.py",
    "demo/test_demo.py",
    "truth/test_cases.py",
    "browser/test_visit.py",
    "spiders/test_own_search.py",
    "spiders/test_politeness.py",
    "spiders/test_stability.py",
    "jobs/test_panel_build.py",
    "jobs/test_crawl.py",
    "browser/test_keyboard.py",
    "browser/test_acting.py",
)


def pytest_configure() -> None:
    """What is measured in tests is nobody's figure: the machine need not be measured first."""
    os.environ.setdefault("USABILITY_MACHINE_FACTOR", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; all else stays as it was."""
    places = {str(HERE / name): place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(str(item.path), len(places)))


@pytest.fixture(scope="session")
def _served_sites() -> Iterator[SiteServer]:
    with SiteServer() as server:
        yield server


@pytest.fixture
def sites(_served_sites: SiteServer) -> SiteServer:
    """Our fictional council sites, served for the whole run and in their original version."""
    _served_sites.restore()
    return _served_sites
