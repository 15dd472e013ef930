"""Who is taken for dead, whatever clocks do, and who gets whose place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from crawler.database import queries, store
from crawler.database.session import Database, open_database
from crawler.jobs.heartbeat import Ears
from crawler.jobs.seat import seat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORKER = store.WorkerSeen(
    id="host-1",
    token="a",
    host="host",
    process=1,
    role="worker",
    lanes=2,
    started_at=NOON,
    seen_at=NOON,
    silence=timedelta(0),
)


@pytest.fixture
def db(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.close()


def later(seconds: float, *, beats: bool, clock: float | None = None) -> store.WorkerSeen:
    """The worker after so many seconds; the database's clock may have gone another way."""
    shown = seconds if clock is None else clock
    seen_at = NOON + timedelta(seconds=shown if beats else 0)
    silence = timedelta(seconds=0 if beats else shown)
    return replace(WORKER, seen_at=seen_at, silence=silence)


def test_who_is_silent_for_the_timeout_is_taken_for_dead() -> None:
    ears = Ears(every=10, timeout=60)
    for second in range(0, 60, 10):
        assert ears.silent((later(second, beats=False),), second) == []
    assert [each.id for each in ears.silent((later(60, beats=False),), 60)] == ["host-1"]


def test_who_was_silent_before_we_listened_is_missed_after_two_beats() -> None:
    ears = Ears(every=10, timeout=60)
    old = later(3600, beats=False)
    assert [bool(ears.silent((old,), second)) for second in (0, 10, 20, 30)] == [
        *(False, False, False),
        True,
    ]


@pytest.mark.parametrize("step", [-86_400, 86_400])
def test_a_clock_that_is_set_makes_nobody_dead_who_beats(step: float) -> None:
    ears = Ears(every=10, timeout=60)
    for second in range(0, 300, 10):
        clock = second + (step if second >= 100 else 0)
        assert ears.silent((later(second, beats=True, clock=clock),), second) == []
    # All who beat look old for a moment, when the clock is set between their beat and our look.
    seen = replace(later(300, beats=True), silence=timedelta(seconds=step))
    assert ears.silent((seen,), 300) == []


def test_nor_does_it_keep_the_dead_alive() -> None:
    ears = Ears(every=10, timeout=60)
    set_back = later(0, beats=False, clock=-86_400)
    assert [bool(ears.silent((set_back,), second)) for second in (0, 29, 58, 60)] == [
        *(False, False, False),
        True,
    ]


def test_nobody_is_dead_because_nobody_could_beat() -> None:
    """The database was away for longer than the timeout, and we are the first who are back."""
    ears = Ears(every=10, timeout=60)
    for second in (0, 10):
        assert ears.silent((later(second, beats=True),), second) == []
    unheard = replace(later(10, beats=True), silence=timedelta(seconds=65))
    assert ears.silent((unheard,), 75) == []
    assert ears.silent((later(80, beats=True),), 85) == []


def test_who_died_meanwhile_is_found_after_a_whole_timeout() -> None:
    ears = Ears(every=10, timeout=60)
    assert ears.silent((later(0, beats=False),), 0) == []
    dead = [bool(ears.silent((later(at, beats=False),), at)) for at in range(75, 136, 10)]
    assert dead == [*[False] * 6, True]


def test_a_worker_that_starts_again_gets_its_place_at_once(db: Database, tmp_path: Path) -> None:
    with seat(db, tmp_path, role="worker", lanes=2) as first:
        with seat(db, tmp_path, role="worker", lanes=2) as second:
            assert first.executor.endswith("-1")
            assert second.executor.endswith("-2")
        with seat(db, tmp_path, role="worker", lanes=2) as again:  # its row was left, as by kill -9
            assert again.executor == second.executor
            assert again.token != second.token
            assert not store.beat(db, second.executor, second.token), "the one before is replaced"
            assert store.beat(db, again.executor, again.token)


def test_another_folder_of_the_same_host_takes_nobody_s_place(db: Database, tmp_path: Path) -> None:
    with (
        seat(db, tmp_path / "one", role="worker", lanes=2) as first,
        seat(db, tmp_path / "two", role="worker", lanes=2) as second,
    ):
        assert first.executor != second.executor
        assert store.beat(db, first.executor, first.token)


def test_of_two_who_bury_one_wins_and_who_beats_stays(db: Database, tmp_path: Path) -> None:
    with seat(db, tmp_path, role="worker", lanes=3) as place:
        (seen,) = store.workers_seen(db)
        store.beat(db, place.executor, place.token)
        assert not store.bury(db, seen), "it beat since"
        (seen,) = store.workers_seen(db)
        assert [store.bury(db, seen), store.bury(db, seen)] == [True, False]
        assert not store.beat(db, place.executor, place.token)


def test_the_database_s_clock_says_who_is_alive(db: Database, tmp_path: Path) -> None:
    with seat(db, tmp_path, role="crawl", lanes=3) as place:
        (worker,) = queries.workers(db, timeout=60)
        assert (worker.id, worker.role, worker.lanes) == (place.executor, "crawl", 3)
        assert worker.alive
        (worker,) = queries.workers(db, timeout=-60)
        assert not worker.alive
