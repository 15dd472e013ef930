"""Several workers on one database: each website once, whatever happens to the workers."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import pytest

from crawler.database.session import open_database
from crawler.jobs.queue import JobQueue, JobState
from crawler.jobs.worker import run_worker
from tests.jobs.crawling import PATIENCE, alive, family, until
from tests.jobs.working import (
    at_work,
    closed,
    open_gate,
    planned,
    program,
    seen,
    settings,
    start_worker,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from crawler.database.session import Database


def all_have_one(database: Database, workers: int) -> bool:
    return len(at_work(database)) == workers


def test_survivors_go_on_with_what_a_killed_and_a_paused_worker_had(
    tmp_path: Path, url: str
) -> None:
    config = settings(tmp_path, url)
    _, sites = planned(config, 5)
    database = open_database(url)
    with ExitStack() as stack:
        stack.callback(database.close)
        workers = []
        for _ in range(3):
            worker = stack.enter_context(start_worker(config, tmp_path, "--until-idle"))
            stack.callback(worker.kill)
            workers.append(worker)
        until(partial(all_have_one, database, 3), "a website each")
        had = at_work(database)
        places = {process: executor for executor, process in seen(database).items()}
        killed, paused, survivor = workers
        members = family(paused)
        for member in members:
            member.suspend()
        killed.kill()
        until(lambda: set(seen(database)) == {places[survivor.pid]}, "the others to be missed")
        open_gate(tmp_path)
        _, errors_of_survivor = survivor.communicate(timeout=PATIENCE)
        assert survivor.returncode == 0, errors_of_survivor
        assert "is silent: its jobs are given back" in errors_of_survivor
        before = closed(database)
        assert set(before) == {site.url for site in sites}
        for lost in (killed, paused):
            assert before[had[places[lost.pid]]] == 2
        assert list(before.values()).count(1) == 3

        for member in members:
            member.resume()
        _, errors = paused.communicate(timeout=PATIENCE)
        assert paused.returncode == 1, errors
        assert "was silent for so long that others took its jobs over" in errors
        assert "Traceback" not in errors
        until(lambda: not alive(members), "its processes to end")
        assert closed(database) == before, "it wrote something after all"
        assert seen(database) == {}
        with JobQueue(config) as queue:
            assert queue.counts().open == 0
        assert errors_of_survivor.count("The website ended") == 5, "each is reported once"


def test_a_worker_that_is_told_to_stop_gives_its_jobs_back(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = settings(tmp_path, url)
    _, sites = planned(config, 3)
    monkeypatch.setattr("sys.executable", str(program(tmp_path)))
    database = open_database(url)

    def stop_soon() -> None:
        until(lambda: bool(at_work(database)), "a website to be begun")
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=stop_soon)
    thread.start()
    outcome = run_worker(config)
    thread.join()
    assert outcome.interrupted
    assert outcome.sites == ()
    assert seen(database) == {}
    with JobQueue(config) as queue:
        assert [job.state for job in queue.jobs()] == [JobState.WAITING] * len(sites)

    open_gate(tmp_path)
    outcome = run_worker(config, until_idle=True)
    assert not outcome.interrupted
    assert {report.website.url for report in outcome.sites} == {site.url for site in sites}
    assert sorted(closed(database).values()) == [1, 1, 2]
    database.close()
