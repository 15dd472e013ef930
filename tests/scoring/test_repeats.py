"""Several loads of a page: when they are called for, and what they come to."""

from __future__ import annotations

import statistics
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from crawler.facts.measurement import Flag, Measurement, Run
from crawler.records import EndState, Metrics, PageFacts, PageRole
from crawler.scoring.repeats import (
    HOME,
    LEAST_CPU_SHARE,
    MOVED,
    flag_of,
    flagged,
    median,
    together,
    why_again,
)
from crawler.scoring.speed import score_speed
from tests.facts import MARKUP, METRICS, sound_facts

BUSY = LEAST_CPU_SHARE - 0.01
times = st.floats(0, 1e5)
metrics = st.builds(
    Metrics,
    fcp_ms=times,
    lcp_ms=times,
    tbt_ms=times,
    cls=st.floats(0, 5),
    speed_index_ms=times,
    cpu_share=st.none() | st.floats(0, 1),
)


def load(cpu_share: float | None = 0.9, **changes: Any) -> PageFacts:
    """A load with these metrics."""
    return sound_facts(
        metrics=replace(METRICS, cpu_share=cpu_share, **changes),
        measurement=Measurement(factor=1.1, load=0.4),
    )


@given(st.lists(metrics, min_size=1, max_size=7))
def test_each_metric_is_the_median_of_its_own(runs: list[Metrics]) -> None:
    found = median(runs)
    for name in Metrics.__struct_fields__:
        values = [value for run in runs if (value := getattr(run, name)) is not None]
        value = getattr(found, name)
        assert value == (statistics.median(values) if values else None)
        if values:
            assert min(values) <= value <= max(values)
    assert median([*reversed(runs)]) == found
    assert median([found]) == found


@given(metrics, metrics)
def test_one_odd_load_of_three_changes_nothing(one: Metrics, odd: Metrics) -> None:
    assert median([one, odd, one]) == replace(one, cpu_share=median([one, odd, one]).cpu_share)


@pytest.mark.parametrize(
    ("facts", "flag"),
    [
        (load(), None),
        (load(None), None),
        (load(LEAST_CPU_SHARE), None),
        (load(BUSY), Flag.BUSY),
        (sound_facts(metrics=None), Flag.NOTHING),
        (replace(load(), errors={"load": "it had not finished"}), Flag.UNFINISHED),
        (replace(load(), errors={"limit": "it took too much"}), Flag.UNFINISHED),
        (replace(load(), final_url="https://login.example/"), Flag.AWAY),
        (replace(load(), markup=replace(MARKUP, title="Sorry")), Flag.AWAY),
        (replace(load(), state=EndState.BLOCKED, status=403, metrics=None), Flag.AWAY),
        (replace(load(), state=EndState.FAILED, metrics=None), Flag.NOTHING),
    ],
)
def test_what_is_said_against_a_repeat(facts: PageFacts, flag: Flag | None) -> None:
    assert flag_of(facts, load()) is flag


def test_only_what_may_tell_more_is_loaded_again() -> None:
    speed = score_speed(load().metrics or METRICS)
    task = PageRole.TASK
    assert why_again(load(), task, None) == ""
    assert why_again(load(), task, speed - MOVED) == why_again(load(), task, speed + MOVED) == ""
    assert why_again(load(), task, speed + MOVED + 0.3) == (
        "its speed moved by -5.3 points since its last audit"
    )
    assert why_again(load(), PageRole.HOME, speed) == HOME
    assert why_again(load(BUSY), task, speed) == why_again(load(BUSY), PageRole.HOME, None)
    assert "the machine was busy (its main thread worked for 29%" in why_again(
        load(BUSY), task, None
    )
    for role in (PageRole.HOME, task):
        assert why_again(sound_facts(metrics=None), role, 1.0) == ""
        late = replace(load(), errors={"load": "it had not finished"})
        assert why_again(late, role, 1.0) == ""
    assert why_again(load(BUSY), PageRole.ROTATING, 1.0) == ""


def test_three_loads_come_to_the_median_of_each_metric() -> None:
    first = load(tbt_ms=300.4, lcp_ms=1000)
    facts = together(
        first, [load(tbt_ms=100, lcp_ms=2000), load(tbt_ms=200, lcp_ms=9000)], HOME, 7.123
    )
    assert facts.metrics == replace(METRICS, tbt_ms=200, lcp_ms=2000, cpu_share=0.9)
    found = facts.measurement
    assert found is not None
    assert (found.factor, found.load, found.flag) == (1.1, 0.4, None)
    assert (found.why, found.seconds, found.repeats) == (HOME, 7.1, 2)
    assert [run.tbt_ms for run in found.runs] == [300, 100, 200]
    assert replace(facts, metrics=first.metrics, measurement=first.measurement) == first


def test_a_flagged_load_counts_only_beside_others_like_it() -> None:
    facts = together(load(BUSY, tbt_ms=900), [load(tbt_ms=100), load(tbt_ms=200)], "busy", 6)
    assert facts.metrics is not None
    assert facts.metrics.tbt_ms == 150
    assert facts.measurement is not None
    assert facts.measurement.flag is None
    assert [run.flag for run in facts.measurement.runs] == [Flag.BUSY, None, None]
    still = together(
        load(BUSY, tbt_ms=900), [load(BUSY, tbt_ms=100), load(BUSY, tbt_ms=200)], "busy", 6
    )
    assert still.metrics is not None
    assert still.metrics.tbt_ms == 200
    assert still.measurement is not None
    assert still.measurement.flag is Flag.BUSY


def test_a_repeat_of_another_page_never_counts() -> None:
    first = load(tbt_ms=300)
    away = replace(load(tbt_ms=0), final_url="https://login.example/")
    hung = replace(load(tbt_ms=0), errors={"load": "it had not finished"})
    nothing = sound_facts(metrics=None)
    facts = together(first, [away, hung, nothing], HOME, 40)
    assert facts.metrics == first.metrics
    assert facts.measurement is not None
    assert facts.measurement.runs[1:] == (
        msgspec.structs.replace(facts.measurement.runs[1], flag=Flag.AWAY),
        msgspec.structs.replace(facts.measurement.runs[2], flag=Flag.UNFINISHED),
        Run(flag=Flag.NOTHING),
    )


def test_a_single_load_says_what_is_against_it() -> None:
    assert flagged(load()) == load()
    assert flagged(sound_facts(metrics=None)) == sound_facts(metrics=None)
    found = flagged(load(BUSY)).measurement
    assert found == Measurement(factor=1.1, load=0.4, flag=Flag.BUSY)
