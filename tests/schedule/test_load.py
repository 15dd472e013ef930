"""How much machine time a schedule needs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.schedule.load import load_of
from crawler.schedule.plan import Due
from crawler.schedule.windows import Windows
from tests.schedule.council import website
from tests.schedule.test_windows import windows

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ONE, TWO, THREE = (website(f"c-{n}") for n in range(3))
PLANNED = (Due(ONE, 7, NOW), Due(TWO, 1, NOW), Due(THREE, 14, NOW))


def test_each_website_needs_its_median_as_often_as_it_is_due() -> None:
    seconds = {ONE.url: [3600.0, 1.0, 7200.0], TWO.url: [1800.0], THREE.url: [7200.0, 7200.0]}
    load = load_of(PLANNED, seconds, 2, Windows(), NOW)
    assert load.needed == 1 + 7 * 0.5 + 0.5 * 2
    assert load.audits == 1 + 7 + 0.5
    assert (load.websites, load.unmeasured) == (3, 0)
    assert load.available == 2 * 7 * 24
    assert load.share == pytest.approx(5.5 / 336)


def test_one_that_was_never_measured_is_taken_to_be_usual() -> None:
    load = load_of(PLANNED, {ONE.url: [3600.0], TWO.url: [7200.0]}, 1, Windows(), NOW)
    assert load.unmeasured == 1
    assert load.needed == 1 + 7 * 2 + 0.5 * 1.5
    other = load_of(PLANNED[:1], {"https://elsewhere.example/": [1800.0]}, 1, Windows(), NOW)
    assert (other.needed, other.unmeasured) == (0.5, 1)


def test_nothing_is_made_up() -> None:
    load = load_of(PLANNED, {ONE.url: []}, 0, Windows(), NOW)
    assert (load.needed, load.share, load.available) == (None, None, 0)
    assert load_of(PLANNED, {ONE.url: [9.0]}, 0, Windows(), NOW).share is None


def test_only_open_hours_count() -> None:
    load = load_of(PLANNED, {}, 3, windows(weekdays="22:00-06:00"), NOW)
    assert load.available == 3 * 5 * 8
