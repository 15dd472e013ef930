"""The speed bench measures pages as served, sums up what it kept, and takes a measurement up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from rich.console import Console

from bench.speed import measure
from bench.speed_figures import by_page, overall
from bench.speed_pages import HEAVY, NAMES, answers, pages_served
from bench.speed_record import new_record, read_record, write_record
from bench.speed_runs import OURS, Run
from bench.speed_tables import show
from crawler.browser import machine
from crawler.browser.find import find_chromium
from crawler.config import Config
from crawler.records import Metrics

if TYPE_CHECKING:
    from pathlib import Path

FAST = Metrics(fcp_ms=1000, lcp_ms=1500, tbt_ms=0, cls=0, speed_index_ms=1000)
BLOCKED = Metrics(fcp_ms=1000, lcp_ms=1500, tbt_ms=600, cls=0, speed_index_ms=1000)


def run(page: str, by: str, round_: int, metrics: Metrics | None, seconds: float = 1.0) -> Run:
    error = "" if metrics else "it did not load"
    return Run(
        page=page,
        condition="quiet",
        by=by,
        round=round_,
        seconds=seconds,
        load=0.5,
        metrics=metrics,
        own_score=99.0 if by == "lighthouse" and metrics else None,
        error=error,
    )


RUNS = [
    *(run("even", "ours", n, FAST) for n in range(3)),
    *(run("even", "lighthouse", n, FAST, 4.0) for n in range(3)),
    *(run("odd", "ours", n, metrics) for n, metrics in enumerate((FAST, BLOCKED, FAST))),
    *(run("odd", "lighthouse", n, metrics, 4.0) for n, metrics in enumerate((FAST, BLOCKED, None))),
]


def test_pages_are_the_same_at_each_serving_and_as_heavy_as_they_say() -> None:
    with pages_served() as base:
        for name in NAMES:
            with urlopen(f"{base}/{name}/") as answer:  # noqa: S310 -- our own server
                assert answer.read() == answers()[f"/{name}/"].body
    for name in HEAVY:
        scripts = [path for path in answers() if path.startswith(f"/{name}/") and "js" in path]
        assert sum(len(answers()[path].body) for path in scripts) >= 1_000_000


def test_runs_are_summed_up_by_page_and_over_all() -> None:
    pages = {(page.page, page.by): page for page in by_page(RUNS)}
    assert pages["even", "ours"].score_sd == 0
    odd = pages["odd", "ours"]
    assert odd.score_sd > 5
    assert odd.tbt_cv == pytest.approx(3**0.5)
    assert pages["odd", "lighthouse"].runs == 2
    figures = overall("quiet", list(pages.values()), RUNS)
    assert figures.failed == 1
    assert figures.worst.page == "odd"
    assert figures.seconds_ratio == pytest.approx(0.25)
    assert figures.difference is not None
    assert figures.difference > 0


def test_a_measurement_is_kept_and_told_again(tmp_path: Path) -> None:
    record = new_record()
    for each in RUNS:
        record.add(each)
    record.add(run("odd", "lighthouse", 2, FAST))  # tried again
    path = tmp_path / "runs.json"
    write_record(path, record)
    kept = read_record(path)
    assert kept == record
    assert len(kept.runs) == len(RUNS)
    console = Console(width=150, record=True, file=(tmp_path / "out").open("w"))
    show(console, [kept])
    console.file.close()
    assert "worst page: odd" in console.export_text()
    with pytest.raises(SystemExit, match="cannot be read"):
        read_record(tmp_path / "none.json")


def test_a_page_is_measured_and_a_run_that_is_kept_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = Config(allow_loopback=True)
    monkeypatch.setitem(machine._known, find_chromium(config), machine.Machine())
    path = tmp_path / "runs.json"
    with pages_served() as base:
        pages = {"late-shift": f"{base}/late-shift/"}
        asyncio.run(measure(config, new_record(), path, pages, "quiet", [OURS], 1))
        assert "late-shift" in capsys.readouterr().out
        asyncio.run(measure(config, read_record(path), path, pages, "quiet", [OURS], 1))
        assert not capsys.readouterr().out
    kept = read_record(path)
    assert {"chromium", "lighthouse"} <= set(kept.versions)
    (only,) = kept.runs
    assert only.factor == 1
    assert only.metrics is not None, only.error
    assert only.metrics.cls > 0.3, "what shifts 0.65 s after the load is part of it"
