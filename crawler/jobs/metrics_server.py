"""The port at which Prometheus finds this process's own counters, and what the database says of all
of them."""

from __future__ import annotations

import errno
import logging
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from prometheus_client import ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from typing_extensions import override

from crawler.browser.find import chromium_version, find_chromium
from crawler.database import queries
from crawler.errors import BadSetting, MetricsPortInUse, UsabilityError
from crawler.jobs.metrics import REGISTRY, note_build
from crawler.jobs.queue import JobQueue, JobState
from crawler.log_lines import event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from prometheus_client.core import Metric

    from crawler.config import Config

OVERDUE_AFTER = timedelta(days=1)
KEPT_SECONDS = 15.0
TRIES = 3
PAUSE_SECONDS = 0.5
MOST_OF_THE_TIME = 0.05
"""The share of the time that reading for Prometheus may take, however often it asks."""


@contextmanager
def metrics_served(config: Config) -> Iterator[None]:
    """Inside, Prometheus finds the figures at the settings' port, if they name one.

    Raises `MetricsPortInUse`, or `BadSetting` for an address that is not this machine's. A database
    that does not answer is a figure, not an error.
    """
    if not config.metrics_port:
        yield
        return
    host, port = config.metrics_host, config.metrics_port
    with ExitStack() as stack:
        for collector in (ProcessCollector(registry=None), WhatAllDid(config)):
            REGISTRY.register(collector)
            stack.callback(REGISTRY.unregister, collector)
        note_build(_chromium(config))
        try:
            server, thread = start_http_server(port, host, REGISTRY)
        except (OSError, UnicodeError) as error:
            raise _refusal(host, port, error) from None
        stack.callback(thread.join)
        stack.callback(server.server_close)
        stack.callback(server.shutdown)
        shown = f"[{host}]" if ":" in host else host
        event("metrics_served", f"Prometheus finds figures at http://{shown}:{port}/metrics.")
        yield


class WhatAllDid(Collector):
    """Reads the database when Prometheus asks: at most each `KEPT_SECONDS`, more rarely where it
    takes long, and never twice at once. Whoever asks meanwhile gets what was read last."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._reading = threading.Lock()
        self._metrics: list[Metric] = []
        self._next = 0.0
        self._told = False

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering does not read."""
        return ()

    @override
    def collect(self) -> Iterable[Metric]:
        if time.monotonic() >= self._next and self._reading.acquire(blocking=False):
            try:
                begun = time.monotonic()
                self._metrics = self._read()
                now = time.monotonic()
                self._next = now + max(KEPT_SECONDS, (now - begun) / MOST_OF_THE_TIME)
            finally:
                self._reading.release()
        return self._metrics

    def _read(self) -> list[Metric]:
        for tries_left in reversed(range(TRIES)):
            begun = time.monotonic()
            try:
                found = [_up(True), *self._ask()]
            except Exception as error:  # noqa: BLE001 -- whatever it is, our own figures stay
                # A file that is only now being made is locked for a moment.
                if tries_left and time.monotonic() - begun < PAUSE_SECONDS:
                    time.sleep(PAUSE_SECONDS)
                    continue
                self._tell(error)
                break
            self._told = False
            return found
        return [_up(False)]

    def _ask(self) -> list[Metric]:
        with ExitStack() as stack:
            database = queries.open_for_reading(self._config.database)
            stack.callback(database.close)
            stack.enter_context(database.explained())
            queue = stack.enter_context(JobQueue(self._config))
            return list(_figures(self._config, database, queue))

    def _tell(self, error: Exception) -> None:
        """Say what is wrong, once until it is over."""
        if not self._told:
            self._told = True
            said = "The figures of all workers cannot be read for Prometheus."
            ours = isinstance(error, UsabilityError)
            event(
                "metrics_unread",
                f"{said} {error}" if ours else said,
                level=logging.WARNING,
                error=None if ours else error,
            )


def _figures(config: Config, database: queries.Database, queue: JobQueue) -> Iterator[Metric]:
    now = datetime.now(UTC)
    counts = queue.counts()
    jobs = GaugeMetricFamily("usability_jobs", "Jobs in the queue, by state.", labels=["state"])
    for state in (JobState.WAITING, JobState.RUNNING, JobState.DELAYED):
        jobs.add_metric([state], getattr(counts, state))
    yield jobs
    workers = queries.workers(database, config.heartbeat_timeout)
    alive = [worker for worker in workers if worker.alive]
    yield _gauge("usability_workers_alive", "Processes that take jobs and live.", len(alive))
    yield _gauge(
        "usability_workers_silent",
        "Processes that took jobs, and were not heard of for too long.",
        len(workers) - len(alive),
    )
    yield _gauge(
        "usability_worker_lanes",
        "Websites that the living workers can audit at once.",
        sum(worker.lanes for worker in alive),
    )
    yield from _ages(queries.website_ages(database, today=now.date()), now)
    yield _gauge(
        "usability_database_size_bytes",
        "The size of the database, with all in it.",
        queries.database_size(database),
    )


def _ages(websites: Sequence[queries.WebsiteAge], now: datetime) -> Iterator[Metric]:
    waits = [now - due for each in websites if (due := each.next_due_at) is not None]
    results = [each.scored_at for each in websites if each.scored_at is not None]
    for name, words, number in (
        ("usability_websites", "Websites of councils that exist.", len(websites)),
        (
            "usability_websites_due",
            "Websites that are due by the schedule.",
            sum(wait >= timedelta() for wait in waits),
        ),
        (
            "usability_websites_overdue",
            "Websites that have been due for more than a day.",
            sum(wait > OVERDUE_AFTER for wait in waits),
        ),
        (
            "usability_websites_stale",
            "Websites whose newest result is older than two of their periods.",
            sum(each.stale(now) for each in websites),
        ),
        (
            "usability_websites_untested",
            "Websites that have no result at all.",
            len(websites) - len(results),
        ),
    ):
        yield _gauge(name, words, number)
    if results:
        yield _gauge(
            "usability_oldest_result_age_seconds",
            "The age of the oldest of the websites' newest results.",
            (now - min(results)).total_seconds(),
        )


def _up(reached: bool) -> GaugeMetricFamily:
    return _gauge(
        "usability_database_up", "1 where the database answered the last time, else 0.", reached
    )


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def _chromium(config: Config) -> str:
    try:
        return chromium_version(find_chromium(config))
    except UsabilityError:
        return ""  # a schedule needs none


def _refusal(host: str, port: int, error: Exception) -> UsabilityError:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return MetricsPortInUse(host=host, port=port)
    if number == errno.EACCES:
        return BadSetting(
            name="USABILITY_METRICS_PORT",
            value=port,
            problem="only an administrator may listen on it",
        )
    return BadSetting(
        name="USABILITY_METRICS_HOST", value=host, problem="it is not an address of this machine"
    )
