"""Waiting for processes that were killed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import psutil

from crawler.jobs import child
from tests.jobs.crawling import PATIENCE, until

if TYPE_CHECKING:
    import pytest


def test_one_that_is_dead_and_not_collected_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "DYING_SECONDS", 2 * PATIENCE)  # longer than a test may take
    dead = subprocess.Popen(["sleep", "600"])
    process = psutil.Process(dead.pid)
    dead.kill()
    until(lambda: process.status() == psutil.STATUS_ZOMBIE, "its end")
    child.wait_until_dead([process])
    assert process.is_running()
    dead.wait()
    child.wait_until_dead([process])
    assert not process.is_running()


def test_one_that_does_not_die_is_waited_for_only_so_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "DYING_SECONDS", 0.1)
    living = subprocess.Popen(["sleep", "600"])
    try:
        child.wait_until_dead([psutil.Process(living.pid)])
        assert living.poll() is None
    finally:
        living.kill()
        living.wait()
