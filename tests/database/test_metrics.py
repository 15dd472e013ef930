"""What Prometheus finds at a process's port: scraped over HTTP and read by its own parser."""

from __future__ import annotations

import re
import socket
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler import __version__
from crawler.config import Config
from crawler.database import store
from crawler.errors import BadSetting, MetricsPortInUse
from crawler.jobs import metrics
from crawler.jobs.metrics_server import WhatAllDid, metrics_served
from crawler.jobs.queue import JobQueue
from crawler.records import EndState, Website
from crawler.schedule.plan import Due
from tests.database.samples import council, site_score

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from prometheus_client.core import Metric

    from crawler.database.session import Database

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
NAMES = ("fresh", "old", "never")
WEBSITES = [
    Website(
        url=f"https://www.{name}.example/",
        councils=(council(name, f"https://www.{name}.example/"),),
    )
    for name in NAMES
]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def config(url: str, port: int, tmp_path: Path) -> Config:
    return Config(database=url, metrics_port=port, artifacts=tmp_path / "artifacts")


@pytest.fixture
def audited(db: Database) -> Database:
    """Three websites: audited an hour ago, twenty days ago, and never; due in a week, for two days
    and for an hour."""
    store.save_register(db, [each.councils[0] for each in WEBSITES])
    crawl = store.begin_crawl(db, started_at=NOW - 21 * DAY, register="r").id
    for website, age in zip(WEBSITES, (DAY / 24, 20 * DAY), strict=False):
        claim = store.begin_site(db, crawl, website.url, NOW - age - DAY / 24)
        score = site_score(70.0)
        store.close_site(db, claim.site_audit_id, EndState.AUDITED, "", score, NOW - age)
    turns = (NOW + 7 * DAY, NOW - 2 * DAY, NOW - DAY / 24)
    planned = [Due(*each) for each in zip(WEBSITES, (7, 7, 7), turns, strict=True)]
    store.save_due(db, planned)
    return db


def scraped(port: int) -> dict[str, Metric]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        text = answer.read().decode()
    return {family.name: family for family in text_string_to_metric_families(text)}


def values(families: dict[str, Metric]) -> dict[str, float]:
    """Every series without its labels' names: `usability_jobs waiting`."""
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in families.values()
        for sample in family.samples
    }


def complaints(families: dict[str, Metric]) -> Iterator[str]:
    """What `promtool check metrics` would say, and what we promised."""
    for name, family in families.items():
        if not re.fullmatch(r"usability(_[a-z]+)+", name):
            yield f"{name}: not a name of ours"
        if not family.documentation.endswith("."):
            yield f"{name}: its help is no sentence"
        words = name.split("_")
        for word in ("count", "sum", "bucket", "gauge", "counter", "histogram", "total"):
            if word in words:
                yield f"{name}: {word} is for what the library adds"
        for word in ("ms", "milliseconds", "minutes", "hours", "days", "kb", "megabytes"):
            if word in words:
                yield f"{name}: {word} is no base unit"
        for unit in ("seconds", "bytes"):
            if unit in words and words[-1] != unit:
                yield f"{name}: its unit is not at its end"
        if {"age", "duration", "timestamp"} & set(words) and words[-1] != "seconds":
            yield f"{name}: a time without seconds"
        for sample in family.samples:
            ending = sample.name.removeprefix(name)
            if family.type == "counter" and ending not in ("_total", "_created"):
                yield f"{sample.name}: a counter ends in _total"
            for label, value in sample.labels.items():
                if not re.fullmatch(r"[a-z_]+", label) or ":/" in value or len(value) > 40:
                    yield f"{sample.name}: the label {label}={value}"


