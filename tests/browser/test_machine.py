"""The machine's speed over the reference's, and loads for their speed alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
import pytest

from crawler.browser import machine as machines
from crawler.browser.machine import (
    MOST_UNEVEN,
    REFERENCE_LAYOUT_MS,
    REFERENCE_SCRIPT_MS,
    SLOWEST,
    STEADY,
    Machine,
    compare,
    measure_machine,
    measure_once,
)
from crawler.browser.pool import Lane
from crawler.records import EndState
from tests.browser.conftest import QUICK

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.browser.odd_server import OddServer

asynchronous = pytest.mark.asyncio(loop_scope="module")
SCRIPT, LAYOUT = REFERENCE_SCRIPT_MS, REFERENCE_LAYOUT_MS
BUSY_PAGE = """<!doctype html><html lang=en><title>Bins</title><h1>Bins</h1><p>Every Tuesday.
<script>addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
  const end = performance.now() + 150;
  while (performance.now() < end) {}
}, 20)))</script>"""


def slower(times: float, rounds: int = 10) -> list[tuple[float, float]]:
    return [(times * SCRIPT, times * LAYOUT)] * rounds


def test_the_factor_is_the_speed_over_the_reference() -> None:
    assert compare(slower(1)).factor == 1
    assert compare(slower(2)).factor == 0.5
    assert compare(slower(0.25)).factor == 4
    assert not compare(slower(2)).trouble


def test_what_else_a_machine_does_makes_it_uneven_and_not_slower() -> None:
    found = compare(slower(1, 5) + slower(1.2, 6))
    assert (found.factor, found.trouble) == (1, "")
    assert found.unevenness == pytest.approx(0.2)


def test_script_counts_more_than_layout() -> None:
    assert compare([(2 * SCRIPT, LAYOUT)]).factor < compare([(SCRIPT, 2 * LAYOUT)]).factor < 1


@pytest.mark.parametrize(
    ("rounds", "words"),
    [
        (slower(1.01 / SLOWEST), "0.25 times as fast as the reference, and"),
        (slower(1, 1) + slower(1.01 + MOST_UNEVEN), "took 101% longer than at best"),
        ([(0.0, 0.0)], "does not tell the CPU time"),
    ],
)
def test_a_machine_that_cannot_stand_for_a_phone_says_so(
    rounds: list[tuple[float, float]], words: str
) -> None:
    found = compare(rounds)
    assert words in found.trouble
    assert found.sentence == f"speed is not measured on this machine: {found.trouble}"


def test_a_factor_stays_while_it_only_wavers() -> None:
    machine = Machine(factor=1.02)
    assert machine.as_before(None) == machine
    assert machine.as_before(1.0).factor == 1.0
    assert machine.as_before(1.02 / (1 + STEADY) * 0.99).factor == 1.02
    assert machine.as_before(1.02 / (1 - STEADY) * 1.01).factor == 1.02


@asynchronous
async def test_this_machine(browser: Browser, tmp_path: Path) -> None:
    begun = time.monotonic()
    found = await measure_once(browser, tmp_path)
    assert 0.05 < found.factor < 20
    assert found.script_ms > 0 < found.layout_ms
    assert not browser.contexts
    took = time.monotonic() - begun
    begun = time.monotonic()
    assert await measure_once(browser, tmp_path) is found
    assert time.monotonic() - begun < took / 10


@asynchronous
async def test_a_browser_that_cannot_do_the_work(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "WORK", "() => { throw new Error('no') }")
    assert "the browser did not do the work" in (await measure_machine(browser)).trouble
    assert not browser.contexts


@asynchronous
async def test_a_slower_machine_slows_the_phone_down_less(odd: OddServer) -> None:
    url = odd.page("/measured", BUSY_PAGE)
    blocking = {}
    for factor in (0.5, 8.0):
        async with Lane(QUICK, Machine(factor=factor)) as lane:
            facts = (await lane.measure(url)).facts
        assert facts.state is EndState.AUDITED, facts.reason
        assert facts.metrics is not None
        assert facts.measurement is not None
        assert facts.measurement.factor == factor
        assert facts.measurement.load is not None
        assert facts.markup is not None
        assert (facts.axe, facts.layout, facts.screenshots) == ((), (), {})
        blocking[factor] = facts.metrics.tbt_ms
    assert blocking[8.0] > blocking[0.5]


@asynchronous
async def test_a_factor_in_the_settings_is_taken_as_it_is(odd: OddServer) -> None:
    async with Lane(msgspec.structs.replace(QUICK, machine_factor=1.5)) as lane:
        facts = (await lane.measure(odd.page("/measured", BUSY_PAGE))).facts
    assert facts.measurement is not None
    assert facts.measurement.factor == 1.5


@asynchronous
async def test_a_machine_in_trouble_measures_no_speed(odd: OddServer) -> None:
    trouble = Machine(trouble="it is made of wood")
    async with Lane(QUICK, trouble) as lane:
        url = odd.page("/measured", BUSY_PAGE)
        facts = (await lane.visit(url, only={"trace", "axe_mobile"})).facts
        assert facts.state is EndState.PARTIAL
        assert facts.reason == (
            "not everything could be gathered (speed: speed is not measured on this machine: "
            "it is made of wood)"
        )
        assert facts.metrics is None
        assert facts.measurement is None
        assert facts.axe
        assert "speed" not in (await lane.visit(url, only=())).facts.errors


# The last: a context that the browser was still making is left behind in it.
@asynchronous
async def test_a_machine_on_which_the_work_does_not_end(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machines, "SECONDS", 0.05)
    assert "took it longer than" in (await measure_machine(browser)).trouble