def test_prometheus_reads_what_this_process_and_all_of_them_did(
    audited: Database, config: Config, port: int
) -> None:
    with JobQueue(config) as queue:
        queue.enqueue(1, WEBSITES[:2])
    joining = store.Joining(id="here-1", token="a", host="here", process=1, role="worker", lanes=3)
    store.join_workers(audited, joining, replaces=[])
    with metrics_served(config):
        before = values(scraped(port))
        metrics.count_website(EndState.AUDITED, 75.5)
        metrics.count_page(EndState.GONE, 4.0)
        metrics.count_repeats(2, 9.5)
        metrics.count_taken_over(3)
        metrics.count_database_lost()
        families = scraped(port)
    found = values(families)
    grown = {name: found[name] - value for name, value in before.items() if found[name] != value}
    of_ours = {
        name: value
        for name, value in grown.items()
        if name.startswith("usability") and not name.startswith("usability_oldest")
    }
    assert of_ours.pop("usability_website_duration_seconds_bucket 120.0") == 1
    assert {name: value for name, value in of_ours.items() if "_bucket" not in name} == {
        "usability_websites_ended_total audited": 1,
        "usability_website_duration_seconds_count": 1,
        "usability_website_duration_seconds_sum": 75.5,
        "usability_pages_ended_total gone": 1,
        "usability_page_duration_seconds_count": 1,
        "usability_page_duration_seconds_sum": 4.0,
        "usability_page_repeats_total": 2,
        "usability_page_repeat_seconds_total": 9.5,
        "usability_jobs_taken_over_total": 3,
        "usability_database_losses_total": 1,
    }
    assert "usability_websites_ended_total disallowed" in found
    assert {name: found[name] for name in found if name in EXPECTED} == EXPECTED
    assert 20 * 86_400 <= found["usability_oldest_result_age_seconds"] < 20 * 86_400 + 3_600
    assert found["usability_database_size_bytes"] > 50_000
    (build,) = families["usability_build_info"].samples
    assert build.labels["version"] == __version__
    assert re.fullmatch(r"(\d+\.){3}\d+", build.labels["chromium"])
    assert found["process_resident_memory_bytes"] > 1_000_000
    ours = {name: each for name, each in families.items() if name.startswith("usability")}
    assert list(complaints(ours)) == []
    assert len(ours) > 15


EXPECTED = {
    "usability_database_up": 1,
    "usability_jobs waiting": 2,
    "usability_jobs running": 0,
    "usability_jobs delayed": 0,
    "usability_workers_alive": 1,
    "usability_workers_silent": 0,
    "usability_worker_lanes": 3,
    "usability_websites": 3,
    "usability_websites_due": 2,
    "usability_websites_overdue": 1,
    "usability_websites_stale": 1,
    "usability_websites_untested": 1,
}


@pytest.mark.parametrize("kind", ["sqlite"])
def test_only_a_schedule_says_when_it_last_looked(config: Config, port: int) -> None:
    with metrics_served(config):
        assert "usability_schedule_last_tick_timestamp_seconds" not in values(scraped(port))
        metrics.note_tick(NOW)
        found = values(scraped(port))
    assert found["usability_schedule_last_tick_timestamp_seconds"] == NOW.timestamp()


@pytest.mark.usefixtures("audited")
def test_however_often_it_asks_the_database_is_read_once_and_never_twice_at_once(
    config: Config, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []
    real = WhatAllDid._read

    def counted(self: WhatAllDid) -> list[Metric]:
        reads.append(threading.get_ident())
        return real(self)

    monkeypatch.setattr(WhatAllDid, "_read", counted)
    with metrics_served(config):
        askers = [threading.Thread(target=scraped, args=(port,)) for _ in range(8)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert values(scraped(port))["usability_websites"] == 3
    assert len(reads) == 1


@pytest.mark.parametrize("kind", ["sqlite"])
def test_without_the_database_the_process_still_answers(
    config: Config, port: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "usability.db").write_bytes(b"no database")
    with metrics_served(config):
        found = values(scraped(port))
    assert found["usability_database_up"] == 0
    assert "usability_websites_ended_total audited" in found
    assert not any(name.startswith(("usability_jobs ", "usability_workers")) for name in found)
    (said,) = [record for record in caplog.records if "cannot be read" in record.message]
    assert "The database sqlite://" in said.message
    assert said.exc_info is None


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_port_in_use_and_a_strange_address_are_sentences(config: Config, port: int) -> None:
    said = f"{port} on 127.0.0.1 is in use"
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(MetricsPortInUse, match=said),
        metrics_served(config),
    ):
        pass
    strange = Config(metrics_port=port, metrics_host="192.0.2.1")
    with pytest.raises(BadSetting, match="USABILITY_METRICS_HOST"), metrics_served(strange):
        pass
    with metrics_served(config):  # nothing of the refused ones is left
        scraped(port)


def test_without_a_port_nothing_is_served() -> None:
    before = threading.active_count()
    with metrics_served(Config()):
        assert threading.active_count() == before
